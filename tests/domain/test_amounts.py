from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import regions
from finance_app.domain.amounts import parse_amount
from finance_app.domain.formatting import number_text
from finance_app.domain.money import LIMIT, Money
from finance_app.errors import InvalidAmountError

CURRENCIES = ("JPY", "EUR", "KWD", "CLF")  # 0, 2, 3 and 4 decimals


@given(
    st.integers(-LIMIT, LIMIT) | st.integers(-99_999, 99_999),
    st.sampled_from(regions.CODES),
    st.sampled_from(CURRENCIES),
)
def test_what_a_field_shows_can_be_read_back(amount: int, region: str, currency: str) -> None:
    shown = number_text(Money(amount, currency), region)
    assert parse_amount(shown, currency, region) == amount


@pytest.mark.parametrize("region", regions.CODES)
def test_every_region_reads_what_it_writes(region: str) -> None:
    for currency, amount in product(CURRENCIES, (0, -1, 1234, 123_456_789, LIMIT, -LIMIT)):
        shown = number_text(Money(amount, currency), region)
        assert parse_amount(shown, currency, region) == amount


@pytest.mark.parametrize(
    ("text", "region", "amount"),
    [
        ("1,234", "en_US", 123_400),
        ("1,234.5", "en_US", 123_450),
        ("1.234", "de_DE", 123_400),
        ("1.234,5", "de_DE", 123_450),
        ("12.50", "de_DE", 1250),
        ("12,5", "en_US", 1250),
        ("12,34,567.89", "en_IN", 123_456_789),
        ("1 234,50", "fr_FR", 123_450),
        ("1\u202f234,50", "fr_FR", 123_450),
        ("1’234.50", "de_CH", 123_450),
        ("1'234.50", "de_CH", 123_450),
        ("−5", "sv_SE", -500),
        ("-5", "sv_SE", -500),
        ("+5", "en_US", 500),
        (".5", "en_US", 50),
        (",5", "de_DE", 50),
        ("5.", "en_US", 500),
        ("  7  ", "en_US", 700),
        ("0.500", "en_US", 50),
        ("007", "en_US", 700),
        ("1 234.50", "en_US", 123_450),
        ("1\u00a0234\u00a0567", "de_DE", 123_456_700),
        ("1 234.50", "de_DE", 123_450),
        ("12 34 567", "en_IN", 123_456_700),
        ("\u2009- 1 234\u202f", "fr_FR", -123_400),
        ("−\u00a05", "sv_SE", -500),
    ],
)
def test_an_amount_means_what_the_region_says(text: str, region: str, amount: int) -> None:
    assert parse_amount(text, "EUR", region) == amount


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "-", "+", ".", ",", "abc", "1e5", "1E5", "1e2000000", "NaN", "nan", "Infinity",
        "-inf", "１２", "٣", "1_000", "0x10", "1,23,4", "1,2345", "12,345,6", "1.2.3", "1,,234",
        "--5", "5-", "(5)", "5 EUR", "€5", "1.234", "1.239,", "1,234,", "9" * 21, "1" + "0" * 5000,
        "1\n2", "1\t2", "12 50", "1 23", "1 2345", "12 345 6", "1,234 567", "1 234,567", "1 , 5",
        "1. 5", "5 -", "- - 5", "1  234", "1\u00a050", " . 5", "12;50",
        "1,234.567", "90000000000000.01", "\x00", "½", "5%",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidAmountError) as caught:
        parse_amount(text, "EUR", "en_US")
    assert caught.value.field == "amount"


@pytest.mark.parametrize(
    ("text", "currency"), [("1.5", "JPY"), ("1.001", "EUR"), ("1.0001", "KWD")]
)
def test_more_decimals_than_the_currency_has_are_refused(text: str, currency: str) -> None:
    with pytest.raises(InvalidAmountError, match=f"{currency} has"):
        parse_amount(text, currency, "en_US")


@pytest.mark.parametrize(
    ("text", "region", "quoted"),
    [("1.234,56", "de_DE", "“,56”"), ("12.5", "de_DE", "“.5”"), ("12.50", "en_US", "“.50”")],
)
def test_decimals_that_are_too_many_are_quoted_as_typed(
    text: str, region: str, quoted: str
) -> None:
    with pytest.raises(InvalidAmountError, match=f"{quoted} has too many"):
        parse_amount(text, "JPY", region)


@given(
    st.text(max_size=40) | st.text("0123456789.,-+' e", max_size=24),
    st.sampled_from(regions.CODES),
    st.sampled_from(CURRENCIES),
)
def test_any_text_is_an_amount_or_refused(text: str, region: str, currency: str) -> None:
    with suppress(InvalidAmountError):
        assert abs(parse_amount(text, currency, region)) <= LIMIT
