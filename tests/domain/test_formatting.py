from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import regions
from finance_app.domain.currencies import DECIMALS, ISO
from finance_app.domain.formatting import (
    MoneyText,
    currency_name,
    day_heading,
    day_near,
    day_text,
    fine_percent_text,
    money_parts,
    money_text,
    month_short,
    month_text,
    number_text,
    percent_text,
    rough_text,
    time_text,
)
from finance_app.domain.money import LIMIT, Money

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("amount", "currency", "region", "text"),
    [
        (-123_450, "EUR", "en_US", "−1,234.50 EUR"),
        (-123_450, "EUR", "de_DE", "−1.234,50 EUR"),
        (123_450, "EUR", "de_CH", "1’234.50 EUR"),
        (12_345_678, "INR", "en_IN", "1,23,456.78 INR"),
        (1_234_567, "JPY", "ja_JP", "1,234,567 JPY"),
        (1_234_567, "KWD", "en_US", "1,234.567 KWD"),
        (12_345, "CLF", "es_CL", "1,2345 CLF"),
        (0, "EUR", "en_US", "0.00 EUR"),
        (5, "EUR", "fr_FR", "0,05 EUR"),
    ],
)
def test_an_amount_is_written_as_the_region_has_it(
    amount: int, currency: str, region: str, text: str
) -> None:
    assert money_text(Money(amount, currency), region) == text


def test_an_amount_in_parts() -> None:
    assert money_parts(Money(-123_450, "EUR"), "en_US") == MoneyText(
        "−1,234.50 EUR", "−", "1,234", ".50", "EUR"
    )
    assert money_parts(Money(5, "JPY"), "en_US", plus=True) == MoneyText(
        "+5 JPY", "+", "5", "", "JPY", "income"
    )
    assert money_parts(Money(0, "EUR"), "en_US", plus=True).sign == ""


@given(
    st.integers(-LIMIT, LIMIT), st.sampled_from(sorted(DECIMALS)), st.sampled_from(regions.CODES)
)
def test_the_parts_make_the_whole(amount: int, currency: str, region: str) -> None:
    parts = money_parts(Money(amount, currency), region, plus=True)
    assert parts.text == f"{parts.sign}{parts.whole}{parts.fraction} {parts.code}"
    digits = [int(sign) for sign in parts.whole + parts.fraction if sign.isdigit()]
    assert int("".join(map(str, digits))) == abs(amount)
    assert len(parts.fraction) == DECIMALS[currency] + bool(DECIMALS[currency])


def test_no_region_writes_an_amount_in_its_own_digits() -> None:
    for region in regions.CODES:
        written = number_text(Money(1_234_567_890, "EUR"), region)
        assert all(sign.isascii() for sign in written if sign.isdigit())


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0.421", "42%"),
        ("0", "0%"),
        ("0.001", "<1%"),
        ("0.005", "<1%"),
        ("1.25", "125%"),
        ("-0.5", "−50%"),
    ],
)
def test_a_share_in_whole_percent(share: str, text: str) -> None:
    assert percent_text(Decimal(share), "en_US") == text


def test_a_share_with_one_decimal() -> None:
    assert fine_percent_text(Decimal("0.0307"), "en_US") == "3.1%"
    assert fine_percent_text(Decimal("-0.5"), "de_DE") == "−50,0\N{NO-BREAK SPACE}%"


def test_days_and_months_in_english_and_the_regions_order() -> None:
    assert day_text(DAY, "en_US") == "Nov 23, 2026"
    assert day_text(DAY, "ja_JP") == "23 Nov 2026"
    assert day_heading(DAY, "de_DE") == "Monday, 23 November 2026"
    assert month_text(DAY, "fr_FR") == "November 2026"
    assert month_short(DAY, "en_GB") == "Nov 2026"
    assert time_text(datetime(2026, 11, 23, 13, 5, tzinfo=UTC), "Europe/Vienna", "de_AT") == "14:05"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 1), "Jan 1"),
        (date(2025, 12, 31), "Dec 31, 2025"),
        (date(2027, 1, 1), "Jan 1, 2027"),
    ],
)
def test_a_day_of_another_year_than_todays_is_written_with_its_year(day: date, text: str) -> None:
    assert day_near(day, DAY, "en_US") == text


@pytest.mark.parametrize(
    ("value", "region", "text"),
    [
        ("2500", "en_US", "2.5K"),
        ("2500", "de_AT", "2,5K"),
        ("-1200000", "fr_FR", "−1,2M"),
        ("50", "de_AT", "50"),
    ],
)
def test_a_round_number_is_short(value: str, region: str, text: str) -> None:
    assert rough_text(Decimal(value), region) == text


@pytest.mark.parametrize("region", regions.CODES)
def test_every_region_writes_days_months_and_shares(region: str) -> None:
    for written in (
        day_text(DAY, region),
        day_heading(DAY, region),
        month_text(DAY, region),
        month_short(DAY, region),
        percent_text(Decimal("0.5"), region),
        fine_percent_text(Decimal("0.5"), region),
    ):
        assert written.strip()


def test_every_currency_has_a_name() -> None:
    assert [code for code in ISO if currency_name(code) == code] == []
    assert currency_name("EUR") == "Euro"
