from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from finance_app.domain.actors import Actor, Role
from finance_app.domain.dashboard import Against, Dashboard, Upcoming, compared
from finance_app.domain.flows import Flow, Missing
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind, Period
from finance_app.domain.steps import Step
from finance_app.domain.valuation import Basis, Valuation
from finance_app.domain.worth import NetWorth, Worth
from finance_app.ui import links
from finance_app.ui.figures import figures, notes, nothing

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
        counted=asked,
        previous=asked.previous() if before else None,
        currency="EUR",
        flow=now,
        before=before,
        steps=(),
        step=Step.MONTH,
        spending=(),
        income=(),
        payees=(),
        worth=NetWorth(worth, then if before else None, (worth,), (), Step.DAY),
        valuation=Valuation(Basis.ENTRY, "EUR", "EUR", TODAY),
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
        "vs Oct 2026",
    )
    assert (spending.change, spending.direction, spending.tone) == ("300.00 EUR", "down", "income")
    assert (saved.value.text, saved.change, saved.direction) == ("50 %", "40 points", "up")
    assert income.href == "/entries?period=2026-11&kind=income"


def test_spending_more_is_no_alarm() -> None:
    spending = figures(found(flow(0, 5), flow(0, 3)), ACTOR)[2]
    assert (spending.direction, spending.tone) == ("up", "")


def test_without_a_period_before_nothing_is_compared() -> None:
    for figure in figures(found(flow(300, 100), None), ACTOR):
        assert (figure.change, figure.direction) == ("", "")
        assert figure.against == "no earlier data"


def test_everything_is_not_said_to_have_nothing_before() -> None:
    shown = found(flow(300, 100), None, "2026-11")
    everything = Period.between(date(2020, 1, 1), TODAY, Kind.ALL)
    for figure in figures(replace(shown, period=everything), ACTOR):
        assert (figure.change, figure.against) == ("", "")


def test_a_share_of_no_income_has_nothing_to_compare() -> None:
    saved = figures(found(flow(300, 100), flow(0, 100)), ACTOR)[3]
    assert (saved.change, saved.against) == ("", "nothing to compare")


@pytest.mark.parametrize(
    ("period", "against", "text", "days"),
    [
        ("2026-11", "before", "vs Oct 1 – 23", "Oct 1 – 23, 2026"),
        ("2026-11", "year", "vs Nov 1 – 23, 2025", "Nov 1 – 23, 2025"),
        ("2026-Q4", "before", "vs Jul 1 – Aug 23", "Jul 1 – Aug 23, 2026"),
        ("2026", "year", "vs Jan 1 – Nov 23, 2025", "Jan 1 – Nov 23, 2025"),
        ("last12", "year", "vs year to Nov 23, 2025", "Dec 1, 2024 – Nov 23, 2025"),
    ],
)
def test_a_period_that_goes_on_says_how_far_the_other_one_is_counted(
    period: str, against: str, text: str, days: str
) -> None:
    asked = Period.parse(period, today=TODAY)
    way = Against(against)
    other = compared(asked, (date(2020, 1, 1), TODAY), TODAY, way)
    shown = replace(found(flow(2, 1), flow(1, 1), period), previous=other, against=way)
    income = figures(shown, ACTOR)[1]
    assert (income.against, income.days) == (text, f"{days}: as far as this period has come")


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2026-10", "vs Oct 2025"),
        ("2026-Q3", "vs Q3 2025"),
        ("2025", "vs 2024"),
        ("2026-11-01..2026-11-10", "vs Nov 1 – 10, 2025"),
        ("week-2026-11-16", "vs Nov 17 – 23, 2025"),
    ],
)
def test_last_year_is_named(period: str, text: str) -> None:
    asked = Period.parse(period, today=TODAY)
    shown = replace(found(flow(2, 1), flow(1, 1), period), against=Against.YEAR)
    shown = replace(shown, previous=asked.year_before())
    worth, income, *_ = figures(shown, ACTOR)
    assert (income.against, worth.against[:3]) == (text, "vs ")


def test_what_is_as_it_was_says_so() -> None:
    for figure in figures(found(flow(300, 100), flow(300, 100)), ACTOR)[1:]:
        assert (figure.change, figure.direction) == ("Unchanged", "")
        assert figure.against == "vs Oct 2026"


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


LOST = (Missing(Money(5_000, "KWD"), 1),)
UNKNOWN = Flow(Money(0, "EUR"), Money(300, "EUR"), LOST, (), 1, 2)


def test_what_no_rate_tells_is_a_dash_with_words_and_never_a_zero() -> None:
    lost = replace(found(UNKNOWN, flow(200, 100)), worth=no_worth())
    worth, income, spending, saved = figures(lost, ACTOR)
    for figure in (worth, income, saved):
        assert (figure.value.whole, figure.value.code, figure.change) == ("–", "no rate", "")
    assert (spending.value.text, spending.change) == ("3.00 EUR", "2.00 EUR")


def no_worth() -> NetWorth:
    none = Worth(TODAY, Money(0, "EUR"), (Money(5, "KWD"),), is_known=False)
    return NetWorth(none, none, (none,), (), Step.DAY)


def test_part_of_a_figure_keeps_its_number() -> None:
    part = Flow(Money(700, "EUR"), Money(0, "EUR"), LOST, (), 2, 0)
    _, income, spending, saved = figures(found(part, None), ACTOR)
    assert (income.value.text, spending.value.text, saved.value.text) == (
        "7.00 EUR",
        "0.00 EUR",
        "100 %",
    )


def quiet(period: str) -> Dashboard:
    return replace(found(flow(0, 0), None, period), newest=date(2024, 4, 3))


@pytest.mark.parametrize(
    ("period", "sentence", "label", "href"),
    [
        ("2026-11", "There are no entries in November 2026.", "April 2024", "2024-04"),
        ("2026-Q1", "There are no entries in Q1 2026.", "Q2 2024", "2024-Q2"),
        ("2026", "There are no entries in 2026.", "2024", "2024"),
        ("last12", "There are no entries in the last 12 months.", "2024", "2024"),
        ("2026-01-01..2026-01-01", "There are no entries on Jan 1, 2026.", "2024", "2024"),
        (
            "2026-01-01..2026-01-05",
            "There are no entries from Jan 1, 2026 to Jan 5, 2026.",
            "2024",
            "2024",
        ),
    ],
)
def test_a_period_without_entries_leads_to_the_newest_with_some(
    period: str, sentence: str, label: str, href: str
) -> None:
    said = nothing(quiet(period), ACTOR, links.dashboard)
    assert (said.sentence, said.label, said.href) == (
        sentence,
        f"Show {label}",
        f"/?period={href}",
    )
    assert notes(quiet(period), ACTOR, {"period": period}) == []


def test_a_book_without_entries_leads_nowhere() -> None:
    assert nothing(found(flow(0, 0), None), ACTOR, links.dashboard).sentence == ""


def test_the_page_says_why_it_shows_an_older_year() -> None:
    (said,) = notes(quiet("2024"), ACTOR, {"period": ""})
    assert said.sentence == "Your newest entry is of Apr 3, 2024, so this shows 2024."
    assert notes(quiet("2024"), ACTOR, {"period": "2024"}) == []
    assert notes(quiet("last12"), ACTOR, {"period": ""}) == []


def test_what_is_upcoming_is_said_with_a_link_to_it() -> None:
    shown = found(flow(0, 0), None)
    later = shown.period.after(TODAY)
    planned = Flow(Money(100, "EUR"), Money(30, "EUR"), (), LOST, 1, 2)
    (said,) = notes(replace(shown, upcoming=Upcoming(later, planned)), ACTOR, {"period": "2026-11"})
    assert said.sentence == (
        "Upcoming until Nov 30, 2026, not counted yet: "
        "1.00 EUR of income, 0.30 EUR without 5.000 KWD of spending."
    )
    assert said.href == "/entries?period=2026-11-24..2026-11-30"
