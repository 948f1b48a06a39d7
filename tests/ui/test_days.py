from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.actors import Actor, Role
from finance_app.errors import InvalidInputError
from finance_app.ui import days, links

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 11, 23)
ACTOR = Actor(
    user_id=1,
    book_id=1,
    role=Role.OWNER,
    now=datetime(2026, 11, 23, 12, tzinfo=UTC),
    time_zone="UTC",
    region="en_US",
    base_currency="EUR",
    email="ada@example.org",
    is_admin=False,
)


@pytest.mark.parametrize(
    ("day", "previous", "following"),
    [
        (TODAY, "2026-10-31", ""),
        (date(2026, 10, 31), "2026-09-30", "none"),
        (date(2026, 9, 12), "2026-08-31", "2026-09-30"),
        (date(2026, 9, 30), "2026-08-31", "2026-10-31"),
        (date(2027, 1, 5), "2026-12-31", ""),
        (date(1900, 1, 1), "", "1900-01-31"),
    ],
)
def test_one_steps_from_one_end_of_a_month_to_the_next(
    day: date, previous: str, following: str
) -> None:
    shown = days.as_of(day, ACTOR, links.accounts)
    assert shown.previous == (f"/accounts?day={previous}" if previous else "")
    expected = f"/accounts?day={following}" if following else ""
    assert shown.next == ("/accounts" if following == "none" else expected)
    assert shown.label == ("Today" if day == TODAY else shown.label)


def test_days_that_are_often_asked_for_are_one_press_away() -> None:
    shown = days.as_of(date(2025, 12, 31), ACTOR, links.accounts)
    assert shown.label == "Dec 31, 2025"
    assert [(one.label, one.href, one.current) for one in shown.choices] == [
        ("Today", "/accounts", False),
        ("End of last month", "/accounts?day=2026-10-31", False),
        ("End of last year", "/accounts?day=2025-12-31", True),
    ]


@pytest.mark.parametrize("text", ["2026-02-30", "x", "20260101", "0900-01-01", "2200-01-01"])
def test_a_day_that_is_none_is_told_and_today_is_shown(text: str) -> None:
    day, wrong = days.found({"day": text}, TODAY)
    assert day == TODAY
    assert wrong is not None
    with pytest.raises(InvalidInputError):
        days.chosen({"as_of": text}, TODAY)


@pytest.mark.parametrize(
    ("query", "day"),
    [({}, TODAY), ({"day": ""}, TODAY), ({"day": "2025-12-31"}, date(2025, 12, 31))],
)
def test_the_day_stands_in_the_address(query: Mapping[str, str], day: date) -> None:
    assert days.found(query, TODAY) == (day, None)
    assert days.chosen({"as_of": str(day)}, TODAY) == ("" if day == TODAY else str(day))
