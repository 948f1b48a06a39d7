from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.labels import LabelKind
from finance_app.pages.activity.state import ActivityState
from finance_app.pages.trash.state import TrashState
from finance_app.services import accounts, changes, entries, history, labels, transfers, trash
from tests.conftest import an_account
from tests.services.books import label, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person
    from tests.websocket import Tab

DAY = date(2026, 11, 20)


def listed(tab: Tab) -> list[dict[str, Any]]:
    return [row for day in tab.vars()["days"] for row in day["rows"]]


def thrown(person: Person, account: int, payee: str = "Bakery") -> int:
    """Add an entry and delete it; return its key."""
    key: int = person.do(entries.add, EntryDraft(account, DAY, -1_250, payee))
    person.do(entries.delete, key, 1)
    return key


async def test_what_was_deleted_is_said_and_brought_back(person: Person) -> None:
    key = thrown(person, person.do(an_account))
    async with person.at("/trash") as tab:
        (row,) = listed(tab)
        assert (row["title"], row["what"]) == ("Bakery", "Checking EUR · Nov 20, 2026")
        assert (row["amount"]["text"], row["said"]) == ("−12.50 EUR", "Deleted Bakery −12.50 EUR")
        assert row["about"].startswith("Deleted ")
        assert row["about"].endswith(" by you")
        await tab.call(TrashState.restore, key=row["target"])
        assert (listed(tab), tab.vars()["notice"], tab.vars()["busy"]) == ([], "Restored.", "")
        assert person.do(entries.get, key).payee == "Bakery"
        await tab.call(TrashState.undo)
        (again,) = listed(tab)
        assert (again["id"], again["target"]) != (row["id"], row["target"])
        await tab.call(TrashState.restore, key=again["target"])
    assert len(person.do(entries.page, EntryFilter()).entries) == 1


async def test_everything_is_called_by_what_it_was(person: Person) -> None:
    one, other = person.do(an_account), person.do(an_account, "EUR", "Other")
    sides = person.do(transfer, (one, "EUR", -900), (other, "EUR", 900))
    person.do(transfers.delete, person.do(transfers.get, sides[0]))
    kept, gone = (person.do(label, LabelKind.PAYEE, name) for name in ("Shop", "Shops"))
    person.do(labels.merge, LabelKind.PAYEE, {kept: 1, gone: 1}, kept)
    purse = person.do(an_account, "EUR", "Purse")
    thrown(person, purse)
    person.do(accounts.delete, purse, 1)
    async with person.at("/trash") as tab:
        assert [(row["title"], row["what"], row["icon"]) for row in listed(tab)] == [
            ("Purse", "Account", "wallet"),
            ("Deleted Bakery −12.50 EUR", "Nov 20, 2026", "list"),
            ("Shops", "Merged Shops into Shop", "merge"),
            ("Transfer", "Checking EUR and Other · Oct 20, 2026", "transfer"),
        ]
        entry = listed(tab)[1]
        await tab.call(TrashState.restore, key=entry["target"])
        assert tab.vars()["notice"] == "Its account was deleted since; bring that back first."
        assert len(listed(tab)) == 4


async def test_the_trash_is_searched_and_turned_over(person: Person) -> None:
    account = person.do(an_account)
    for number in range(trash.PAGE + 1):
        thrown(person, account, "Butcher" if number else "Bakery")
    async with person.at("/trash") as tab:
        first = listed(tab)
        assert len(first) == trash.PAGE
        tab.query = tab.vars()["older"].removeprefix("/trash")
        await tab.load()
        assert [row["title"] for row in listed(tab)] == ["Bakery"]
        tab.query = tab.vars()["newer"].removeprefix("/trash")
        await tab.load()
        assert listed(tab) == first
        events = await tab.call(TrashState.search, answers={"text": " baker "})
        assert "/trash?text=baker" in str(events)
        tab.query = "?text=baker&before=nonsense"
        await tab.load()
        assert [row["title"] for row in listed(tab)] == ["Bakery"]
        assert (tab.vars()["words"], tab.vars()["older"]) == ("baker", "")


def noted(session: Session, actor: Actor, keys: list[int]) -> int:
    """Write the same note on entries; return the change set."""
    with changes.record(session, actor, "entry.edit", "Noted some") as record:
        found = changes.TABLES["entry"]
        rows = [
            dict(row)
            for row in session.execute(found.select().where(found.c.id.in_(keys))).mappings()
        ]
        record.update("entry", rows, [{**row, "note": "noted"} for row in rows])
    return record.set_id


async def test_activity_names_what_an_undo_left_and_leads_to_it(person: Person) -> None:
    account = person.do(an_account)
    draft = EntryDraft(account, DAY, -1_250, "Bakery")
    keys = [person.do(entries.add, draft) for _ in range(6)]
    changed = person.do(noted, keys)
    for key in keys[:5]:
        person.do(entries.edit, key, 1, EntryDraft(account, DAY, -7, "Kiosk"))
    async with person.at("/activity") as tab:
        await tab.call(ActivityState.take_back, key=str(changed))
        assert tab.vars()["notice"].startswith("Undone, but for what was changed since: Kiosk of")
        undoing = listed(tab)[0]
        assert (undoing["left"], undoing["more"]) == (
            "Left as it is, changed or used since:",
            "and 2 more",
        )
        there = f"/entries?account={account}&period=2026-11-20..2026-11-20&entry="
        assert undoing["leftovers"] == [
            {"label": "Kiosk of Nov 20, 2026", "href": f"{there}{key}", "current": False}
            for key in keys[:3]
        ]
        done = next(row for row in listed(tab) if row["id"] == str(changed))
        assert (done["mark"], done["verb"], done["left"]) == ("Undone", "Redo", "")
        assert done["target"] == undoing["id"]
        await tab.call(ActivityState.take_back, key=done["target"])
        assert tab.vars()["notice"] == "Redone."
        done = next(row for row in listed(tab) if row["id"] == str(changed))
        assert (done["mark"], done["verb"]) == ("Redone", "Undo")
        assert done["target"] == str(person.do(history.page)[0].id)
