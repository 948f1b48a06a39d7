from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.entries import EntryDraft
from finance_app.domain.formatting import day_text
from finance_app.domain.labels import MOST_COUNTED, LabelKind, LabelView
from finance_app.pages.labels import rows
from finance_app.pages.labels.state.form import LabelFormState, MergeState
from finance_app.pages.labels.state.listed import LabelsState
from finance_app.services import entries, labels
from tests.conftest import an_account
from tests.pages.test_live import until_shown
from tests.services.books import label
from tests.websocket import goes_to

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

PAGES = pytest.mark.parametrize(
    ("page", "kind"), [("/payees", LabelKind.PAYEE), ("/tags", LabelKind.TAG)]
)


def buy(person: Person, *payees: str) -> None:
    account = person.do(an_account)
    for payee in payees:
        person.do(entries.add, EntryDraft(account, person.actor.today, -100, payee))


def listed(tab: Tab) -> list[str]:
    return [row["name"] for row in tab.vars()["labels"]]


def row(tab: Tab, name: str) -> dict[str, Any]:
    return next(each for each in tab.vars()["labels"] if each["name"] == name)


async def test_payees_stand_by_name_with_their_entries(person: Person) -> None:
    buy(person, "Kiosk", "Bakery", "Bakery")
    async with person.at("/payees") as tab:
        assert listed(tab) == ["Bakery", "Kiosk"]
        bakery = row(tab, "Bakery")
        assert bakery["count"] == "2"
        assert bakery["last"] == f"Last on {day_text(person.actor.today, 'en_US')}"
        assert bakery["href"] == f"/entries?payee={bakery['id']}"


def test_a_count_that_goes_on_says_so() -> None:
    many = LabelView(1, "Bakery", "bakery", 1, MOST_COUNTED + 1)
    assert rows.row(many, LabelKind.PAYEE, "en_US").count == "1,000+"


@PAGES
async def test_names_are_looked_for_and_turned_over(
    person: Person, page: str, kind: LabelKind
) -> None:
    for number in range(labels.PAGE + 2):
        person.do(label, kind, f"Name {number:02}")
    async with person.at(page) as tab:
        assert len(listed(tab)) == labels.PAGE
        assert tab.vars()["later"] == f"{page}?after=name%2049"
        answer = await tab.call(LabelsState.search, answers={"text": "NAME 5"})
        assert goes_to(answer) == [f"{page}?text=NAME%205"]
    async with person.at(f"{page}?after=name%2049") as tab:
        assert listed(tab) == ["Name 50", "Name 51"]
        assert tab.vars()["earlier"] == f"{page}?before=name%2050"
    async with person.at(f"{page}?text=NAME%205") as tab:
        assert listed(tab) == ["Name 50", "Name 51"]


@PAGES
async def test_a_name_is_changed_and_back(person: Person, page: str, kind: LabelKind) -> None:
    person.do(label, kind, "Bakery")
    async with person.at(page) as tab:
        await tab.call(LabelFormState.open_one, key=row(tab, "Bakery")["id"])
        await tab.call(LabelFormState.save, answers={"name": " "})
        assert list(tab.vars()["errors"]) == ["name"]
        await tab.call(LabelFormState.save, answers={"name": "The Bakery"})
        assert (listed(tab), tab.vars()["notice"]) == (["The Bakery"], "Renamed to The Bakery.")
        await tab.call(LabelsState.undo)
        assert listed(tab) == ["Bakery"]


@PAGES
async def test_a_name_that_is_taken_offers_to_merge(
    person: Person, page: str, kind: LabelKind
) -> None:
    for name in ("Bakery", "Bakery 12"):
        person.do(label, kind, name)
    async with person.at(page) as tab:
        bakery = row(tab, "Bakery")["id"]
        await tab.call(LabelFormState.open_one, key=row(tab, "Bakery 12")["id"])
        await tab.call(LabelFormState.save, answers={"name": "BAKERY"})
        assert tab.vars()["asked"]["said"].startswith(f"There is a {kind} “Bakery” already.")
        assert [one["name"] for one in tab.vars()["offered"]] == ["Bakery", "Bakery 12"]
        await tab.call(MergeState.go, answers={"target": bakery})
        assert listed(tab) == ["Bakery"]


async def test_those_ticked_are_merged_across_searches_and_undone(person: Person) -> None:
    buy(person, "Kiosk", "Bakery", "Bakery", "Cinema")
    async with person.at("/payees") as tab:
        await tab.call(LabelsState.choose, key=row(tab, "Kiosk")["id"], wanted=True)
        assert (tab.vars()["chosen"], tab.vars()["alone"]) == ("1 payee: Kiosk", True)
        tab.query = "?text=bak"
        await tab.load()
        bakery = row(tab, "Bakery")["id"]
        await tab.call(LabelsState.choose, key=bakery, wanted=True)
        assert (tab.vars()["chosen"], tab.vars()["alone"]) == ("2 payees: Kiosk, Bakery", False)
        await tab.call(MergeState.open)
        assert [one["name"] for one in tab.vars()["offered"]] == ["Bakery", "Kiosk"]
        assert "all 3 entries get it" in tab.vars()["asked"]["said"]
        await tab.call(MergeState.go, answers={"target": bakery})
        assert (tab.vars()["notice"], tab.vars()["chosen"]) == ("Merged 2 payees into Bakery.", "")
        assert row(tab, "Bakery")["count"] == "3"
        await tab.call(LabelsState.undo)
        assert row(tab, "Bakery")["count"] == "2"


async def test_only_a_payee_without_entries_is_deleted(person: Person) -> None:
    buy(person, "Bakery")
    person.do(label, LabelKind.PAYEE, "Kiosk")
    async with person.at("/payees") as tab:
        await tab.call(LabelsState.delete, key=row(tab, "Bakery")["id"], version="1")
        assert tab.vars()["notice"].startswith("“Bakery” has entries")
        await tab.call(LabelsState.delete, key=row(tab, "Kiosk")["id"], version="1")
        assert (listed(tab), tab.vars()["notice"]) == (["Bakery"], "Deleted Kiosk.")


async def test_a_tag_is_added_and_deleted(person: Person) -> None:
    async with person.at("/tags") as tab:
        await tab.call(LabelFormState.open_new)
        await tab.call(LabelFormState.save, answers={"name": "Holiday"})
        assert listed(tab) == ["Holiday"]
        await tab.call(LabelFormState.open_new)
        await tab.call(LabelFormState.save, answers={"name": "HOLIDAY"})
        assert tab.vars()["errors"] == {"name": "There is a tag “Holiday” already."}
        await tab.call(LabelFormState.close)
        await tab.call(LabelsState.delete, key=row(tab, "Holiday")["id"], version="1")
        assert listed(tab) == []


@PAGES
async def test_a_change_made_elsewhere_appears_in_the_list(
    person: Person, page: str, kind: LabelKind
) -> None:
    async with person.at(page) as tab:
        person.do(label, kind, "Zeppelins")
        await until_shown(tab, "Zeppelins")
