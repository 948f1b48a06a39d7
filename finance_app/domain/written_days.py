"""Days as banks write them: ISO, with dots, slashes or dashes, month names, with times behind.

A day is taken as written: times and zones behind it are dropped, never converted. Which order a
file uses is decided in `layout_evidence`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Literal, get_args

from babel import Locale

DayOrder = Literal["ymd", "dmy", "mdy"]
DAY_ORDERS: tuple[DayOrder, ...] = get_args(DayOrder)
MAX_CELL = 48

_LANGUAGES = [
    "en",
    "de",
    "nl",
    "fr",
    "es",
    "it",
    "pt",
    "pl",
    "sv",
    "da",
    "nb",
    "nn",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "hr",
    "sl",
    "tr",
    "et",
    "lv",
    "lt",
    "ru",
    "uk",
    "bg",
    "el",
    "ca",
    "id",
]
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_PIVOT = 70
_REST = r"(?:(?:[\sT,/-]+|\.\s)\(?[0-9]{1,2}[:.h][0-9]{2}.{0,30}|T.{0,30}|Z)?[.\s]*"
_NUMERIC = re.compile(
    r"([0-9]{1,4})(?:\.\s?|\s?[/-]\s?|\s|年)([0-9]{1,2})(?:\.\s?|\s?[/-]\s?|\s|月)([0-9]{1,4})日?"
    + _REST
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6}|" + _REST + ")")
_NAMED = re.compile(
    r"(?:[^\W\d_]{2,12}[.,]{0,2}\s+)?([0-9]{1,2})(?:st|nd|rd|th|º|er)?[.\s/-]{0,3}(?:de\s)?"
    r"([^\W\d_]{3,12})[.,\s/-]{0,3}(?:de\s)?('?[0-9]{4}|'?[0-9]{2})" + _REST
)
_NAMED_FIRST = re.compile(
    r"(?:[^\W\d_]{2,12},\s+)?([^\W\d_]{3,12})[.\s/-]{1,3}([0-9]{1,2})(?:st|nd|rd|th)?[,\s/-]{1,3}([0-9]{4})"
    + _REST
)
_NAMED_LAST = re.compile(r"([0-9]{4})[.\s/-]{1,2}([^\W\d_]{3,12})[.\s/-]{1,2}([0-9]{1,2})" + _REST)


def read_day(text: str, order: DayOrder) -> date | None:
    """The day a cell holds, None when it is not one from 1900 to 2199 in that order.

    A year of four digits in front is year, month, day whatever the order says.
    """
    return _plausible(read_any_day(text, order))


def read_any_day(text: str, order: DayOrder) -> date | None:
    """The day a cell holds, of whichever year, None when it is not one in that order."""
    text = text.strip().strip("'\"=")
    if len(text) > MAX_CELL:
        return None
    if found := _NUMERIC.fullmatch(text):
        first, second, third = found.groups()
        if len(first) == 4:  # noqa: PLR2004  a year
            return _day(first, second, third)
        return _in_order(first, second, third, order)
    if found := _COMPACT.fullmatch(text):
        return _plausible(_day(*found.groups())) or _compact(text, order)
    return _with_month_name(text)


def _in_order(first: str, second: str, third: str, order: DayOrder) -> date | None:
    if len(first) > 2 or len(third) not in {2, 4}:  # noqa: PLR2004  a day, a year
        return None
    if order == "ymd":
        return _day(first, second, third) if len(first) == len(third) == 2 else None  # noqa: PLR2004
    return _day(third, second, first) if order == "dmy" else _day(third, first, second)


def _compact(text: str, order: DayOrder) -> date | None:
    first, second, year = text[:2], text[2:4], text[4:8]
    if order == "ymd":
        return None
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _with_month_name(text: str) -> date | None:
    if found := _NAMED.fullmatch(text):
        day, name, year = found.groups()
    elif found := _NAMED_FIRST.fullmatch(text):
        name, day, year = found.groups()
    elif found := _NAMED_LAST.fullmatch(text):
        year, name, day = found.groups()
    else:
        return None
    month = _months().get(_folded(name))
    return _day(year.lstrip("'"), str(month), day) if month else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) <= 2:  # noqa: PLR2004  a short year
        number += 1900 if number >= _PIVOT else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _plausible(day: date | None) -> date | None:
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(each for each in plain if each.isalpha())


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms in the languages banks write in, to 1..12."""
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(_folded(name), number)
                    found.setdefault(_folded(name)[:4], number)
    found.update({"mrz": 3, "mar": 3, "may": 5, "mai": 5, "sept": 9, "okt": 10, "dez": 12})
    return {name: number for name, number in found.items() if len(name) >= 3}  # noqa: PLR2004  "a"
