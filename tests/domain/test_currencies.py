from __future__ import annotations

import pytest

from finance_app.domain.currencies import (
    CODES,
    DECIMALS,
    CustomCurrency,
    register,
    require_currency,
    require_custom_code,
    require_iso_currency,
    suggestion,
)
from finance_app.domain.pegs import ALL as PEGS
from finance_app.errors import InvalidInputError


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("EUR", 2),
        ("HUF", 2),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
    ],
)
def test_decimals_are_those_of_iso_4217(code: str, decimals: int) -> None:
    assert DECIMALS[code] == decimals


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "XDR", "BTC"])
def test_what_has_no_minor_unit_is_not_money(code: str) -> None:
    assert code not in DECIMALS


def test_codes_are_three_capitals_in_order() -> None:
    assert list(CODES) == sorted(set(CODES))
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CODES)


def test_what_the_euro_replaced_is_known() -> None:
    assert set(PEGS) | {peg.anchor for peg in PEGS.values()} <= set(CODES)


@pytest.mark.parametrize("typed", ["eur", " EUR ", "Eur"])
def test_a_code_may_be_typed_in_any_case(typed: str) -> None:
    assert require_currency(typed) == "EUR"


@pytest.mark.parametrize("typed", ["", "EU", "EURO", "€", "ＥＵＲ", "x" * 10_000])
def test_what_is_no_code_is_refused_in_a_short_sentence(typed: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        require_currency(typed)
    assert caught.value.field == "currency"
    assert len(caught.value.message) < 120


def test_a_code_of_a_books_own_is_known_once_it_was_met_but_no_new_book_has_it() -> None:
    register([CustomCurrency("M1L", "Miles", 0)])
    assert (DECIMALS["M1L"], require_currency("m1l")) == (0, "M1L")
    assert "M1L" not in CODES
    with pytest.raises(InvalidInputError):
        require_iso_currency("M1L")


def test_what_iso_4217_says_is_never_replaced() -> None:
    with pytest.raises(ValueError, match="EUR"):
        register([CustomCurrency("EUR", "Mine", 8)])
    assert DECIMALS["EUR"] == 2


@pytest.mark.parametrize(
    "code", ["EUR", "dem", "XAU", "XTS", "AOK", "1BC", "BT", "BTCX", "Ä12", ""]
)
def test_what_is_taken_or_no_code_cannot_be_a_books_own(code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        require_custom_code(code)
    assert refused.value.field == "code"


def test_some_are_known_by_their_code() -> None:
    assert suggestion(" btc") == ("Bitcoin", 8)
    assert suggestion("MIL") is None
