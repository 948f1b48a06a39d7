"""Weeks: the day that one begins with, and the days of one."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from babel import Locale

LENGTH = 7


class FirstDay(StrEnum):
    """The day that a user's weeks begin with; by itself it is what their region has."""

    REGION = ""
    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"

    def weekday(self, region: str) -> int:
        """Return it as a number, Monday being 0."""
        if self is FirstDay.REGION:
            return int(Locale.parse(region).first_week_day)
        return _WEEKDAYS[self]


_WEEKDAYS = {FirstDay.MONDAY: 0, FirstDay.SUNDAY: 6, FirstDay.SATURDAY: 5}


def week_start(day: date, weekday: int) -> date:
    """Return the first day of the week that a day is in.

    Args:
        weekday: the one that weeks begin with, Monday being 0.
    """
    return day - timedelta(days=(day.weekday() - weekday) % LENGTH)
