"""The day that weeks begin with."""

from __future__ import annotations

from datetime import date

import pytest

from finance_app.domain import flows
from finance_app.domain.dashboard import Against, compared, newest_period
from finance_app.domain.periods import Period
from finance_app.domain.regions import CODES
from finance_app.domain.weeks import FirstDay


@pytest.mark.parametrize(
    ("region", "weekday"), [("en_US", 6), ("en_GB", 0), ("de_AT", 0), ("pt_BR", 6), ("ja_JP", 6)]
)
def test_by_itself_it_is_the_regions(region: str, weekday: int) -> None:
    assert FirstDay.REGION.weekday(region) == weekday


@pytest.mark.parametrize("region", CODES)
def test_a_choice_holds_in_every_region(region: str) -> None:
    chosen = [one.weekday(region) for one in FirstDay if one]
    assert chosen == [0, 6, 5]
    assert FirstDay.REGION.weekday(region) in range(7)


def test_the_newest_week_begins_with_the_day_that_the_one_before_began_with() -> None:
    asked = Period.parse("week-2026-11-22", today=date(2026, 11, 23))
    newest = newest_period(asked, date(2026, 6, 10))
    assert (newest.start, newest.last) == (date(2026, 6, 7), date(2026, 6, 13))


@pytest.mark.parametrize(
    ("period", "today", "against", "start", "last"),
    [
        ("2026-11-23", date(2026, 11, 23), Against.BEFORE, date(2026, 11, 16), date(2026, 11, 16)),
        ("2026-11-22", date(2026, 11, 26), Against.BEFORE, date(2026, 11, 15), date(2026, 11, 19)),
        ("2026-11-16", date(2026, 11, 23), Against.BEFORE, date(2026, 11, 9), date(2026, 11, 15)),
        ("2026-11-23", date(2026, 11, 25), Against.YEAR, date(2025, 11, 24), date(2025, 11, 26)),
        ("2026-11-16", date(2026, 11, 25), Against.YEAR, date(2025, 11, 17), date(2025, 11, 23)),
    ],
)
def test_a_week_is_compared_with_the_same_weekdays_as_far_as_it_has_come(
    period: str, today: date, against: Against, start: date, last: date
) -> None:
    wanted = Period.parse(f"week-{period}", today=today)
    found = compared(wanted, (date(2020, 1, 1), today), today, against)
    assert found is not None
    assert (found.start, found.last) == (start, last)


def test_a_week_across_two_months_is_cut_into_its_days_in_each() -> None:
    cut = flows.cut(Period.week(date(2026, 12, 1), 0))
    assert cut.parts == (
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 6)),
    )
