"""When jobs recur: each moment once, on the days that clocks are put forward and back, too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.schedules import (
    LATEST,
    PATIENCE,
    SOONEST,
    Daily,
    Every,
    Monthly,
    Rule,
    Weekly,
    following,
    last,
    retry,
    words,
)

VIENNA = "Europe/Vienna"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HALF_PAST_TWO = Daily(time(2, 30), VIENNA)
RULES = (
    Every(2),
    Every(3600),
    HALF_PAST_TWO,
    Daily(time(0), "America/Sao_Paulo"),
    Daily(time(23, 59), "Pacific/Apia"),
    Weekly(6, time(2, 30), VIENNA),
    Monthly(31, time(2, 30), VIENNA),
)


def moments(rule: Rule, start: datetime, end: datetime) -> list[datetime]:
    """Walk through a rule's moments."""
    found = []
    while (start := following(rule, start, LONG_AGO)) < end:
        found.append(start)
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_night_without_half_past_two_has_its_run_an_hour_later_and_once() -> None:
    found = moments(HALF_PAST_TWO, utc("2027-03-27 12:00"), utc("2027-03-29 12:00"))
    assert found == [utc("2027-03-28 01:30"), utc("2027-03-29 00:30")]
    assert found[0].astimezone(ZoneInfo(VIENNA)).time() == time(3, 30)


def test_a_night_with_half_past_two_twice_has_its_run_at_the_first() -> None:
    found = moments(HALF_PAST_TWO, utc("2026-10-24 12:00"), utc("2026-10-26 12:00"))
    assert found == [utc("2026-10-25 00:30"), utc("2026-10-26 01:30")]


@pytest.mark.parametrize("zone", [VIENNA, "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_a_year_of_nights_has_a_run_each(zone: str) -> None:
    rule = Daily(time(2, 30), zone)
    found = moments(rule, utc("2026-12-31 20:00"), utc("2027-12-31 20:00"))
    assert len(found) == 365
    days = [each.astimezone(ZoneInfo(zone)).date() for each in found]
    assert days == sorted(set(days))


def test_weeks_and_months() -> None:
    sundays = moments(Weekly(6, time(6), "UTC"), utc("2026-11-01"), utc("2026-12-01"))
    assert [each.date() for each in sundays] == [date(2026, 11, day) for day in (1, 8, 15, 22, 29)]
    lasts = moments(Monthly(31, time(6), "UTC"), utc("2027-01-01"), utc("2027-05-01"))
    assert [each.date().isoformat() for each in lasts] == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
    ]


def test_nothing_was_due_before_it_was_known() -> None:
    known = utc("2026-11-27 12:00")
    assert last(HALF_PAST_TWO, known + timedelta(hours=1), known) is None
    assert last(HALF_PAST_TWO, known + timedelta(hours=24), known) == utc("2026-11-28 01:30")
    assert last(Every(60), known, known) == known
    assert last(Every(60), known - timedelta(seconds=1), known) is None


def test_after_a_failure_it_is_tried_again_ever_later_then_only_at_its_time() -> None:
    now = utc("2026-11-27 12:00")
    waits = [retry(HALF_PAST_TWO, now, count, LONG_AGO) - now for count in range(1, PATIENCE + 1)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (SOONEST, LATEST)
    assert retry(HALF_PAST_TWO, now, PATIENCE + 1, LONG_AGO) == utc("2026-11-28 01:30")
    assert retry(Every(2), now, PATIENCE + 90, LONG_AGO) == now + LATEST


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Every(1), "Every second"),
        (Every(2), "Every 2 seconds"),
        (Every(90), "Every 90 seconds"),
        (Every(900), "Every 15 minutes"),
        (Every(3600), "Every hour"),
        (HALF_PAST_TWO, "Daily at 02:30 (Europe/Vienna)"),
        (Weekly(0, time(7), "UTC"), "Mondays at 07:00 (UTC)"),
        (Monthly(1, time(7), "UTC"), "Monthly on day 1 at 07:00 (UTC)"),
    ],
)
def test_a_rule_in_words(rule: Rule, said: str) -> None:
    assert words(rule) == said


@given(
    st.sampled_from(RULES),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  the zone is given beside them
)
def test_between_the_last_moment_and_the_next_there_is_none(rule: Rule, now: datetime) -> None:
    before, after = last(rule, now, LONG_AGO), following(rule, now, LONG_AGO)
    assert before is not None
    assert before <= now < after
    assert following(rule, before, LONG_AGO) == after
    assert last(rule, after - timedelta(microseconds=1), LONG_AGO) == before
    assert last(rule, after, LONG_AGO) == after
