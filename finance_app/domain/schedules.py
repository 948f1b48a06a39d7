"""When something recurs: the moments that a rule names, exact wherever clocks are put forward.

A rule names each of its moments once: at a local time that a day skips it is as much later as the
clock was put forward, at one that comes twice it is the first.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SOONEST, LATEST = timedelta(seconds=5), timedelta(minutes=5)  # after a failure
PATIENCE = 8  # failures in a row, after which only the rule's own moments count
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_MINUTE, _HOUR = 60, 3600  # seconds


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many seconds, counted from when it began."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a local time."""

    at: time
    zone: str

    def is_on(self, _day: date) -> bool:
        """Say whether a day is one of its days."""
        return True


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week; Monday is 0."""

    weekday: int
    at: time
    zone: str

    def is_on(self, day: date) -> bool:
        """Say whether a day is one of its days."""
        return day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month; the last day of one that is too short."""

    day: int
    at: time
    zone: str

    def is_on(self, day: date) -> bool:
        """Say whether a day is one of its days."""
        return day.day == min(self.day, monthrange(day.year, day.month)[1])


type Rule = Every | Daily | Weekly | Monthly


def last(rule: Rule, now: datetime, since: datetime) -> datetime | None:
    """Return the newest moment of a rule up to now; None where there was none since it began."""
    if isinstance(rule, Every):
        step = timedelta(seconds=rule.seconds)
        return since + (now - since) // step * step if now >= since else None
    day = now.astimezone(ZoneInfo(rule.zone)).date() + DAY
    while (found := _moment(rule, day)) > now or not rule.is_on(day):
        day -= DAY
    return found if found > since else None


def following(rule: Rule, now: datetime, since: datetime) -> datetime:
    """Return the first moment of a rule after now."""
    if isinstance(rule, Every):
        step = timedelta(seconds=rule.seconds)
        return since + ((now - since) // step + 1) * step if now >= since else since
    day = now.astimezone(ZoneInfo(rule.zone)).date() - DAY
    while (found := _moment(rule, day)) <= now or not rule.is_on(day):
        day += DAY
    return found


def retry(rule: Rule, failed_at: datetime, failures: int, since: datetime) -> datetime:
    """Return when it is tried again after so many failures in a row."""
    wait: timedelta = min(SOONEST * 2 ** min(failures - 1, PATIENCE), LATEST)
    if failures <= PATIENCE:
        return failed_at + wait
    return max(failed_at + wait, following(rule, failed_at, since))


def words(rule: Rule) -> str:
    """Say when: `Daily at 03:30 (Europe/Vienna)`."""
    if isinstance(rule, Every):
        return _span(rule.seconds)
    at = f"at {rule.at:%H:%M} ({rule.zone})"
    if isinstance(rule, Daily):
        return f"Daily {at}"
    if isinstance(rule, Weekly):
        return f"{_WEEKDAYS[rule.weekday]} {at}"
    return f"Monthly on day {rule.day} {at}"


def _span(seconds: int) -> str:
    for size, unit in ((_HOUR, "hour"), (_MINUTE, "minute"), (1, "second")):
        count, rest = divmod(seconds, size)
        if count and not rest:
            return f"Every {unit}" if count == 1 else f"Every {count} {unit}s"
    return f"Every {seconds} seconds"


def _moment(rule: Daily | Weekly | Monthly, day: date) -> datetime:
    return datetime.combine(day, rule.at, ZoneInfo(rule.zone)).astimezone(UTC)
