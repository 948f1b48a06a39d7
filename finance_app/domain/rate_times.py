"""When a provider of rates is asked again: what it publishes when, and pauses after failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from finance_app.domain.rate_sources import ECB

USUAL = timedelta(hours=6)  # between two questions to a provider that is up to date
SOON = timedelta(hours=1)  # where something newer should be there, or it failed
PATIENCE = 3  # failures before it is left alone for longer
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
PUBLISHED = time(16, 10)  # the European Central Bank: at about 16:00 on the days of TARGET
FRANKFURT = ZoneInfo("Europe/Berlin")
_SATURDAY = 5
_CLOSED = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})  # month and day
_AROUND_EASTER = frozenset({timedelta(days=-2), timedelta(days=1)})  # Good Friday, Easter Monday


@dataclass(frozen=True, slots=True)
class Feed:
    """How it went with a provider so far.

    Args:
        document: which of its files `etag` and `last_modified` are of.
        failures: in a row.
        resumes_at: it is left alone until then.
        trouble: what was wrong the last time, as a sentence; "" where nothing was.
    """

    source: str
    asked_at: datetime | None = None
    succeeded_at: datetime | None = None
    newest_day: date | None = None
    document: str = ""
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    resumes_at: datetime | None = None
    trouble: str = ""


def is_banking_day(day: date) -> bool:
    """Say whether the European Central Bank publishes rates on a day."""
    return not (
        day.weekday() >= _SATURDAY
        or (day.month, day.day) in _CLOSED
        or day - easter(day.year) in _AROUND_EASTER
    )


def last_published(now: datetime) -> date:
    """Return the newest day that the European Central Bank has rates of by now."""
    local = now.astimezone(FRANKFURT)
    day = local.date()
    if local.time() < PUBLISHED:
        day -= timedelta(days=1)
    while not is_banking_day(day):
        day -= timedelta(days=1)
    return day


def next_published(now: datetime) -> datetime:
    """Return when the European Central Bank publishes next."""
    day = last_published(now) + timedelta(days=1)
    while not is_banking_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, PUBLISHED, FRANKFURT).astimezone(UTC)


def next_ask(feed: Feed, now: datetime) -> datetime:
    """Return when a provider is asked next; never before what it asked for itself."""
    if feed.asked_at is None or feed.asked_at > now:  # the clock was set back
        return now
    again = feed.asked_at + (SOON if _is_behind(feed, now) else USUAL)
    if feed.source == ECB and not _is_behind(feed, now):
        again = min(again, next_published(now))
    return max(again, feed.resumes_at or again)


def _is_behind(feed: Feed, now: datetime) -> bool:
    if feed.failures:
        return True
    newest = feed.newest_day or date.min
    return feed.source == ECB and newest < last_published(now)


def pause(failures: int) -> timedelta:
    """Return how long a provider is left alone after so many failures in a row."""
    if failures < PATIENCE:
        return timedelta()
    doublings = min(failures - PATIENCE, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
