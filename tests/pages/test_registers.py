"""An account's register, its order among the others, its end, and how all stood on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.formatting import day_text
from finance_app.pages.accounts.state.closing import ClosingState
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.pages.accounts.state.register import RegisterState
from finance_app.services import accounts, categories, entries, registers
from tests.conftest import an_account
from tests.services.books import transfer

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

DAY = date(2026, 10, 20)


def opened(person: Person, name: str = "Giro", **more: Any) -> int:
    draft = AccountDraft(name, AccountKind.CHECKING, "EUR", date(2026, 1, 1), **more)
    key: int = person.do(accounts.open_account, draft)
    return key


def listed(tab: Tab) -> list[tuple[str, str, str, str]]:
    return [
        (row["title"], row["purpose"], row["amount"]["text"], row["balance"]["text"])
        for day in tab.vars()["days"]
        for row in day["rows"]
    ]


async def test_every_row_of_a_register_says_what_was_on_the_account_after_it(
    person: Person,
) -> None:
    key, other = opened(person, opening_balance=100_000), person.do(an_account, "EUR", "Other")
    tree = person.do(categories.everything)
    lines = (LineDraft(-1_000, tree[1].id), LineDraft(-250, tree[2].id))
    person.do(entries.add, EntryDraft(key, DAY, -1_250, "Bakery", lines=lines))
    person.do(transfer, (key, "EUR", -5_000), (other, "EUR", 5_000))
    person.do(entries.add, EntryDraft(key, DAY + timedelta(days=1), 900, "Refund"))
    async with person.at(f"/account?key={key}") as tab:
        assert listed(tab) == [
            ("Refund", "Uncategorised", "+9.00 EUR", "946.50 EUR"),
            ("Transfer", "To Other", "−50.00 EUR", "937.50 EUR"),
            ("Bakery", f"{tree[1].name}, {tree[2].name}", "−12.50 EUR", "987.50 EUR"),
        ]
        shown = tab.vars()
        assert (shown["head"]["name"], shown["head"]["balance"]["text"]) == ("Giro", "946.50 EUR")
        assert shown["start"]["label"] == "Opening balance on Jan 1, 2026"
        assert shown["start"]["amount"]["text"] == "1,000.00 EUR"
        assert shown["chart"]["label"].startswith("Balance over time, 946.50 EUR on ")
        assert shown["chart"]["ways"]["headings"] == ["Day", "Balance"]
        tab.query = f"?key={key}&day={DAY}"
        await tab.load()
        assert len(listed(tab)) == 2
        shown = tab.vars()
        assert shown["head"]["balance"]["text"] == "937.50 EUR"
        assert shown["head"]["note"] == "At the end of Oct 20, 2026"
        way = shown["chart"]["ways"]["rows"][1]["ways"][0]
        assert (way["text"], way["href"]) == (
            "1,000.00 EUR",
            f"/account?key={key}&day=2026-09-30",
        )


async def test_what_is_to_come_stands_above_and_is_not_on_the_account_yet(
    person: Person,
) -> None:
    key, soon = opened(person), person.actor.today + timedelta(days=2)
    person.do(entries.add, EntryDraft(key, DAY, 1_000))
    person.do(entries.add, EntryDraft(key, soon, -300, "Rent"))
    async with person.at(f"/account?key={key}") as tab:
        head, rows = tab.vars()["head"], [row for day in tab.vars()["days"] for row in day["rows"]]
        assert (head["balance"]["text"], head["upcoming"]) == ("10.00 EUR", "Upcoming −3.00 EUR")
        assert [(row["later"], row["balance"]["text"]) for row in rows] == [
            (True, "7.00 EUR"),
            (False, "10.00 EUR"),
        ]
        assert tab.vars()["start"]["label"] == "Before the first entry"


async def test_a_register_is_turned_over_by_key(person: Person) -> None:
    key = opened(person)
    for _ in range(registers.PAGE + 1):
        person.do(entries.add, EntryDraft(key, DAY, -1))
    async with person.at(f"/account?key={key}&span=all") as tab:
        first = listed(tab)
        assert (len(first), tab.vars()["newer"]) == (registers.PAGE, "")
        assert tab.vars()["start"]["label"] == ""
        assert tab.vars()["older"].startswith(f"/account?key={key}&span=all&before=2026-10-20.")
        tab.query = tab.vars()["older"].removeprefix("/account")
        await tab.load()
        assert [row[3] for row in listed(tab)] == ["−0.01 EUR"]
        tab.query = tab.vars()["newer"].removeprefix("/account")
        await tab.load()
        assert listed(tab) == first


@pytest.mark.parametrize("query", ["", "?key=", "?key=7", "?key=x", f"?key={2**64}"])
async def test_an_account_that_is_not_there_is_said_to_be_missing(
    person: Person, query: str
) -> None:
    async with person.at(f"/account{query}") as tab:
        assert (tab.vars()["missing"], tab.vars()["loaded"]) == (True, True)
        assert tab.vars()["head"]["name"] == "Account"


async def test_an_account_is_changed_closed_and_reopened_from_its_register(person: Person) -> None:
    key = opened(person)
    person.do(entries.add, EntryDraft(key, DAY, -1_250))
    async with person.at(f"/account?key={key}") as tab:
        await tab.call(ClosingState.ask, key=str(key))
        assert tab.vars()["account"]["said"].startswith("There is −12.50 EUR on it today.")
        await tab.call(ClosingState.go, answers={"closed_on": str(DAY)})
        assert tab.vars()["errors"] == {
            "closed_on": "There is −12.50 EUR on it on that day; move it to another account,"
            " or add an entry for the difference, first."
        }
        person.do(entries.add, EntryDraft(key, DAY, 1_250))
        await tab.call(ClosingState.go, answers={"closed_on": str(DAY)})
        assert tab.vars()["notice"] == "Closed Giro."
        assert tab.vars()["head"]["closed"] == "Closed Oct 20, 2026"
        await tab.call(RegisterState.reopen, key=str(key), version="2")
        assert (tab.vars()["head"]["closed"], tab.vars()["notice"]) == ("", "Reopened Giro.")
        await tab.call(AccountFormState.open_one, key=str(key))
        answers = {
            "name": "Old",
            "kind": "savings",
            "currency": "EUR",
            "amount": "",
            "day": "2026-01-01",
        }
        await tab.call(AccountFormState.save, answers=answers)
        assert tab.vars()["head"]["name"] == "Old"


async def test_closed_accounts_stand_apart_from_the_day_on_that_they_were_closed(
    person: Person,
) -> None:
    key = opened(person)
    person.do(entries.add, EntryDraft(key, DAY, 1_000))
    person.do(entries.add, EntryDraft(key, DAY + timedelta(days=1), -1_000))
    async with person.at("/accounts") as tab:
        await tab.call(ClosingState.ask, key=str(key))
        assert tab.vars()["account"]["day"] == "2026-10-21"
        await tab.call(ClosingState.go, answers={"closed_on": "2026-10-21"})
        shown = tab.vars()
        assert (shown["kinds"], shown["closed"]["heading"]) == ([], "Closed accounts · 1")
        (row,) = shown["closed"]["rows"]
        assert (row["closed"], row["drops"], row["filled"]) == ("Closed Oct 21, 2026", "", False)
        tab.query = f"?day={DAY}"
        await tab.load()
        shown = tab.vars()
        assert (shown["closed"]["rows"], len(shown["kinds"])) == ([], 1)
        assert shown["worth"]["total"]["text"] == "10.00 EUR"
        assert shown["worth"]["note"] == "At the end of Oct 20, 2026"
        await tab.call(AccountsState.reopen, key=str(key), version="2")
        assert tab.vars()["notice"] == "Reopened Giro."


async def test_what_came_onto_a_closed_account_is_pointed_out(person: Person) -> None:
    key = opened(person)
    async with person.at("/accounts") as tab:
        await tab.call(ClosingState.ask, key=str(key))
        await tab.call(ClosingState.go, answers={"closed_on": str(DAY)})
        person.do(entries.add, EntryDraft(key, DAY, 700))
        await tab.load()
        assert tab.vars()["closed"]["rows"][0]["filled"]
        assert tab.vars()["closed"]["total"]["text"] == "7.00 EUR"
        assert tab.vars()["worth"]["total"]["text"] == "7.00 EUR"


async def test_accounts_are_moved_by_a_drop_and_by_steps(person: Person) -> None:
    one, two, three = (opened(person, name) for name in ("One", "Two", "Three"))
    async with person.at("/accounts") as tab:

        def names() -> list[str]:
            return [row["name"] for row in tab.vars()["kinds"][0]["rows"]]

        answers = {"key": str(three), "version": "1", "way": "before", "target": str(one)}
        await tab.call(AccountsState.drop, answers=answers)
        assert names() == ["Three", "One", "Two"]
        assert tab.vars()["notice"] == "Three is 1 of 3 among Checking."
        await tab.call(AccountsState.undo)
        assert names() == ["One", "Two", "Three"]
        await tab.call(AccountsState.step, key=str(two), version="2", way="down")
        assert names() == ["One", "Three", "Two"]
        await tab.call(AccountsState.step, key=str(two), version="3", way="down")
        assert tab.vars()["notice"] == "Two stays 3 of 3 among Checking."
        assert not tab.vars()["notice_undo"]


async def test_a_day_is_chosen_and_a_wrong_one_is_told(person: Person) -> None:
    key = opened(person)
    person.do(entries.add, EntryDraft(key, DAY, 700))
    async with person.at("/accounts?day=2026-13-01") as tab:
        assert tab.vars()["as_of"]["label"] == "Today"
        assert (tab.vars()["notice"], tab.vars()["notice_trouble"]) == (
            "Choose a day that exists.",
            True,
        )
        assert tab.vars()["kinds"][0]["rows"][0]["went"].startswith("Over the last months from ")
        events = await tab.call(AccountsState.choose_day, answers={"as_of": "2025-12-31"})
        assert "/accounts?day=2025-12-31" in str(events)
    async with person.at(f"/account?key={key}&span=5y") as tab:
        events = await tab.call(RegisterState.choose_day, answers={"as_of": "2025-12-31"})
        assert f"/account?key={key}&span=5y&day=2025-12-31" in str(events)
        assert tab.vars()["as_of"]["day"] == str(person.actor.today)
        assert day_text(DAY, "en_US") == "Oct 20, 2026"
