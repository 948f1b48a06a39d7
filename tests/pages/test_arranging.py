"""Arranging the dashboard's cards: what is shown, and what is kept for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.cards import DEFAULT, Card
from finance_app.domain.entries import EntryDraft
from finance_app.pages.dashboard.state.arranging import ArrangeState
from finance_app.services import entries
from tests.conftest import an_account

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab


async def turn(tab: Tab, key: str, way: str, target: str = "") -> None:
    answers = {"key": key, "version": "0", "way": way, "target": target}
    await tab.call(ArrangeState.arrange, answers=answers)


def keys(rows: list[dict[str, Any]]) -> list[str]:
    return [row["key"] for row in rows]


async def test_cards_are_moved_resized_hidden_and_shown(person: Person) -> None:
    async with person.at("/?arrange=1&period=2026-11") as tab:
        assert tab.vars()["arranging"]
        assert tab.vars()["done"] == "/?period=2026-11"
        assert keys(tab.vars()["tiles"]) == [place.card for place in DEFAULT]
        await turn(tab, "recent", "before", "net-worth")
        assert keys(tab.vars()["tiles"])[:2] == ["recent", "net-worth"]
        await turn(tab, "recent", "down")
        assert keys(tab.vars()["tiles"])[:2] == ["net-worth", "recent"]
        await turn(tab, "recent", "in")
        assert tab.vars()["tiles"][1]["size"] == "Wide"
        assert tab.vars()["said"] == "Recent entries is number 2 of 11, wide."
        await turn(tab, "payees", "hide")
        assert keys(tab.vars()["hidden"]) == ["payees"]
        assert tab.vars()["said"] == "Largest payees is hidden."
        await turn(tab, "payees", "show")
        assert tab.vars()["hidden"] == []


async def test_the_dashboard_is_as_its_user_arranged_it(person: Person) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), person.actor.today, -1_250, "Bakery"))
    async with person.at("/?arrange=1") as tab:
        await turn(tab, "cash-flow", "hide")
        await turn(tab, "recent", "before", "net-worth")
    async with person.at("/") as tab:
        assert not tab.vars()["arranging"]
        places = keys(tab.vars()["places"])
        assert places[0] == "recent"
        assert Card.CASH_FLOW not in places
        assert tab.vars()["flow"]["figure"] == {}
        assert tab.vars()["spending"]["figure"] != {}
        await tab.call(ArrangeState.start_over)
        await tab.load()
        assert keys(tab.vars()["places"])[0] == "net-worth"


async def test_figures_are_not_read_while_cards_are_arranged(person: Person) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), person.actor.today, -1_250, "Bakery"))
    async with person.at("/?arrange=1") as tab:
        assert tab.vars()["places"] == []
        assert not tab.shows("Bakery", "12.50")


@pytest.mark.parametrize(
    "answers",
    [
        {"key": "weather", "version": "0", "way": "hide", "target": ""},
        {"key": "income", "version": "0", "way": "sideways", "target": ""},
        {"key": "income", "version": "0", "way": "before", "target": ""},
        {"key": "income", "version": "0", "way": "before", "target": "income"},
        {"key": "income", "way": "hide"},
    ],
)
async def test_what_makes_no_sense_is_refused(person: Person, answers: dict[str, str]) -> None:
    async with person.at("/?arrange=1") as tab:
        await tab.call(ArrangeState.arrange, answers=answers)
        assert tab.vars()["notice_trouble"]
        assert keys(tab.vars()["tiles"]) == [place.card for place in DEFAULT]
