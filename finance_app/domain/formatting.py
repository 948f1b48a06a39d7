"""Amounts, days and shares as text, for the browser, reports and CLI.

Numbers are written as in the user's region, days in its order; words are the app's own, English.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_day_names,
)
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_currency_name,
    get_decimal_symbol,
)

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import Money

if TYPE_CHECKING:
    from datetime import date, datetime, time

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class MoneyText:
    """An amount in the parts that a screen sets apart.

    Args:
        text: all of it in one, for screen readers and plain places: `−1,234.50 EUR`.
        sign: `−`, `+` or nothing.
        whole: `1,234`.
        fraction: `.50`, nothing for currencies without decimals.
        code: `EUR`.
        tone: `income`, `trouble` or nothing: how the sign is coloured.
        how: where a converted amount comes from, for whoever points at it; `ui.explanations`.
    """

    text: str = ""
    sign: str = ""
    whole: str = ""
    fraction: str = ""
    code: str = ""
    tone: str = ""
    how: str = ""


NO_RATE = MoneyText(text="– no rate", whole="–", code="no rate")
"""What stands in place of an amount that no rate tells."""


def money_parts(money: Money, region: str, *, plus: bool = False) -> MoneyText:
    """Write an amount out in parts; `plus` marks money in with a sign and its tone."""
    number = number_text(Money(abs(money.amount), money.currency), region)
    decimals = DECIMALS[money.currency]
    whole, fraction = (
        (number[: -decimals - 1], number[-decimals - 1 :]) if decimals else (number, "")
    )
    gained = plus and money.amount > 0
    sign = MINUS if money.amount < 0 else "+" if gained else ""
    return MoneyText(
        text=f"{sign}{number} {money.currency}",
        sign=sign,
        whole=whole,
        fraction=fraction,
        code=money.currency,
        tone="income" if gained else "",
    )


def known_parts(money: Money | None, region: str, *, plus: bool = False) -> MoneyText:
    """Write an amount out in parts; a dash and words where no rate tells what it is."""
    return NO_RATE if money is None else money_parts(money, region, plus=plus)


def known_text(money: Money | None, region: str, *, plus: bool = False) -> str:
    """Write an amount out; a dash and words where no rate tells what it is."""
    return known_parts(money, region, plus=plus).text


def money_text(money: Money, region: str, *, plus: bool = False) -> str:
    """Write an amount out: `−1,234.50 EUR`."""
    return money_parts(money, region, plus=plus).text


def number_text(money: Money, region: str) -> str:
    """Write the number alone, as an amount field shows it: `-1,234.50`."""
    pattern = _pattern(DECIMALS[money.currency], region)
    return format_decimal(money.decimal, format=pattern, locale=_locale(region))


def decimals_text(decimals: int, region: str) -> str:
    """Write the smallest amount that so many decimals make: `0.01`."""
    pattern = _pattern(decimals, region)
    return format_decimal(Decimal(1).scaleb(-decimals), format=pattern, locale=_locale(region))


def count_text(count: int, region: str) -> str:
    """Write a count: `1,200`."""
    return format_decimal(count, format="#,##0", locale=_locale(region))


def lines_text(count: int, region: str) -> str:
    """Write how many lines: `40 lines`. A split entry has several, so they are not entries."""
    return f"{count_text(count, region)} {'line' if count == 1 else 'lines'}"


def decimal_text(value: Decimal, region: str) -> str:
    """Write a number with all the decimals it has, two at least: `1,234.5678`."""
    return format_decimal(value, format="#,##0.00" + "#" * 18, locale=_locale(region))


def percent_text(share: Decimal, region: str) -> str:
    """Write a share as whole percent: `42 %` as the region has it; under one percent `<1%`."""
    percent = (share * 100).quantize(Decimal(1), ROUND_HALF_EVEN)
    if percent == 0 and share > 0:
        return f"<{_percent(Decimal(1), region)}"
    return _percent(percent, region).replace("-", MINUS)


def fine_percent_text(share: Decimal, region: str) -> str:
    """Write a share as percent with one decimal, for where a whole one would hide the point."""
    percent = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    pattern = str(_locale(region).percent_formats[None].pattern).replace("0", "0.0")
    written: str = format_percent(percent / 100, format=pattern, locale=_locale(region))
    return written.replace("-", MINUS)


def _percent(percent: Decimal, region: str) -> str:
    pattern = _locale(region).percent_formats[None]
    return str(pattern.apply(percent / 100, _locale(region)))


@lru_cache(maxsize=4096)
def day_text(day: date, region: str) -> str:
    """Write a day short, with its year: `Nov 23, 2026`."""
    return format_date(day, "medium", locale=_english(region))


@lru_cache(maxsize=4096)
def day_heading(day: date, region: str) -> str:
    """Write a day long, as a heading: `Monday, November 23, 2026`."""
    return format_date(day, "full", locale=_english(region))


def weekday_text(weekday: int) -> str:
    """Write the name of a weekday, Monday being 0."""
    return str(get_day_names("wide", locale="en")[weekday])


def time_text(at: datetime, zone: str, region: str) -> str:
    """Write the time of day of an instant where the user lives: `2:05 PM`."""
    return format_time(at.astimezone(ZoneInfo(zone)), "short", locale=_english(region))


def clock_text(clock: time, region: str) -> str:
    """Write a time of day on any clock: `2:00 PM`."""
    return format_time(clock, "short", locale=_english(region))


def quarter_text(day: date) -> str:
    """Write a day's quarter: `Q4 2026`."""
    return f"Q{(day.month + 2) // 3} {day.year}"


@lru_cache(maxsize=4096)
def month_text(day: date, region: str) -> str:
    """Write a day's month in full: `November 2026`."""
    return str(format_skeleton("yMMMM", day, locale=_english(region)))


@lru_cache(maxsize=4096)
def month_short(day: date, region: str) -> str:
    """Write a day's month short, for an axis: `Nov 2026`."""
    return str(format_skeleton("yMMM", day, locale=_english(region)))


@lru_cache(maxsize=4096)
def month_word(day: date, region: str) -> str:
    """Write a day's month alone, as short as can be: `Nov`."""
    return format_date(day, "MMM", locale=_english(region))


@lru_cache(maxsize=4096)
def day_short(day: date, region: str) -> str:
    """Write a day without its year: `Nov 23`."""
    return str(format_skeleton("MMMd", day, locale=_english(region)))


def day_near(day: date, today: date, region: str) -> str:
    """Write a day short, with its year where that is another than today's."""
    return (day_short if day.year == today.year else day_text)(day, region)


def days_text(start: date, last: date, region: str, *, year: bool = True) -> str:
    """Write the days from one to another as short as can be: `Nov 1 – 27, 2026`."""
    written = format_interval(start, last, "yMMMd" if year else "MMMd", locale=_english(region))
    return str(written).replace("\u2009", " ")


def rough_text(value: Decimal, region: str) -> str:
    """Write a round number as short as can be, for an axis: `2.5K`."""
    text = format_compact_decimal(value, locale="en", fraction_digits=1)
    mark = get_decimal_symbol(_locale(region))
    return text.replace("-", MINUS).replace(".", mark)


def size_text(size: int, region: str) -> str:
    """Write a number of bytes: `12.3 MB`."""
    value, units = Decimal(size), iter(("kB", "MB", "GB", "TB"))
    unit = "bytes"
    while value >= 1000 and (larger := next(units, "")):  # noqa: PLR2004  of the next unit
        value, unit = value / 1000, larger
    return f"{format_decimal(value, format='#,##0.#', locale=_locale(region))} {unit}"


_UNNAMED = {"XAD": "Arab Accounting Dinar"}  # younger than CLDR knows


def currency_name(code: str) -> str:
    """Write a currency's name: `Euro`."""
    return _UNNAMED.get(code) or str(get_currency_name(code, locale="en"))


@cache
def _locale(region: str) -> Locale:
    return Locale.parse(region)


@cache
def _english(region: str) -> Locale:
    """Return English with the habits of a territory, those of Europe where it has none."""
    named = f"en_{region.partition('_')[2]}"
    return Locale.parse(named if localedata.exists(named) else "en_150")


@cache
def _pattern(decimals: int, region: str) -> str:
    groups = _locale(region).decimal_formats[None].grouping  # (3, 2) in India, else (3, 3)
    whole = f"#,{'#' * groups[1]},##0"
    return f"{whole}.{'0' * decimals}" if decimals else whole
