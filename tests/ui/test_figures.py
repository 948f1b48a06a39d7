from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from finance_app.domain.actors import Actor, Role
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.flows import Flow
from finance_app.domain.money import Money
from finance_app.domain.periods import Period
from finance_app.domain.worth import NetWorth, Worth
from finance_app.ui.figures import figures

TODAY = date(2026, 11, 23)
ACTOR = Actor(1, 2, Role.OWNER, datetime(2026, 11, 23, 12, tzinfo=UTC))


def flow(income: int, spending: int) -> Flow:
    return Flow(Money(income, "EUR"), Money(spending, "EUR"))


def found(now: Flow, before: Flow | None, period: str = "2026-11") -> Dashboard:
    asked = Period.parse(period, today=TODAY)
    then = Worth(asked.start, Money(90_000, "EUR"))
    worth = Worth(TODAY, Money(100_000, "EUR"))
    return Dashboard(
        period=asked,
        previous=asked.previous() if before else None,
        currency="EUR",
        flow=now,
        before=before,
        months=(),
        spending=(),
        income=(),
        payees=(),
        worth=NetWorth(worth, then if before else None, (worth,), ()),
        recent=(),
        is_empty=False,
    )


def test_each_figure_says_how_it_changed() -> None:
    worth, income, spending, saved = figures(
        found(flow(300_000, 150_000), flow(200_000, 180_000)), ACTOR
    )
    assert (worth.value.text, worth.change, worth.direction, worth.tone) == (
        "1,000.00 EUR",
        "100.00 EUR",
        "up",
        "income",
    )
    assert (income.change, income.direction, income.against) == (
        "1,000.00 EUR",
        "up",
        "vs October 2026",
    )
    assert (spending.change, spending.direction, spending.tone) == ("300.00 EUR", "down", "income")
    assert (saved.value.text, saved.change, saved.direction) == ("50 %", "40 points", "up")
    assert income.href == "/entries?period=2026-11&direction=in"


def test_spending_more_is_no_alarm() -> None:
    spending = figures(found(flow(0, 5), flow(0, 3)), ACTOR)[2]
    assert (spending.direction, spending.tone) == ("up", "")


@pytest.mark.parametrize("before", [None, flow(300, 100)])
def test_without_a_change_nothing_is_compared(before: Flow | None) -> None:
    for figure in figures(found(flow(300, 100), before), ACTOR)[1:]:
        assert (figure.change, figure.direction, figure.against) == ("", "", "")


def test_without_income_no_share_is_shown() -> None:
    saved = figures(found(flow(0, 100), None), ACTOR)[3]
    assert (saved.value.whole, saved.value.code, saved.change) == ("–", "", "")


def test_more_spent_than_came_in_is_a_minus() -> None:
    saved = figures(found(flow(100, 150), flow(100, 100)), ACTOR)[3]
    assert (saved.value.sign, saved.value.whole, saved.direction) == ("−", "50", "down")


@pytest.mark.parametrize(
    ("period", "against"),
    [
        ("last12", "vs prior 12 months"),
        ("2026-Q4", "vs Q3 2026"),
        ("2026-11-01..2026-11-10", "vs prior 10 days"),
        ("2026-11-01..2026-11-01", "vs the day before"),
    ],
)
def test_a_comparison_says_with_what(period: str, against: str) -> None:
    assert figures(found(flow(2, 1), flow(1, 1), period), ACTOR)[1].against == against


def test_the_region_decides_how_amounts_are_written() -> None:
    german = replace(ACTOR, region="de_DE")
    assert figures(found(flow(123_450, 0), None), german)[1].value.text == "1.234,50 EUR"
