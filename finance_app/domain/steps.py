"""Steps: how finely a chart goes through time. Long stretches go by quarter or year."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain.formatting import month_short, quarter_text
from finance_app.domain.periods import DAY, LATEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.domain.periods import Period

DAILY = 62  # balances of so many days at most are shown day by day
MONTHLY = 3 * 12 + 1  # months; of three years up to now the first and the last are often cut
QUARTERLY = 12 * 12 + 1


class Step(StrEnum):
    """What a bar or point stands for."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def first(self, day: date) -> date:
        """Return the first day of the step that a day is in."""
        if self is Step.DAY:
            return day
        month = (day.month - 1) // _MONTHS[self] * _MONTHS[self] + 1
        return date(day.year, month, 1)

    def last(self, day: date) -> date:
        """Return the last day of the step that a day is in."""
        if self is Step.DAY:
            return day
        after = self.first(day).month + _MONTHS[self]
        if after > _MONTHS[Step.YEAR]:
            return date(day.year, 12, 31)
        return date(day.year, after, 1) - DAY

    def through(self, start: date, last: date) -> Iterator[tuple[date, date]]:
        """Yield the first and last day of every step that has a day between two."""
        day = self.first(start)
        while day <= last:
            end = self.last(day)
            yield day, end
            if end >= LATEST:
                return
            day = end + DAY

    def label(self, day: date, region: str) -> str:
        """Write out the month, quarter or year that a day is in, for an axis."""
        if self is Step.YEAR:
            return f"{day.year}"
        return quarter_text(day) if self is Step.QUARTER else month_short(day, region)

    @property
    def word(self) -> str:
        """What it is called as a heading."""
        return self.capitalize()


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


def step_of(period: Period) -> Step:
    """Return how finely flows of a period are shown."""
    months = 12 * (period.last.year - period.start.year) + period.last.month - period.start.month
    if months < MONTHLY:
        return Step.MONTH
    return Step.QUARTER if months < QUARTERLY else Step.YEAR


def day_step_of(period: Period) -> Step:
    """Return how finely balances in a period are shown."""
    return Step.DAY if period.days <= DAILY else step_of(period)
