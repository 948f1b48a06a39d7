"""Rates as text: `1 USD = 0.9200 EUR`, in the user's region."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_decimal

from finance_app.domain.formatting import day_text

if TYPE_CHECKING:
    from finance_app.domain.own_rates import OwnRate

DIGITS = 6  # of a rate that was reckoned, leading zeros apart
LEAST = 4  # decimals
MOST = 20


def number_text(value: Decimal, region: str) -> str:
    """Write a rate as a number, to stand below others: six digits of it, four decimals at least."""
    decimals = _decimals(value)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return format_decimal(rounded, format=f"#,##0.{'0' * decimals}", locale=_locale(region))


def short_text(value: Decimal, region: str) -> str:
    """Write a rate as a number within a sentence: the same without zeros at its end."""
    rounded = value.quantize(Decimal(1).scaleb(-_decimals(value)), ROUND_HALF_EVEN)
    return _written(rounded, region)


def _decimals(value: Decimal) -> int:
    return min(max(LEAST, DIGITS - 1 - value.adjusted()), MOST)


def round_text(value: Decimal, step: Decimal, region: str) -> str:
    """Write a round rate with as few decimals as steps of that size need, for an axis."""
    decimals = max(0, -step.adjusted())
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=_locale(region))


def stated_text(value: Decimal, region: str) -> str:
    """Write a rate as a number with all the digits it was stated with."""
    return _written(value, region)


def equation(origin: str, value: Decimal, target: str, region: str) -> str:
    """Write what one unit is worth: `1 USD = 0.9200 EUR`."""
    return f"1 {origin} = {stated_text(value, region)} {target}"


def own_rate_text(rate: OwnRate, region: str) -> str:
    """Write an own rate with its day: `1 USD = 0.9200 EUR from Nov 1, 2026`."""
    said = equation(rate.origin, rate.value, rate.target, region)
    return f"{said} from {day_text(rate.day, region)}"


def _written(value: Decimal, region: str) -> str:
    pattern = "#,##0." + "0" * LEAST + "#" * (MOST - LEAST)
    return format_decimal(value, format=pattern, locale=_locale(region))


@cache
def _locale(region: str) -> Locale:
    return Locale.parse(region)
