from __future__ import annotations

from datetime import UTC, datetime

import pytest

from finance_app.domain import digests
from finance_app.domain.notices import DigestKind


def due(at: str, zone: str = "UTC", first_weekday: int = 0) -> dict[DigestKind, str]:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return {one.kind: str(one.period) for one in digests.due(now, zone, first_weekday)}


WEEK, MONTH = DigestKind.WEEK, DigestKind.MONTH


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T06:59", {}),
        ("2026-11-23T07:00", {WEEK: "week-2026-11-16"}),
        ("2026-11-26T06:59", {WEEK: "week-2026-11-16"}),
        ("2026-11-26T07:00", {}),
        ("2026-12-01T06:59", {WEEK: "week-2026-11-23"}),
        ("2026-12-01T07:00", {WEEK: "week-2026-11-23", MONTH: "2026-11"}),
        ("2026-12-08T06:59", {WEEK: "week-2026-11-30", MONTH: "2026-11"}),
        ("2026-12-08T07:00", {WEEK: "week-2026-11-30"}),
        ("2027-01-01T07:00", {MONTH: "2026-12"}),
    ],
)
def test_a_week_is_told_on_its_next_day_and_a_month_on_the_first(
    at: str, expected: dict[DigestKind, str]
) -> None:
    assert due(at) == expected


def test_weeks_begin_with_the_day_that_the_reader_chose() -> None:
    assert due("2026-11-22T07:00", first_weekday=6) == {WEEK: "week-2026-11-15"}
    assert due("2026-11-22T07:00") == {}


def test_seven_o_clock_is_that_of_where_the_reader_lives() -> None:
    assert due("2026-11-23T06:00", "Europe/Berlin") == {WEEK: "week-2026-11-16"}
    assert due("2026-11-22T22:00", "Asia/Tokyo") == {WEEK: "week-2026-11-16"}
    assert due("2026-11-23T11:59", "America/New_York") == {}
    assert due("2026-11-23T12:00", "America/New_York") == {WEEK: "week-2026-11-16"}


def test_amounts_stand_below_one_another() -> None:
    rows = (("Home", "1,200.00 EUR", "x"), ("日本", "9.00 EUR", ""), ("n" * 50, "−1 EUR", ""))
    lines = digests.aligned(rows)
    assert lines[0] == "Home" + " " * 32 + "1,200.00 EUR   x"
    assert lines[1] == "日本" + " " * 36 + "9.00 EUR"
    assert lines[2].startswith("n" * 33 + "…")
    assert lines[2].endswith("  −1 EUR")
