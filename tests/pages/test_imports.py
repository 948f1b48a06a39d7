from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.domain.layout_choices import Role, role, taken
from finance_app.domain.layouts import Layout
from finance_app.errors import InvalidInputError
from finance_app.pages.imports.state import commits
from finance_app.pages.imports.state.commits import CommitState
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.groups import GroupState
from finance_app.pages.imports.state.layouts import LayoutState
from finance_app.pages.imports.state.rows import RowsState
from finance_app.services import accounts, categories, entries, imports
from finance_app.services.import_previews import preview
from tests.conftest import an_account
from tests.websocket import goes_to

if TYPE_CHECKING:
    from finance_app.domain.import_previews import Preview
    from tests.pages.conftest import Person

FIXTURES = Path(__file__).parents[1] / "fixtures"
OFX = (FIXTURES / "checking.ofx").read_bytes()
CSV = (FIXTURES / "day-or-month.csv").read_bytes()
LAYOUT = Layout(
    delimiter=",",
    header=("Day", "Who", "Out", "In", "Sum", "Kind"),
    width=6,
    day=0,
    day_order="ymd",
    decimal_mark=".",
    amount=4,
    payee=(1,),
)


def staged(person: Person, content: bytes, name: str = "checking.ofx") -> int:
    key: int = person.do(imports.stage, name, content)
    return key


def looked(person: Person, key: int) -> Preview:
    with db.read() as session:
        return preview(session, person.actor, key)


def payees(person: Person) -> list[str]:
    return [each.payee for each in person.do(entries.page, EntryFilter()).entries]


def test_a_column_taken_for_something_is_no_longer_what_it_was() -> None:
    after = taken(LAYOUT, 5, Role.PAYEE, ())
    assert (role(after, 5), after.payee) == (Role.PAYEE, (5, 1))
    assert role(taken(after, 5, Role.NONE, ()), 5) is Role.NONE
    assert role(taken(LAYOUT, 1, Role.MEMO, ()), 1) is Role.MEMO


def test_columns_for_out_and_in_take_the_place_of_one_of_amounts() -> None:
    pair = taken(taken(LAYOUT, 2, Role.DEBIT, ()), 3, Role.CREDIT, ())
    assert (pair.amount, pair.debit, pair.credit, pair.negated) == (None, 2, 3, ("debit",))
    back = taken(pair, 4, Role.AMOUNT, ())
    assert (back.amount, back.debit, back.credit, back.negated) == (4, None, None, ())


def test_a_word_for_money_out_is_found_in_the_column() -> None:
    assert taken(LAYOUT, 5, Role.DIRECTION, ["Debit", "Credit"]).money_out == ("debit",)
    with pytest.raises(InvalidInputError, match="No word"):
        taken(LAYOUT, 5, Role.DIRECTION, ["Apple"])


@pytest.mark.parametrize(("column", "wanted"), [(0, Role.NONE), (4, Role.NONE), (9, Role.MEMO)])
def test_days_and_amounts_stay_and_columns_are_those_of_the_file(column: int, wanted: Role) -> None:
    with pytest.raises(InvalidInputError):
        taken(LAYOUT, column, wanted, ())


async def test_an_empty_book_is_asked_for_a_file(person: Person) -> None:
    async with person.at("/import") as tab:
        shown = tab.vars()
    assert (shown["stage"], shown.get("imports", [])) == ("drop", [])


async def test_a_file_is_looked_at_imported_and_undone(person: Person) -> None:
    key = staged(person, OFX)
    async with person.at(f"/import?batch={key}") as tab:
        shown = tab.vars()
        assert shown["stage"] == "rows"
        assert shown["file"]["note"] == "OFX · 8 rows · Nov 2, 2026 – Nov 20, 2026"
        assert shown["groups"][0]["hint"].startswith("It begins with 1,780.00 EUR on Nov 2")
        assert shown["verb"] == "Import 8 entries"
        await tab.call(CommitState.start)
        done = tab.vars()
        assert (done["stage"], done["done"]["sentence"]) == (
            "done",
            "8 entries came in on Checking ••5030, Nov 2, 2026 – Nov 20, 2026.",
        )
        assert done["done"]["href"].startswith("/entries?period=2026-11-02..2026-11-20&account=")
        assert (done["notice"], done["done"].get("spans", [])) == ("", [])
        assert len(payees(person)) == 8
        await tab.call(ImportState.take_back, key=str(key))
        assert tab.vars()["done"]["sentence"] == "8 entries had come in; all of it was undone."
    assert payees(person) == []


async def test_who_went_elsewhere_meanwhile_is_told_that_it_came_in_and_undoes_it_once(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, bring_in = staged(person, OFX), commits._brought_in
    async with person.at(f"/import?batch={key}") as tab:

        async def meanwhile(*args: Any) -> Any:
            tab.query = ""
            await tab.begin(ImportState.load)
            async with asyncio.timeout(10):
                while tab.vars()["stage"] != "drop":
                    tab.came.clear()
                    await tab.came.wait()
            return await bring_in(*args)

        monkeypatch.setattr(commits, "_brought_in", meanwhile)
        await tab.call(CommitState.start)
        assert (tab.vars()["notice"], tab.vars()["notice_undo"]) == ("8 entries came in.", True)
        first, *_ = await tab.call(ImportState.take_back, key=str(key))
        (changes,) = (each for each in first["delta"].values() if "notice_rx_state_" in each)
        assert (changes["notice_rx_state_"], changes["notice_undo_rx_state_"]) == ("", False)
        assert tab.vars()["notice"] == "Undone."


async def test_a_file_of_two_accounts_leads_to_each_and_to_all(person: Person) -> None:
    lines = "A,2024-01-15,x,-1\nB,2024-01-16,y,-2\nA,2024-01-17,z,-3\nB,2024-01-18,z,-3\n"
    key = staged(person, f"Account,Date,Name,Amount\n{lines}".encode(), "two.csv")
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(LayoutState.confirm)
        await tab.call(CommitState.start)
        done = tab.vars()["done"]
    assert done["sentence"] == "4 entries came in on 2 accounts."
    assert done["href"] == "/entries?period=2024-01-15..2024-01-18"
    assert [each["text"] for each in done["spans"]] == [
        "2 entries on A, Jan 15, 2024 – Jan 17, 2024",
        "2 entries on B, Jan 16, 2024 – Jan 18, 2024",
    ]


async def test_what_a_csv_file_leaves_open_is_asked_and_the_answer_shown(person: Person) -> None:
    key = staged(person, CSV, "march.csv")
    async with person.at(f"/import?batch={key}") as tab:
        shown = tab.vars()
        assert shown["stage"] == "columns"
        asked = shown["questions"][0]
        assert asked["text"] == "Is 03/04/2026 4 March 2026 or 3 April 2026?"
        assert shown["read_as"][0]["day"] == "Mar 4, 2026"
        await tab.call(LayoutState.choose, about="day_order", value="dmy")
        assert tab.vars()["read_as"][0]["day"] == "Apr 3, 2026"
        await tab.call(LayoutState.confirm)
        assert tab.vars()["stage"] == "rows"
        await tab.call(LayoutState.reopen)
        assert tab.vars()["stage"] == "columns"
    assert looked(person, key).groups[0].rows[0].day == date(2026, 4, 3)


async def test_a_decision_outlives_the_tab(person: Person) -> None:
    key = staged(person, CSV, "march.csv")
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(LayoutState.choose, about="negated", value="amount")
        await tab.call(LayoutState.take, column="2", role="memo")
        await tab.call(LayoutState.confirm)
        await tab.call(RowsState.include, place="0.1", wanted=False)
    async with person.at(f"/import?batch={key}") as tab:
        shown = tab.vars()
    assert [row["wanted"] for row in shown["listed"]["rows"]] == [True, False, True, True]
    assert shown["listed"]["rows"][0]["amount"]["text"] == "+48.17 EUR"


async def test_what_is_remembered_says_so_and_can_be_changed(person: Person) -> None:
    first = staged(person, CSV, "march.csv")
    async with person.at(f"/import?batch={first}") as tab:
        await tab.call(LayoutState.confirm)
        await tab.call(CommitState.start)
    later = staged(person, CSV.replace(b"/2026", b"/2025"), "april.csv")
    async with person.at(f"/import?batch={later}") as tab:
        assert (tab.vars()["stage"], tab.vars()["remembered"]) == ("rows", True)
        await tab.call(LayoutState.reopen)
        await tab.call(LayoutState.choose, about="day_order", value="dmy")
        assert tab.vars()["stage"] == "columns"


async def test_the_account_can_be_chosen_opened_and_named(person: Person) -> None:
    with db.write() as session:
        mine = an_account(session, person.actor)
        dollars = an_account(session, person.actor, "USD")
    key = staged(person, OFX)
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(GroupState.aim, group="0", account=str(dollars))
        assert "is in USD" in tab.vars()["groups"][0]["refusal"]
        await tab.call(GroupState.aim, group="0", account=str(mine))
        assert tab.vars()["groups"][0]["target"] == str(mine)
        await tab.call(GroupState.aim, group="0", account="new")
        await tab.call(GroupState.rename, group="0", name="Checking EUR")
        assert "already" in tab.vars()["wrong"]
        await tab.call(GroupState.rename, group="0", name="Household")
        await tab.call(GroupState.turn, group="0", kind="savings")
        shown = tab.vars()["groups"][0]
    assert (shown["name"], shown["kind"], shown["opens"]) == ("Household", "savings", True)


async def test_doubtful_rows_come_first_and_stay_out_until_ticked(person: Person) -> None:
    with db.write() as session:
        mine = an_account(session, person.actor)
        draft = EntryDraft(mine, date(2026, 11, 6), -4817, "Groceries")
        entries.add(session, person.actor, draft)
    key = staged(person, OFX)
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(GroupState.aim, group="0", account=str(mine))
        await tab.call(RowsState.look_at, kind="doubtful")
        (row,) = tab.vars()["listed"]["rows"]
        assert (row["why"], row["wanted"]) == ("Groceries has the same amount a day later", False)
        assert tab.vars()["verb"] == "Import 7 entries"
        await tab.call(RowsState.include_all, wanted=True)
        assert tab.vars()["verb"] == "Import 8 entries"


async def test_a_file_of_what_is_there_already_says_so_and_leads_to_it(person: Person) -> None:
    person.do(imports.commit, staged(person, OFX))
    (account,) = person.do(accounts.everything)
    async with person.at(f"/import?batch={staged(person, OFX)}") as tab:
        shown = tab.vars()
        assert shown["known"] == {
            "text": "All 8 rows are in the book already; there is nothing to import.",
            "href": f"/entries?period=2026-11-02..2026-11-20&account={account.id}",
        }
        await tab.call(GroupState.aim, group="0", account="new")
        assert (tab.vars()["known"]["text"], tab.vars()["verb"]) == ("", "Import 8 entries")


async def test_a_duplicate_that_is_ticked_can_come_in(person: Person) -> None:
    with db.write() as session:
        mine = an_account(session, person.actor)
        entries.add(session, person.actor, EntryDraft(mine, date(2026, 4, 3), -1250, "Bakery"))
    key = staged(person, b"Date,Payee,Amount\n2026-04-03,Bakery,-12.50\n", "one.csv")
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(LayoutState.confirm)
        await tab.call(GroupState.aim, group="0", account=str(mine))
        assert tab.vars()["known"]["text"].startswith("The only row is in the book already")
        await tab.call(RowsState.include, place="0.0", wanted=True)
        assert (tab.vars()["known"]["text"], tab.vars()["verb"]) == ("", "Import 1 entry")


async def test_a_row_is_put_on_another_category(person: Person) -> None:
    tree = {each.name: each.id for each in person.do(categories.everything)}
    key = staged(person, OFX)
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(RowsState.categorise, place="0.3", category=str(tree["Coffee"]))
        row = tab.vars()["listed"]["rows"][3]
    assert (row["category"], row["why"]) == (str(tree["Coffee"]), "")


async def test_a_proposed_category_says_why(person: Person) -> None:
    tree = {each.name: each.id for each in person.do(categories.everything)}
    with db.write() as session:
        mine = an_account(session, person.actor)
        lines = (LineDraft(-300, tree["Coffee"]),)
        draft = EntryDraft(mine, date(2026, 10, 1), -300, "bakery am markt", "", lines)
        entries.add(session, person.actor, draft)
    async with person.at(f"/import?batch={staged(person, OFX)}") as tab:
        row = tab.vars()["listed"]["rows"][3]
    assert (row["category"], row["why"]) == (
        str(tree["Coffee"]),
        "Coffee, as Bakery am Markt had before",
    )


async def test_many_rows_are_shown_fifty_at_a_time(person: Person) -> None:
    lines = "".join(f"2026-11-{1 + at % 28:02},Shop {at},-{at}.10\n" for at in range(120))
    key = staged(person, f"Date,Payee,Amount\n{lines}".encode(), "many.csv")
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(LayoutState.confirm)
        assert tab.vars()["listed"]["where"] == "1–50 of 120 rows"
        for _ in range(3):
            await tab.call(RowsState.page, step=1)
        shown = tab.vars()["listed"]
    assert (shown["where"], shown["later"]) == ("101–120 of 120 rows", False)
    assert len(shown["rows"]) == 20


async def test_a_discarded_file_leads_back(person: Person) -> None:
    key = staged(person, OFX)
    async with person.at(f"/import?batch={key}") as tab:
        assert goes_to(await tab.call(ImportState.discard, key=str(key))) == ["/import"]
    async with person.at(f"/import?batch={key}") as tab:
        assert (tab.vars()["stage"], tab.vars()["notice_trouble"]) == ("drop", True)


@pytest.mark.parametrize("batch", ["17", "x", "-1", "9" * 30])
async def test_a_file_that_is_not_there_says_so(person: Person, batch: str) -> None:
    async with person.at(f"/import?batch={batch}") as tab:
        assert (tab.vars()["stage"], tab.vars()["notice_trouble"]) == ("drop", True)


@pytest.mark.parametrize(
    ("handler", "sent"),
    [
        (LayoutState.take, {"column": "-1", "role": "day"}),
        (LayoutState.take, {"column": "1", "role": "king"}),
        (LayoutState.choose, {"about": "delimiter", "value": ";"}),
        (LayoutState.choose, {"about": "currency_code", "value": "ZZZ"}),
        (RowsState.include, {"place": "0.99", "wanted": True}),
        (RowsState.include, {"place": "a.b", "wanted": True}),
        (RowsState.look_into, {"group": "x"}),
        (RowsState.page, {"step": 7}),
        (GroupState.aim, {"group": "0", "account": "zero"}),
        (GroupState.turn, {"group": "0", "kind": "castle"}),
        (GroupState.pay_in, {"group": "0", "currency": "ZZZ"}),
    ],
)
async def test_what_no_page_sends_is_refused(
    person: Person, handler: Any, sent: dict[str, Any]
) -> None:
    key = staged(person, CSV, "march.csv")
    before = looked(person, key).plan
    async with person.at(f"/import?batch={key}") as tab:
        await tab.call(handler, **sent)
        assert tab.vars()["notice_trouble"]
    assert replace(looked(person, key).plan) == before


async def test_the_last_imports_can_be_gone_on_with_and_undone(person: Person) -> None:
    done = staged(person, OFX)
    person.do(imports.commit, done)
    waiting = staged(person, CSV, "march.csv")
    async with person.at("/import") as tab:
        first, second = tab.vars()["imports"]
        assert (first["key"], first["waiting"]) == (str(waiting), True)
        assert (second["state"], second["undoable"]) == ("Imported", True)
        await tab.call(ImportState.take_back, key=str(done))
        assert tab.vars()["imports"][1]["state"] == "Undone"
    assert person.do(accounts.everything) == []
