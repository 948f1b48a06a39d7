from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.services import entries
from tests.conftest import an_account
from tests.websocket import PATIENCE, Tab

if TYPE_CHECKING:
    from tests.pages.conftest import Person


async def until_shown(tab: Tab, text: str) -> None:
    """Wait for a text that nothing in the tab asked for."""
    async with asyncio.timeout(PATIENCE):
        while not tab.shows(text):
            tab.came.clear()
            await tab.came.wait()
    await tab.rest()


@pytest.mark.parametrize("page", ["/entries", "/accounts", "/activity", "/", "/reports"])
async def test_a_change_made_elsewhere_appears(person: Person, page: str) -> None:
    account = person.do(an_account)
    async with person.at(page) as tab:
        assert not tab.shows("12.50")
        person.do(entries.add, EntryDraft(account, person.actor.today, -1250, "Bakery"))
        await until_shown(tab, "12.50")


async def test_a_change_made_elsewhere_appears_in_a_duplicated_tab_too(person: Person) -> None:
    account = person.do(an_account)
    async with (
        person.at("/entries") as first,
        Tab(first.app, person.token, first.client, "/entries") as second,
    ):
        await second.load()
        person.do(entries.add, EntryDraft(account, person.actor.today, -1250, "Bakery"))
        for tab in (first, second):
            await until_shown(tab, "12.50")


async def test_a_form_and_what_is_wrong_in_it_stay(person: Person) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        typed = {"payee": "Cafe", "amount": "none", "day": "2026-11-20", "note": ""}
        await tab.call(FormState.save, answers=typed | {"account": str(account), "category": ""})
        person.do(entries.add, EntryDraft(account, date(2026, 11, 20), -1250, "Bakery"))
        await until_shown(tab, "Bakery")
        assert tab.vars()["shown"]
        assert "amount" in tab.vars()["errors"]


async def test_what_the_page_did_itself_is_not_read_twice(person: Person) -> None:
    account = person.do(an_account)
    key = person.do(entries.add, EntryDraft(account, date(2026, 11, 20), -1250, "Bakery"))
    async with person.at("/entries") as tab:
        await tab.call(EntriesState.delete, key=str(key), version="1")
        frames = len(tab.frames)
        await asyncio.sleep(1)
        assert not any("days" in frame for frame in tab.frames[frames:])


async def test_a_page_that_is_loaded_anew_says_nothing_of_before(person: Person) -> None:
    account = person.do(an_account)
    key = person.do(entries.add, EntryDraft(account, date(2026, 11, 20), -1250, "Bakery"))
    async with person.at("/entries") as tab:
        await tab.call(EntriesState.delete, key=str(key), version="1")
        assert tab.vars()["notice"].startswith("Deleted Bakery")
        await tab.load()
        assert tab.vars()["notice"] == ""
