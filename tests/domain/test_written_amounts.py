from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.currencies import CustomCurrency, register
from finance_app.domain.written_amounts import currency_in, is_amount, mark_evidence, read_amount
from finance_app.errors import InvalidAmountError


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.234,56-", ",", "-1234.56"),
        ("(12.34)", ".", "-12.34"),
        ("($1,234.50)", ".", "-1234.50"),
        ("-$5.00", ".", "-5.00"),
        ("$-5.00", ".", "-5.00"),
        ("- 12.50", ".", "-12.50"),
        ("+ $1,020.00", ".", "1020.00"),
        ("CHF 1'234.50", ".", "1234.50"),
        ("1’234.50", ".", "1234.50"),
        ("1\u202f234,56 €", ",", "1234.56"),
        ("−12,00", ",", "-12.00"),
        ("12.00 CR", ".", "12.00"),
        ("12.00DR", ".", "-12.00"),
        ("12,00 kr", ",", "12.00"),
        ("-R$ 1.234,00", ",", "-1234.00"),
        ("1,23,456.78", ".", "123456.78"),
        ("-.50", ".", "-0.50"),
        ('="12.50"', ".", "12.50"),
        ("-995.4190396554627", ".", "-995.4190396554627"),
        ("0,00", ",", "0.00"),
    ],
)
def test_amounts_are_read_as_banks_write_them(text: str, mark: str, amount: str) -> None:
    assert str(read_amount(text, mark)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "1e2000000",
        "1e5",
        "NaN",
        "inf",
        "-Infinity",
        "１２",
        "١٢",
        "1_000",
        "0x10",
        "--5",
        "-5-",
        "12..5",
        "1 2",
        "1.2.3",
        "12 ABC",
        "",
        "(12.34",
        "9" * 21,
        "1," * 40,
        "sNaN",
    ],
)
def test_what_is_no_amount_is_refused_at_once(text: str) -> None:
    started = perf_counter()
    with pytest.raises(InvalidAmountError):
        read_amount(text, ".")
    assert perf_counter() - started < 0.1


@given(st.text(max_size=60), st.sampled_from([".", ","]))
def test_any_text_is_an_amount_or_refused(text: str, mark: str) -> None:
    try:
        amount = read_amount(text, mark)
    except InvalidAmountError:
        return
    assert amount.is_finite()
    assert len(amount.as_tuple().digits) <= 20


@given(st.decimals(places=2, min_value=Decimal("-1e12"), max_value=Decimal("1e12")))
def test_an_amount_survives_grouping_in_both_notations(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))
    assert read_amount(english, ".") == amount
    assert read_amount(continental, ",") == amount


def test_the_decimal_mark_is_proven_by_amounts_that_have_one_reading() -> None:
    assert mark_evidence(["1.234,56", "12,5", "1.234.567"])[","] == 3
    assert mark_evidence(["1,234.56", "12.5", "0.123"])["."] == 3
    assert mark_evidence(["1,234", "1.234"])["?"] == 2


def test_the_currency_beside_an_amount_is_seen() -> None:
    assert currency_in("12,50 €") == "€"
    assert currency_in("USD -12.50") == "USD"
    assert currency_in("12.50") == ""


@pytest.mark.parametrize(
    ("text", "mark", "code", "amount"),
    [
        ("12.50 B2X", ".", "B2X", "12.50"),
        ("-12,50B2X", ",", "B2X", "-12.50"),
        ("B2X 1.234,50-", ",", "B2X", "-1234.50"),
        ("B2X-5", ".", "B2X", "-5"),
        ("7 M12", ".", "M12", "7"),
        ("1 234,50 M12", ",", "M12", "1234.50"),
        ("M12 7.00", ".", "M12", "7.00"),
        ("-M12 1,234.50", ".", "M12", "-1234.50"),
        ("M12 -7", ".", "M12", "-7"),
        ("(M12 7.00)", ".", "M12", "-7.00"),
        ("M12\u00a01 234,50 CR", ",", "M12", "1234.50"),
        ("TL1 234,50", ",", "TL", "1234.50"),
    ],
)
def test_a_code_with_digits_beside_an_amount_is_none_of_its_digits(
    text: str, mark: str, code: str, amount: str
) -> None:
    register([CustomCurrency("B2X", "Bonus", 2), CustomCurrency("M12", "Miles", 0)])
    assert str(read_amount(text, mark)) == amount
    assert currency_in(text) == code
    assert is_amount(text)


@pytest.mark.parametrize(
    "text", ["M1250", "M12.50", "M12,7", "7 M13", "B2Y 7", "M12 7 M12 7", "7M1"]
)
def test_what_may_be_a_code_or_digits_and_codes_that_nobody_knows_are_refused(text: str) -> None:
    register([CustomCurrency("M12", "Miles", 0)])
    assert not is_amount(text)
    assert currency_in(text) == ""


def test_words_are_no_amounts() -> None:
    assert not is_amount("Rent")
    assert not is_amount("VWZ1")
    assert not is_amount("12 Main Street")
