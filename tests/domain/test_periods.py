from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.periods import (
    DAY,
    EARLIEST,
    LATEST,
    Kind,
    Period,
    month_number,
    month_start,
)
from finance_app.errors import InvalidInputError

TODAY = date(2026, 11, 23)
days = st.dates(date(1910, 1, 1), date(2190, 1, 1))
stepped = st.sampled_from([Kind.MONTH, Kind.QUARTER, Kind.YEAR])


@given(stepped, days)
def test_a_period_is_read_back_from_its_text(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert Period.parse(str(period), today=TODAY) == period


@given(days, st.integers(0, 5000))
def test_a_custom_period_is_read_back_from_its_text(start: date, length: int) -> None:
    length = min(length, (LATEST - start).days)
    period = Period.between(start, start + timedelta(days=length))
    assert Period.parse(str(period), today=TODAY) == period
    assert period.days == length + 1


@given(st.sampled_from([*stepped.elements, Kind.LAST_12]), days)  # type: ignore[attr-defined]
def test_neighbours_meet_without_gap_or_overlap(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    before, after = period.previous(), period.next()
    assert before is not None
    assert after is not None
    assert before.end == period.start
    assert period.end == after.start
    assert before.start < before.last < period.last


@given(stepped, days)
def test_the_day_is_in_its_period_and_there_and_back_is_home(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert period.start <= day <= period.last
    following = period.next()
    assert following is not None
    assert following.previous() == period


@given(days, st.integers(0, 400))
def test_custom_neighbours_are_as_long(start: date, length: int) -> None:
    length = min(length, (LATEST - start).days)
    period = Period.between(start, start + timedelta(days=length))
    before, after = period.previous(), period.next()
    assert before is not None
    assert after is not None
    assert (before.end, period.end) == (period.start, after.start)
    assert before.days == period.days == after.days


def test_all_has_no_neighbours() -> None:
    period = Period.parse("all", today=TODAY, whole=(date(2020, 1, 5), date(2026, 1, 1)))
    assert (period.start, period.last) == (date(2020, 1, 5), TODAY)
    assert (period.previous(), period.next()) == (None, None)
    assert str(period) == "all"


@pytest.mark.parametrize(
    ("text", "start", "last"),
    [
        ("", date(2025, 12, 1), date(2026, 11, 30)),
        ("last12", date(2025, 12, 1), date(2026, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-01-01..2026-02-15", date(2026, 1, 1), date(2026, 2, 15)),
        ("1900-01-01..2199-12-31", EARLIEST, LATEST),
        ("all", TODAY, TODAY),
    ],
)
def test_a_text_stands_for_these_days(text: str, start: date, last: date) -> None:
    period = Period.parse(text, today=TODAY)
    assert (period.start, period.last) == (start, last)


@pytest.mark.parametrize(
    "text",
    [
        "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26", "1899", "2200", "0000", "2026-1", "q",
        "2026-11-23", "2026-11-23..", "2026-02-30..2026-03-01", "2026-02-02..2026-02-01", "month",
        "１２３４", "2026-11 ", " 2026", "1899-12-31..1900-01-01", "x" * 10_000, "custom",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Period.parse(text, today=TODAY)
    assert caught.value.field == "period"
    assert len(caught.value.message) < 200


def test_the_months_of_a_period_are_those_it_has_a_day_in() -> None:
    period = Period.between(date(2025, 12, 31), date(2026, 2, 1))
    assert list(period.months()) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


@given(days)
def test_a_months_number_is_read_back(day: date) -> None:
    assert month_start(month_number(day)) == day.replace(day=1)


@given(days)
def test_months_numbers_sort_like_days(day: date) -> None:
    assert month_number(day) < month_number(day.replace(day=28) + 10 * DAY)


@pytest.mark.parametrize("edge", ["1900", "1900-01", "1900-Q1", "2199", "2199-12", "2199-Q4"])
def test_at_the_edges_there_may_be_neighbours_but_never_a_crash(edge: str) -> None:
    period = Period.parse(edge, today=TODAY)
    for neighbour in (period.previous(), period.next()):
        assert neighbour is None or neighbour.days > 27


@pytest.mark.parametrize(
    ("start", "last", "text"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        (date(2026, 4, 1), date(2026, 6, 30), "2026-Q2"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 1, 1), date(2025, 12, 30), "2025-01-01..2025-12-30"),
    ],
)
def test_days_that_are_a_whole_month_quarter_or_year_are_that(
    start: date, last: date, text: str
) -> None:
    assert str(Period.of_days(start, last)) == text


@given(days, st.integers(0, 6))
def test_a_week_has_its_day_begins_with_its_weekday_and_meets_its_neighbours(
    day: date, weekday: int
) -> None:
    week = Period.week(day, weekday)
    assert week.start <= day <= week.last
    assert (week.start.weekday(), week.days) == (weekday, 7)
    assert Period.parse(str(week), today=TODAY) == week
    before, year_before = week.previous(), week.year_before()
    assert before is not None
    assert before.end == week.start
    assert before.next() == week
    assert year_before is not None
    assert (year_before.start.weekday(), year_before.kind) == (weekday, Kind.WEEK)
    assert 357 <= (week.start - year_before.start).days <= 371


@pytest.mark.parametrize(
    "text", ["week-2026-11-31", "week-2199-12-28", "week-1899-12-31", "week-", "week-2026-1-1"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Period.parse(text, today=TODAY)
