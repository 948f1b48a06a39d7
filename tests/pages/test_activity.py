from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.pages.activity.state import ActivityState
from finance_app.services import demo, entries, history
from finance_app.ui.taking_back import done_text
from tests.conftest import an_account

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

DAY = date(2026, 11, 20)


def add(person: Person, account: int, days_ago: int = 0) -> int:
    draft = EntryDraft(account, DAY, -1250, "Bakery")
    at = person.actor.now - timedelta(days=days_ago)
    key: int = person.do(entries.add, draft, now=at)
    return key


def listed(tab: Tab) -> list[dict[str, Any]]:
    return [row for day in tab.vars()["days"] for row in day["rows"]]


def entries_of(person: Person) -> int:
    return len(person.do(entries.page, EntryFilter()).entries)


async def test_what_was_done_days_ago_is_undone_and_redone(person: Person) -> None:
    add(person, person.do(an_account), days_ago=3)
    async with person.at("/activity") as tab:
        done = listed(tab)[0]
        assert (done["summary"], done["verb"], done["mark"]) == (
            "Added Bakery −12.50 EUR",
            "Undo",
            "",
        )
        assert "you" not in done["about"]  # nobody else is in the book
        assert len(tab.vars()["days"]) == 2
        await tab.call(ActivityState.take_back, key=done["id"])
        assert entries_of(person) == 0
        undoing, undone = listed(tab)[0], listed(tab)[-1]
        assert (undoing["summary"], undoing["verb"]) == ("Undid: Added Bakery −12.50 EUR", "Redo")
        assert {"summary": done["summary"], "mark": "Undone", "verb": "Redo"}.items() <= next(
            row for row in listed(tab) if row["id"] == done["id"]
        ).items()
        assert undone is not undoing
        assert (tab.vars()["notice"], tab.vars()["busy"]) == ("Undone.", "")
        await tab.call(ActivityState.take_back, key=undoing["id"])
        assert entries_of(person) == 1
        assert (listed(tab)[0]["verb"], listed(tab)[1]["mark"]) == ("Undo", "Redone")
        assert tab.vars()["notice"] == "Redone."


async def test_activity_counts_what_people_see_and_not_the_rows_of_tables(person: Person) -> None:
    person.do(lambda session, actor: demo.fill(session, actor, entries=1_200))
    async with person.at("/activity") as tab:
        filled, planted = listed(tab)
        assert filled["about"].endswith("M · 1,200 entries")
        assert planted["about"].endswith(" categories")
        await tab.call(ActivityState.take_back, key=filled["id"])
        assert listed(tab)[0]["about"].endswith("M · 1,200 entries")


async def test_what_was_changed_since_is_left_and_named(person: Person) -> None:
    account = person.do(an_account)
    key = add(person, account)
    added = person.do(history.page)[0].id
    person.do(entries.edit, key, 1, EntryDraft(account, DAY, -1, "Other"))
    async with person.at("/activity") as tab:
        await tab.call(ActivityState.take_back, key=str(added))
        assert tab.vars()["notice"] == (
            "Changed since, so nothing was undone: Other of Nov 20, 2026."
        )
        assert (tab.vars()["notice_trouble"], tab.vars()["busy"]) == (True, "")
        await tab.call(ActivityState.take_back, key="1")
        assert tab.vars()["notice"] == "There is no such thing, or it is not yours."


def test_what_was_left_is_named() -> None:
    undone = history.Undone(1, ("Bakery of Nov 20, 2026", "3 more"))
    assert done_text("Undone", undone) == (
        "Undone, but for what was changed since: Bakery of Nov 20, 2026, 3 more."
    )


async def test_activity_is_turned_over_by_key(person: Person) -> None:
    account = person.do(an_account)
    for _ in range(history.PAGE):
        add(person, account)
    async with person.at("/activity") as tab:
        first = listed(tab)
        assert len(first) == history.PAGE
        tab.query = tab.vars()["older"].removeprefix("/activity")
        await tab.load()
        assert listed(tab)[-1]["summary"] == "Started with a category tree"
        tab.query = tab.vars()["newer"].removeprefix("/activity")
        await tab.load()
        assert listed(tab) == first
        tab.query = "?before=nonsense"
        await tab.load()
        assert listed(tab) == first
