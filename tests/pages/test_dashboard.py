"""The pages that begin with a period's figures: which period they show, and what they say of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from dateutil.relativedelta import relativedelta

from finance_app.domain.entries import EntryDraft
from finance_app.domain.formatting import day_short
from finance_app.pages.dashboard.state.figures import DashboardState
from finance_app.pages.reports.state import ReportsState
from finance_app.services import entries
from tests.conftest import an_account
from tests.websocket import goes_to

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

PAGES = (("/", DashboardState), ("/reports", ReportsState))
OLD = date(2024, 4, 3)


def spending(tab: Tab) -> dict[str, Any]:
    """Return the figure of that name: a card of the dashboard, or one of the report's four."""
    known = tab.vars()
    figures = known["figures"] or [place["figure"] for place in known["places"]]
    return next(figure for figure in figures if figure["label"] == "Spending")


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
async def test_older_data_is_shown_with_the_reason(person: Person, page: str) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), OLD, -1_250, "Bakery"))
    async with person.at(page) as tab:
        assert tab.vars()["period"]["label"] == "2024"
        (note,) = tab.vars()["notes"]
        assert note["sentence"] == "Your newest entry is of Apr 3, 2024, so this shows 2024."
        assert tab.vars()["nothing"]["sentence"] == ""
        assert spending(tab)["value"]["text"] == "12.50 EUR"


async def test_recent_entries_of_another_year_say_which(person: Person) -> None:
    today, account = person.actor.today, person.do(an_account)
    for day in (OLD, today):
        person.do(entries.add, EntryDraft(account, day, -1_250, "Bakery"))
    async with person.at("/?period=all") as tab:
        newest, oldest = (row["day"] for row in tab.vars()["recent"])
        assert (newest, oldest) == (day_short(today, "en_US"), "Apr 3, 2024")


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
async def test_a_period_with_nothing_in_it_leads_to_one_with_something(
    person: Person, page: str
) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), OLD, -1_250, "Bakery"))
    async with person.at(f"{page}?period=2025-03") as tab:
        assert tab.vars()["notes"] == []
        assert tab.vars()["nothing"] == {
            "sentence": "There are no entries in March 2025.",
            "label": "Show April 2024",
            "href": f"{page}?period=2024-04",
        }


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
async def test_what_is_upcoming_leads_to_its_entries(person: Person, page: str) -> None:
    today = person.actor.today
    account = person.do(an_account)
    for days in (0, 1):
        draft = EntryDraft(account, today + timedelta(days=days), -100 - days)
        person.do(entries.add, draft)
    start, last = today - timedelta(days=1), today + timedelta(days=2)
    async with person.at(f"{page}?period={start}..{last}") as tab:
        (note,) = tab.vars()["notes"]
        later = f"{today + timedelta(days=1)}..{last}"
        assert note["href"] == f"/entries?period={later}"
        assert "1.01 EUR of spending" in note["sentence"]
        shown = spending(tab)
        assert shown["value"]["text"] == "1.00 EUR"
        assert shown["href"] == f"/entries?period={start}..{today}&kind=spending"


@pytest.mark.parametrize("page", ["/", "/reports"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=9999", "“9999” is not a period"),
        ("period=2026-05-01..2026-04-01", "Choose a first day that is not after the last one"),
        ("period=1850-01-01..1850-02-01", "both from 1900 to 2199."),
        ("basis=foo", "“foo” is not a basis; write entry, end, today or bank. Each entry is at"),
    ],
)
async def test_what_an_address_cannot_ask_for_stands_above_what_is_shown(
    person: Person, page: str, query: str, said: str
) -> None:
    async with person.at(f"{page}?{query}") as tab:
        (note,) = tab.vars()["notes"]
        assert said in note["sentence"]


@pytest.mark.parametrize(("page", "state"), PAGES)
async def test_days_of_ones_own_stand_in_the_address(
    person: Person, page: str, state: type[DashboardState | ReportsState]
) -> None:
    async with person.at(f"{page}?period=soon") as tab:
        first = tab.vars()["notes"][0]["sentence"]
        assert first.startswith("“soon” is not a period;")
        assert first.endswith(" This shows the last 12 months.")
        assert tab.vars()["notice"] == ""
        days = {"start": "2026-01-02", "last": "2026-01-03"}
        went = goes_to(await tab.call(state.choose_days, answers=days))
        assert went == [f"{page}?period=2026-01-02..2026-01-03"]


async def test_the_comparison_stays_in_every_link(person: Person) -> None:
    today, account = person.actor.today, person.do(an_account)
    for years in (0, 1):
        day = today - relativedelta(years=years)
        person.do(entries.add, EntryDraft(account, day, -1_000 * (years + 1), "Bakery"))
    async with person.at(f"/?period={today:%Y-%m}&compare=year") as tab:
        shown = spending(tab)
        assert (shown["change"], shown["direction"]) == ("10.00 EUR", "down")
        known = tab.vars()
        assert [(one["label"], one["current"]) for one in known["compare"]] == [
            ("Period before", False),
            ("Last year", True),
        ]
        assert known["compare"][0]["href"] == f"/?period={today:%Y-%m}"
        assert known["period"]["previous"].endswith("&compare=year")
        assert known["arrange"].endswith("&compare=year&arrange=1")
        assert "Net last year" in known["flow"]["ways"]["headings"]
        days = {"start": "2026-01-02", "last": "2026-01-03"}
        went = goes_to(await tab.call(DashboardState.choose_days, answers=days))
        assert went == ["/?period=2026-01-02..2026-01-03&compare=year"]


async def test_what_comes_next_has_a_card_of_its_own(person: Person) -> None:
    today, account = person.actor.today, person.do(an_account)
    person.do(entries.add, EntryDraft(account, today, -100, "Bakery"))
    async with person.at("/") as tab:
        assert "coming" not in [place["kind"] for place in tab.vars()["places"]]
    later = today + timedelta(days=40)
    person.do(entries.add, EntryDraft(account, later, -90_000, "Landlord"))
    async with person.at("/") as tab:
        assert "coming" in [place["kind"] for place in tab.vars()["places"]]
        (row,) = tab.vars()["coming"]
        assert (row["title"], row["amount"]["text"]) == ("Landlord", "−900.00 EUR")
        assert tab.vars()["all_coming"] == f"/entries?period={today + timedelta(days=1)}..{later}"


async def test_of_a_period_without_entries_what_stands_on_the_accounts_is_shown(
    person: Person,
) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), OLD, -1_250, "Bakery"))
    async with person.at("/?period=2025-03") as tab:
        shown = [(place["key"], place["columns"]) for place in tab.vars()["places"]]
        assert shown[-1] == ("worth-over-time", "12")
        assert [key for key, _ in shown[:4]] == ["net-worth", "income", "spending", "saved"]
