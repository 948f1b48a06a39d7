"""The period picker's text and addresses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.periods import Period
from finance_app.errors import InvalidInputError
from finance_app.ui import links
from finance_app.ui.periods import LONGEST, asked, between, period_text

if TYPE_CHECKING:
    from finance_app.ui.components.period import PeriodText

TODAY = date(2026, 11, 23)


def shown(text: str) -> PeriodText:
    period = Period.parse(text, today=TODAY, whole=(date(2024, 3, 1), TODAY))
    return period_text(period, today=TODAY, region="en_US", first_weekday=0, href=links.dashboard)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2026-11", "November 2026"),
        ("2026-Q4", "Q4 2026"),
        ("2026", "2026"),
        ("last12", "Last 12 months"),
        ("all", "All time"),
        ("week-2026-11-16", "Nov 16 – 22, 2026"),
        ("week-2026-12-28", "Dec 28, 2026 – Jan 3, 2027"),
        ("2026-01-01..2026-02-15", "Jan 1, 2026 – Feb 15, 2026"),
    ],
)
def test_a_period_is_named_as_people_say_it(text: str, label: str) -> None:
    assert shown(text).label == label


def test_the_current_month_leads_back_but_not_into_the_future() -> None:
    period = shown("2026-11")
    assert period.previous == "/?period=2026-10"
    assert period.next == ""


def test_a_past_month_leads_on() -> None:
    assert shown("2026-10").next == "/?period=2026-11"


def test_everything_has_nothing_before_or_after() -> None:
    period = shown("all")
    assert (period.previous, period.next) == ("", "")


def test_from_a_past_year_one_comes_to_its_last_month_and_quarter() -> None:
    choices = {choice.label: choice for choice in shown("2025").choices}
    assert choices["Month"].href == "/?period=2025-12"
    assert choices["Quarter"].href == "/?period=2025-Q4"
    assert [label for label, choice in choices.items() if choice.current] == ["Year"]


def test_the_days_of_the_period_are_ready_to_be_changed() -> None:
    period = shown("2026-11")
    assert (period.start, period.last) == ("2026-11-01", "2026-11-30")


def test_days_that_somebody_chose_stand_in_the_address() -> None:
    assert between({"start": "2026-01-02", "last": "2026-01-03"}) == "2026-01-02..2026-01-03"
    for wrong in ({"start": "2026-01-03", "last": "2026-01-02"}, {"start": "", "last": "soon"}):
        with pytest.raises(InvalidInputError):
            between(wrong)


def test_an_address_is_read_no_further_than_a_period_is_long() -> None:
    assert asked({}) == ""
    assert asked({"period": "2026-11"}) == "2026-11"
    assert len(asked({"period": "9" * 10_000})) == LONGEST


def test_this_week_leads_back_to_the_last_one_but_not_into_the_future() -> None:
    period = shown("week-2026-11-23")
    assert (period.previous, period.next) == ("/?period=week-2026-11-16", "")
    assert [one.label for one in period.choices if one.current] == ["Week"]


@pytest.mark.parametrize(
    ("weekday", "start"), [(0, "2026-11-23"), (6, "2026-11-22"), (5, "2026-11-21")]
)
def test_the_week_that_is_offered_begins_with_the_readers_day(weekday: int, start: str) -> None:
    period = Period.parse("2026-11", today=TODAY)
    text = period_text(
        period, today=TODAY, region="en_US", first_weekday=weekday, href=links.dashboard
    )
    assert text.choices[0].label == "Week"
    assert text.choices[0].href == f"/?period=week-{start}"
