"""The card of the net-worth bridge: what it says, where it leads, when it is not there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from finance_app import db
from finance_app.domain.cards import Card, Turn
from finance_app.domain.entries import EntryDraft
from finance_app.domain.transfers import TransferDraft
from finance_app.pages.dashboard.state.figures import DashboardState
from finance_app.services import entries, preferences, transfers
from tests.conftest import an_account
from tests.services.books import know_rates

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

DAY = date(2026, 10, 20)
OCTOBER = "/?period=2026-10"


def steps(tab: Tab) -> list[tuple[str, str, str]]:
    """Return what the card's table says: names, amounts and ways."""
    rows = tab.vars()["bridge"]["ways"]["rows"]
    return [(row["name"], row["ways"][0]["text"], row["ways"][0]["href"]) for row in rows]


def shown(tab: Tab) -> list[str]:
    return [place["key"] for place in tab.vars()["places"]]


def rates(person: Person) -> None:
    person.do(lambda session, _: know_rates(session, USD="1.25"))


async def test_a_book_in_one_currency_has_the_steps_that_it_needs(person: Person) -> None:
    account = person.do(an_account)
    for amount in (5_000, -1_200):
        person.do(entries.add, EntryDraft(account, DAY, amount, "Market"))
    async with person.at(OCTOBER) as tab:
        assert "bridge" in shown(tab)
        assert steps(tab) == [
            ("Sep 30, 2026", "0.00 EUR", "/accounts?day=2026-09-30"),
            ("Income", "+50.00 EUR", "/entries?period=2026-10&kind=income"),
            ("Spending", "−12.00 EUR", "/entries?period=2026-10&kind=spending"),
            ("Oct 31, 2026", "38.00 EUR", "/accounts?day=2026-10-31"),
        ]
        found = tab.vars()["bridge"]
        assert found["value"]["text"] == "+38.00 EUR"
        assert found["note"] == "From 0.00 EUR on Sep 30, 2026 to 38.00 EUR on Oct 31, 2026"
        assert (found["gains"], found["lacking"]) == ([], [])


async def exchanged(person: Person) -> tuple[int, int]:
    rates(person)
    euros, dollars, dinars = (person.do(an_account, code) for code in ("EUR", "USD", "KWD"))
    person.do(transfers.add, TransferDraft(euros, dollars, DAY, 10_000, 12_000))
    person.do(entries.add, EntryDraft(dinars, DAY, 4_900, "Employer"))
    return dollars, dinars


async def test_exchange_leads_to_transfers_and_revaluation_to_what_each_account_brought(
    person: Person,
) -> None:
    dollars, dinars = await exchanged(person)
    async with person.at(f"{OCTOBER}&compare=year") as tab:
        ways = {name: (text, href) for name, text, href in steps(tab)}
        assert ways["Exchange"] == ("−4.00 EUR", "/entries?period=2026-10&kind=transfer")
        again = "/?period=2026-10&compare=year&gains=1"
        assert ways["Without a rate"] == ("– no rate", f"{again}#behind")
        found: dict[str, Any] = tab.vars()["bridge"]
        assert not found["is_open"]
        last = "&day=2026-10-31"
        assert [(row["name"], row["href"]) for row in found["gains"]] == [
            ("KWD: Checking KWD", f"/account?key={dinars}{last}"),
            ("USD: Checking USD", f"/account?key={dollars}{last}"),
        ]
        assert [row["together"]["text"] for row in found["gains"]] == ["no rate", "−4.00 EUR"]
        assert found["total"]["exchange"]["text"] == "−4.00 EUR"
        said = [(row["what"], row["when"], row["amount"]) for row in found["lacking"]]
        assert said == [
            ("1 line", "Oct 1 – 31, 2026", "4.900 KWD"),
            ("Balance at the end", "Oct 31, 2026", "4.900 KWD"),
        ]
    async with person.at(again) as tab:
        assert tab.vars()["bridge"]["is_open"]


async def test_where_nothing_changed_there_is_no_card(person: Person) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), DAY, -1_200, "Market"))
    async with person.at("/?period=2025-03") as tab:
        assert "bridge" not in shown(tab)


async def test_a_hidden_card_is_neither_shown_nor_made(person: Person) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), DAY, -1_200, "Market"))
    with db.write() as session:
        preferences.arrange(session, person.actor, Card.BRIDGE, Turn.HIDE)
    async with person.at(OCTOBER) as tab:
        assert "bridge" not in shown(tab)
        await tab.call(DashboardState.load)
        assert tab.vars()["bridge"]["upright"] == {}


async def test_balances_that_change_by_rates_alone_are_explained_too(person: Person) -> None:
    rates(person)
    account = person.do(an_account, "USD")
    person.do(entries.add, EntryDraft(account, DAY, 1_000, "Employer"))
    with db.write() as session:
        know_later = "INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-05', '1.00', '2026-11-05')"
        session.connection().exec_driver_sql(know_later)
    async with person.at("/?period=2026-11-02..2026-11-10") as tab:
        assert shown(tab)[-1] == "bridge"
        assert [(name, text) for name, text, _ in steps(tab)] == [
            ("Nov 1, 2026", "8.00 EUR"),
            ("Revaluation", "+2.00 EUR"),
            ("Nov 10, 2026", "10.00 EUR"),
        ]
