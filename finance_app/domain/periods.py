"""Periods: the stretches of days that screens and reports look at. The clock is an argument.

A period's text is what stands in a URL: `2026-11`, `2026-Q4`, `2026`, `last12`, `all`,
`2026-01-01..2026-02-15` (both days in it), `week-2026-11-23` (by its first day, so that it is the
same days for everybody, whatever their weeks begin with).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from dateutil.relativedelta import relativedelta

from finance_app.domain.weeks import LENGTH, week_start
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
DAY = timedelta(days=1)
WEEK = timedelta(days=LENGTH)
WEEKS = 52 * WEEK  # a year later it is the same weekday
YEAR = relativedelta(years=1)


class Kind(StrEnum):
    """The kinds of period a person can pick."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    LAST_12 = "last12"
    ALL = "all"
    CUSTOM = "custom"


_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12, Kind.LAST_12: 12}
_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|-Q(?P<quarter>[1-4]))?", re.ASCII)
_WEEK = re.compile(r"week-(\d{4}-\d{2}-\d{2})", re.ASCII)
_BETWEEN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `last`, both in it."""

    kind: Kind
    start: date
    last: date

    @classmethod
    def of(cls, kind: Kind, day: date) -> Self:
        """Return the month, quarter, year or last twelve months that the day is in, no week."""
        if kind is Kind.LAST_12:
            start = day.replace(day=1) - relativedelta(months=11)
        elif kind is Kind.QUARTER:
            start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        elif kind is Kind.YEAR:
            start = date(day.year, 1, 1)
        else:
            start = day.replace(day=1)
        return cls._starting(kind, start)

    @classmethod
    def week(cls, day: date, first_weekday: int) -> Self:
        """Return the week that a day is in.

        Args:
            first_weekday: the day that weeks begin with, Monday being 0.
        """
        start = week_start(day, first_weekday)
        return cls(Kind.WEEK, start, start + WEEK - DAY)

    @classmethod
    def _starting(cls, kind: Kind, start: date) -> Self:
        return cls(kind, start, start + relativedelta(months=_MONTHS[kind]) - DAY)

    @classmethod
    def between(cls, start: date, last: date, kind: Kind = Kind.CUSTOM) -> Self:
        """Return the days from one to another.

        Raises:
            InvalidInputError: the days are in the wrong order or outside 1900 to 2199.
        """
        if not EARLIEST <= start <= last <= LATEST:
            raise InvalidInputError(
                "Choose a first day that is not after the last one, both from 1900 to 2199.",
                field="period",
            )
        return cls(kind, start, last)

    @classmethod
    def of_days(cls, start: date, last: date) -> Self:
        """Return the month, quarter or year that these days are, else the days themselves.

        Raises:
            InvalidInputError: the days are in the wrong order or outside 1900 to 2199.
        """
        days = cls.between(start, last)
        whole = (cls.of(kind, start) for kind in (Kind.MONTH, Kind.QUARTER, Kind.YEAR))
        return next((one for one in whole if (one.start, one.last) == (start, last)), days)

    @classmethod
    def parse(cls, text: str, *, today: date, whole: tuple[date, date] | None = None) -> Self:
        """Read a period as it stands in a URL; nothing is the last twelve months.

        Args:
            today: the day it is where the user lives; decides `last12`.
            whole: the first and last day that the book has anything on, for `all`.

        Raises:
            InvalidInputError: the text is not a period.
        """
        if text in ("", Kind.LAST_12):
            return cls.of(Kind.LAST_12, today)
        if text == Kind.ALL:
            first, last = whole or (today, today)
            return cls.between(first, max(last, today), Kind.ALL)
        try:
            return cls._written(text)
        except ValueError as error:
            raise InvalidInputError(
                f"“{text[:30]}” is not a period; write it like 2026-11, 2026-Q4 or 2026.",
                field="period",
            ) from error

    @classmethod
    def _written(cls, text: str) -> Self:
        if between := _BETWEEN.fullmatch(text):
            return cls.between(date.fromisoformat(between[1]), date.fromisoformat(between[2]))
        if week := _WEEK.fullmatch(text):
            start = date.fromisoformat(week[1])
            return cls.between(start, start + WEEK - DAY, Kind.WEEK)
        match = _WRITTEN.fullmatch(text)
        if match is None or not EARLIEST.year <= int(match["year"]) <= LATEST.year:
            raise ValueError
        year = int(match["year"])
        if match["month"]:
            return cls._starting(Kind.MONTH, date(year, int(match["month"]), 1))
        if match["quarter"]:
            return cls._starting(Kind.QUARTER, date(year, 3 * int(match["quarter"]) - 2, 1))
        return cls._starting(Kind.YEAR, date(year, 1, 1))

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.last + DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def goes_on(self, today: date) -> bool:
        """Whether it has begun and is not over."""
        return self.start <= today < self.last

    def until(self, day: date) -> Self:
        """Return the days of the period up to one in it."""
        return type(self)(Kind.CUSTOM, self.start, day)

    def after(self, day: date) -> Self:
        """Return the days of the period after one in it that is not the last."""
        return type(self)(Kind.CUSTOM, day + DAY, self.last)

    def previous(self) -> Self | None:
        """Return the period of the same length before this one; none before everything."""
        return self._moved(-1)

    def next(self) -> Self | None:
        """Return the period of the same length after this one."""
        return self._moved(1)

    def year_before(self) -> Self | None:
        """Return the same period of the year before; none before everything.

        A week is compared with the one 52 weeks before it, so that each has the same weekdays.
        """
        if self.kind is Kind.ALL:
            return None
        if self.kind is Kind.WEEK:
            return type(self)(self.kind, self.start - WEEKS, self.last - WEEKS)
        if self.kind is Kind.CUSTOM:
            return type(self)(self.kind, self.start - YEAR, self.last - YEAR)
        found = self._starting(self.kind, self.start - YEAR)
        return found if self.kind is not Kind.LAST_12 else found.until(found.last)

    def _moved(self, by: int) -> Self | None:
        if self.kind is Kind.ALL:
            return None
        if self.kind in (Kind.CUSTOM, Kind.WEEK):
            step = timedelta(days=by * self.days)
            start, last = self.start + step, self.last + step
            return type(self)(self.kind, start, last)
        kind = Kind.CUSTOM if self.kind is Kind.LAST_12 else self.kind
        moved = self._starting(self.kind, self.start + relativedelta(months=by * self.months_long))
        return type(self)(kind, moved.start, moved.last)

    @property
    def months_long(self) -> int:
        """How many months a period of this kind has; 0 for those cut by days."""
        return _MONTHS.get(self.kind, 0)

    def months(self) -> Iterator[date]:
        """Yield the first day of every month that has a day in it."""
        month = self.start.replace(day=1)
        while month <= self.last:
            yield month
            month += relativedelta(months=1)

    def __str__(self) -> str:
        if self.kind in (Kind.LAST_12, Kind.ALL):
            return str(self.kind)
        if self.kind is Kind.MONTH:
            return f"{self.start:%Y-%m}"
        if self.kind is Kind.QUARTER:
            return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
        if self.kind is Kind.YEAR:
            return f"{self.start.year:04}"
        if self.kind is Kind.WEEK:
            return f"week-{self.start}"
        return f"{self.start}..{self.last}"


def month_number(day: date) -> int:
    """Return a day's month as a number that sorts and stores well: 202611."""
    return day.year * 100 + day.month


def month_start(number: int) -> date:
    """Return the first day of a month number."""
    return date(number // 100, number % 100, 1)


def numbers_between(first: int, last: int) -> list[int]:
    """Return the numbers of all months from one to another."""
    years = range(first // 100, last // 100 + 1)
    numbers = (year * 100 + month for year in years for month in range(1, 13))
    return [number for number in numbers if first <= number <= last]
