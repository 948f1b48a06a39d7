from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.entries import (
    EntryDraft,
    EntryFilter,
    EntryView,
    LineDraft,
)
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.filters import FilterState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.services import categories, entries, history
from tests.conftest import an_account
from tests.websocket import goes_to

if TYPE_CHECKING:
    from tests.pages.conftest import Person

DAY = date(2026, 11, 20)


def answers(key: int, **more: str) -> dict[str, Any]:
    given = {"payee": "Bakery", "amount": "12.50", "day": str(DAY), "note": "", "category": ""}
    return given | {"account": str(key)} | more


def add(person: Person, account: int, count: int = 1, **more: Any) -> list[int]:
    draft = replace(EntryDraft(account, DAY, -1250, "Bakery"), **more)
    return [person.do(entries.add, draft) for _ in range(count)]


def only(person: Person) -> EntryView:
    (found,) = person.do(entries.page, EntryFilter()).entries
    assert isinstance(found, EntryView)
    return found


async def test_an_entry_added_is_seen_and_can_be_undone(person: Person) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        assert tab.vars()["shown"]
        updates = await tab.call(FormState.save, answers=answers(account))
        shown = tab.vars()
        assert goes_to(updates) == ["/entries"]
        assert (shown["shown"], shown["notice"]) == (False, "Added Bakery −12.50 EUR.")
        assert shown["days"][0]["rows"][0]["id"] == shown["marked"] == str(only(person).id)
        await tab.call(FormState.undo)
        assert tab.vars()["days"] == []


async def test_saving_twice_adds_once(person: Person) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(FormState.save, answers=answers(account))
        await tab.call(FormState.save, answers=answers(account))
    assert only(person).payee == "Bakery"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "1e2000000"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"day": "2026-02-30"}, "day"),
        ({"account": ""}, "account"),
        ({"account": "1"}, "account"),
        ({"category": "1"}, "category"),
        ({"payee": "x" * 201}, "payee"),
        ({"note": "x" * 1001}, "note"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    person: Person, wrong: dict[str, str], field: str
) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(FormState.save, answers=answers(account, **wrong))
        assert list(tab.vars()["errors"]) == [field]
        assert tab.vars()["shown"]
        await tab.call(ChosenState.propose, name="Bak")
        assert list(tab.vars()["errors"]) == [field]
    assert person.do(entries.page, EntryFilter()).entries == ()


async def test_all_that_is_wrong_is_said_at_once(person: Person) -> None:
    wrong = {"amount": "much", "day": "", "account": "1", "payee": "x" * 201, "note": "x" * 5000}
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(FormState.save, answers=answers(account, **wrong))
        assert tab.vars()["errors"] == {
            "account": "Choose one of your accounts.",
            "amount": "Write an amount like 12.50.",
            "day": "Choose a day.",
            "payee": "Keep the payee to 200 characters.",
            "note": "Keep the note to 1000 characters.",
        }


async def test_an_entry_out_of_sight_is_led_to(person: Person) -> None:
    account = person.do(an_account)
    async with person.at("/entries?text=nothing&new=1") as tab:
        updates = await tab.call(FormState.save, answers=answers(account))
    key = only(person).id
    assert goes_to(updates) == [f"/entries?before={DAY}.{key + 1}"]


async def test_an_edit_keeps_what_the_form_does_not_show(person: Person) -> None:
    account = person.do(an_account)
    (key,) = add(person, account, lines=(LineDraft(-1250, None, "memo"),))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        assert tab.vars()["entry"]["amount"] == "12.50"
        await tab.call(ChosenState.turn, side="in")
        await tab.call(FormState.save, answers=answers(account, amount="3"))
    found = only(person)
    assert (found.amount.amount, found.lines[0].memo, found.version) == (300, "memo", 2)


async def test_an_edit_of_what_was_changed_meanwhile_says_so_in_the_form(person: Person) -> None:
    account = person.do(an_account)
    (key,) = add(person, account)
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        person.do(entries.edit, key, 1, EntryDraft(account, DAY, -1, "Other"))
        await tab.call(FormState.save, answers=answers(account))
        assert tab.vars()["changed_by"].startswith("You changed this meanwhile, at ")
        assert tab.vars()["theirs"] == [
            {"label": "Payee", "theirs": "Other", "mine": "Bakery"},
            {"label": "Amount", "theirs": "−0.01 EUR", "mine": "−12.50 EUR"},
        ]
        assert tab.vars()["shown"]
        assert only(person).payee == "Other"
        await tab.call(FormState.save, answers=answers(account))
        assert not tab.vars()["shown"]
    assert (only(person).payee, only(person).version) == ("Bakery", 3)


async def test_the_usual_category_is_proposed_until_one_is_chosen(person: Person) -> None:
    account = person.do(an_account)
    usual, other = (str(one.id) for one in person.do(categories.everything)[-2:])
    add(person, account, lines=(LineDraft(-1250, int(usual)),))
    async with person.at("/entries?new=1") as tab:
        await tab.call(ChosenState.propose, name="bakery ")
        assert tab.vars()["category"] == usual
        assert "usual for bakery" in tab.vars()["proposal"]
        await tab.call(ChosenState.propose, name="Baker")
        assert (tab.vars()["category"], tab.vars()["proposal"]) == ("", "")
        await tab.call(ChosenState.choose_category, key=other)
        await tab.call(ChosenState.propose, name="Bakery")
        assert tab.vars()["category"] == other


async def test_the_amount_is_asked_in_the_accounts_currency(person: Person) -> None:
    person.do(an_account)
    yen = person.do(an_account, "JPY")
    async with person.at("/entries?new=1") as tab:
        assert tab.vars()["currency"] == "EUR"
        await tab.call(ChosenState.choose_account, key=str(yen))
        assert tab.vars()["currency"] == "JPY"
        await tab.call(FormState.save, answers=answers(yen, amount="12.50"))
        assert "JPY has no decimals" in tab.vars()["errors"]["amount"]


async def test_an_entry_deleted_can_be_undone(person: Person) -> None:
    (key,) = add(person, person.do(an_account))
    async with person.at("/entries") as tab:
        await tab.call(EntriesState.delete, key=str(key), version="1")
        assert tab.vars()["notice"] == "Deleted Bakery −12.50 EUR."
        assert tab.vars()["empty"] == "entries"
        await tab.call(EntriesState.undo)
    assert only(person).id == key


async def test_pages_go_by_key_and_back_to_the_first(person: Person) -> None:
    add(person, person.do(an_account), entries.PAGE + 1)
    async with person.at("/entries?text=Bakery") as tab:
        first = tab.vars()
        assert len(first["days"][0]["rows"]) == entries.PAGE
        assert (first["newer"], first["older"][:29]) == ("", "/entries?text=Bakery&before=2")
        tab.query = first["older"].removeprefix("/entries")
        await tab.load()
        second = tab.vars()
        assert len(second["days"][0]["rows"]) == 1
        tab.query = second["newer"].removeprefix("/entries")
        await tab.load()
        assert tab.vars()["days"] == first["days"]


async def test_filters_lead_to_another_address(person: Person) -> None:
    account = str(person.do(an_account))
    async with person.at("/entries?text=rye&before=2026-11-20.5") as tab:
        chosen = await tab.call(FilterState.choose, name="account", value=account)
        assert goes_to(chosen) == [f"/entries?account={account}&text=rye"] or goes_to(chosen) == [
            f"/entries?text=rye&account={account}"
        ]
        assert goes_to(await tab.call(FilterState.search, answers={"text": ""})) == ["/entries"]
        narrow = {"kind": "income", "least": "1,000.5", "most": "", "direction": "in"}
        assert goes_to(await tab.call(FilterState.narrow, answers=narrow)) == [
            "/entries?text=rye&least=1000.50&direction=in&kind=income"
        ]
        await tab.call(FilterState.narrow, answers=narrow | {"least": "x"})
        assert list(tab.vars()["errors"]) == ["least"]
        await tab.call(FilterState.narrow, answers=narrow | {"most": "1,000.4"})
        assert tab.vars()["errors"] == {"least": "Enter the smaller amount here."}
        days = {"start": "2026-01-02", "last": "2026-01-03"}
        assert goes_to(await tab.call(FilterState.choose_days, answers=days)) == [
            "/entries?text=rye&period=2026-01-02..2026-01-03"
        ]


@pytest.mark.parametrize(
    "asked", ["account=1", "category=77", "payee=1", "least=NaN", "period=x", "kind=zz"]
)
async def test_what_is_not_there_is_named_and_has_no_entries(person: Person, asked: str) -> None:
    add(person, person.do(an_account))
    async with person.at(f"/entries?{asked}") as tab:
        shown = tab.vars()
        assert (shown["days"], shown["empty"], shown["notice"]) == ([], "unknown", "")
        (chip,) = shown["chips"]
        assert (chip["unusable"], chip["label"].startswith("Unknown")) == (True, True)


async def test_rates_that_there_are_not_are_named_and_hide_nothing(person: Person) -> None:
    add(person, person.do(an_account))
    async with person.at("/entries?basis=foo") as tab:
        assert tab.vars()["days"]
        assert tab.vars()["chips"][0]["label"] == "Unknown basis “foo”; each entry’s day counts"


async def test_a_book_without_accounts_says_what_comes_first(person: Person) -> None:
    async with person.at("/entries") as tab:
        assert tab.vars()["empty"] == "accounts"


def test_undoing_an_edit_is_offered_by_its_own_change_set(person: Person) -> None:
    account = person.do(an_account)
    (key,) = add(person, account)
    person.do(entries.edit, key, 1, EntryDraft(account, DAY, -1, "Other"))
    person.do(history.undo, person.do(history.of_entry, key))
    assert only(person).payee == "Bakery"
