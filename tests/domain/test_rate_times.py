from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from finance_app.domain.rate_times import (
    LONGEST_PAUSE,
    SOON,
    USUAL,
    Feed,
    is_banking_day,
    last_published,
    next_ask,
    next_published,
    pause,
)

FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_pauses_double_from_the_third_failure_on() -> None:
    minutes = [pause(failures) // timedelta(minutes=1) for failures in range(12)]
    assert minutes == [0, 0, 0, 15, 30, 60, 120, 240, 480, 960, 1440, 1440]
    assert pause(10_000) == LONGEST_PAUSE


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-27", True),
        ("2026-11-28", False),
        ("2026-12-25", False),
        ("2026-12-28", True),
        ("2027-01-01", False),
        ("2027-03-26", False),  # Good Friday
        ("2027-03-29", False),  # Easter Monday
        ("2027-05-01", False),
        ("2027-05-06", True),  # Ascension Day is one on which banks settle
    ],
)
def test_the_central_bank_publishes_on_the_days_of_target(day: str, is_open: bool) -> None:  # noqa: FBT001  a table
    assert is_banking_day(date.fromisoformat(day)) == is_open


@pytest.mark.parametrize(
    ("moment", "day", "following"),
    [
        ("2026-11-27T15:00", "2026-11-26", "2026-11-27T15:10"),  # 16:00 in Frankfurt, in winter
        ("2026-11-27T15:10", "2026-11-27", "2026-11-30T15:10"),
        ("2026-11-30T01:00", "2026-11-27", "2026-11-30T15:10"),
        ("2026-07-01T14:10", "2026-07-01", "2026-07-02T14:10"),  # in summer
        ("2026-12-26T20:00", "2026-12-24", "2026-12-28T15:10"),
    ],
)
def test_what_is_published_by_when(moment: str, day: str, following: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert last_published(now) == date.fromisoformat(day)
    assert next_published(now) == datetime.fromisoformat(following).replace(tzinfo=UTC)


def test_whoever_was_never_asked_is_due() -> None:
    assert next_ask(Feed("ecb"), FRIDAY) == FRIDAY


def test_a_clock_that_was_set_back_stops_nobody() -> None:
    assert next_ask(Feed("ecb", asked_at=FRIDAY + timedelta(days=900)), FRIDAY) == FRIDAY


def test_who_is_up_to_date_is_asked_after_hours() -> None:
    feed = Feed("open-er-api", asked_at=FRIDAY, succeeded_at=FRIDAY)
    assert next_ask(feed, FRIDAY) == FRIDAY + USUAL


def test_the_central_bank_is_asked_once_it_publishes() -> None:
    early = FRIDAY.replace(hour=14)
    feed = Feed("ecb", asked_at=early, newest_day=date(2026, 11, 26))
    assert next_ask(feed, early) == FRIDAY.replace(hour=15, minute=10)
    behind = FRIDAY.replace(hour=15, minute=30)
    assert next_ask(feed, behind) == early + SOON
    late = Feed("ecb", asked_at=behind, newest_day=date(2026, 11, 26))
    assert next_ask(late, behind) == behind + SOON


def test_who_failed_is_asked_soon_and_who_wants_peace_is_left_alone() -> None:
    failed = Feed("open-er-api", asked_at=FRIDAY, failures=1)
    assert next_ask(failed, FRIDAY) == FRIDAY + SOON
    until = FRIDAY + timedelta(hours=20)
    assert next_ask(Feed("open-er-api", asked_at=FRIDAY, resumes_at=until), FRIDAY) == until
