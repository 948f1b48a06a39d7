from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.actors import Theme
from finance_app.domain.entries import EntryDraft
from finance_app.pages.settings.state import CurrencyState, SettingsState
from finance_app.services import books, entries, recompute_runs, users
from finance_app.services.recomputing import enqueue_rates
from finance_app.ui.recomputing import RecomputingState
from finance_app.ui.session import SessionState
from tests.conftest import an_account
from tests.websocket import PATIENCE, Tab

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person


CHANGING = "The book is changing to USD; its amounts are being recomputed."


def as_known(person: Person) -> Actor:
    found: Actor = person.do(
        lambda session, actor: users.actor_by_email(session, actor.email, actor.now)
    )
    return found


async def test_region_and_time_zone_are_kept(person: Person) -> None:
    async with person.at("/settings") as tab:
        assert (tab.vars()["region"], tab.vars()["time_zone"]) == ("en_US", "Europe/Berlin")
        assert tab.vars()["first_days"][0]["label"] == "As in the region (Sunday)"
        form = {"region": "de_AT", "time_zone": "Europe/Vienna", "display_currency": "CHF"}
        form["first_day"] = "saturday"
        await tab.call(SettingsState.save, form=form)
        assert tab.vars()["notice"] == "Saved."
    kept = as_known(person)
    assert (kept.region, kept.time_zone) == ("de_AT", "Europe/Vienna")
    assert (kept.display_currency, kept.shown_currency) == ("CHF", "CHF")
    assert kept.first_weekday == 5


async def test_a_week_begins_with_the_chosen_day_and_stays_itself_for_others(
    person: Person,
) -> None:
    form = {"region": "en_US", "time_zone": "UTC", "display_currency": "", "first_day": ""}
    for first, weekday in (("", 6), ("monday", 0), ("saturday", 5)):
        async with person.at("/settings") as tab:
            await tab.call(SettingsState.save, form={**form, "first_day": first})
        async with person.at("/reports") as tab:
            choices = {one["label"]: one["href"] for one in tab.vars()["period"]["choices"]}
            start = date.fromisoformat(choices["Week"].rpartition("week-")[2])
            assert start.weekday() == weekday
    async with person.at("/reports?period=week-2026-11-18") as tab:
        assert tab.vars()["period"]["label"] == "Nov 18 – 24, 2026"
        assert tab.vars()["period"]["previous"] == "/reports?period=week-2026-11-11"


async def test_a_week_begins_with_no_other_day(person: Person) -> None:
    form = {"region": "en_US", "time_zone": "UTC", "display_currency": "", "first_day": "friday"}
    async with person.at("/settings") as tab:
        await tab.call(SettingsState.save, form=form)
        assert tab.vars()["errors"]["first_day"] == "Choose one of the list."
    assert as_known(person).first_weekday == 6


@pytest.mark.parametrize("theme", Theme)
async def test_how_the_screens_look_is_kept_for_every_browser(person: Person, theme: Theme) -> None:
    async with person.at("/settings") as tab:
        await tab.call(SessionState.choose_theme, theme="dark")
        await tab.call(SessionState.choose_theme, theme=str(theme))
    assert as_known(person).theme is theme


async def test_there_are_three_themes_and_no_more(person: Person) -> None:
    async with person.at("/settings") as tab:
        await tab.call(SessionState.choose_theme, theme="sepia")
        assert tab.vars()["notice"] == "Choose one of the list."
    assert as_known(person).theme is Theme.SYSTEM


def with_entries(person: Person, count: int = 3) -> None:
    account = person.do(an_account)
    for place in range(count):
        person.do(entries.add, EntryDraft(account, date(2026, 11, 20), -1250 - place, "Bakery"))


async def test_the_books_currency_is_changed_once_that_is_confirmed(person: Person) -> None:
    with_entries(person)
    async with person.at("/settings") as tab:
        await tab.call(CurrencyState.ask, answers={"base_currency": "USD"})
        assert (tab.vars()["wanted"], tab.vars()["title"]) == (
            "USD",
            "Change the book from EUR to USD?",
        )
        assert as_known(person).base_currency == "EUR"
        await tab.call(CurrencyState.change)
        assert tab.vars()["notice"] == CHANGING
        assert tab.vars()["base_currency"] == "USD"
        assert tab.vars()["converting"] == "Amounts in USD are being recomputed."
        assert (tab.vars()["converted"], tab.vars()["convertible"]) == (0, True)
        recompute_runs.run(lambda: datetime.now(UTC), pause=0)
        await until_gone(tab)
        await until_said(tab, "The book is in USD now.")
        assert tab.vars()["notice_undo"]
        await tab.call(SessionState.undo)
    assert as_known(person).base_currency == "EUR"


async def test_a_change_that_is_cancelled_elsewhere_is_not_said_any_longer(person: Person) -> None:
    with_entries(person)
    async with person.at("/settings") as tab:
        await tab.call(CurrencyState.ask, answers={"base_currency": "USD"})
        await tab.call(CurrencyState.change)
        assert tab.vars()["notice"] == CHANGING
        async with Tab(tab.app, person.token, page="/entries") as other:
            await other.load()
            await other.call(RecomputingState.cancel)
        await until_said(tab, "")
        assert tab.vars()["base_currency"] == "EUR"


async def test_an_empty_book_has_another_currency_at_once(person: Person) -> None:
    async with person.at("/settings") as tab:
        await tab.call(CurrencyState.ask, answers={"base_currency": "USD"})
        await tab.call(CurrencyState.change)
        assert tab.vars()["notice"] == "The book is in USD now."


async def until_said(tab: Tab, notice: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while tab.vars()["notice"] != notice:
            tab.came.clear()
            await tab.came.wait()


async def until_gone(tab: Tab) -> None:
    async with asyncio.timeout(PATIENCE):
        while tab.vars()["converting"]:
            tab.came.clear()
            await tab.came.wait()


async def test_a_change_on_its_way_is_cancelled_from_any_page(person: Person) -> None:
    with_entries(person)
    async with person.at("/entries") as tab:
        person.do(books.change_currency, "USD")
        async with asyncio.timeout(PATIENCE):
            while not tab.vars()["converting"]:
                tab.came.clear()
                await tab.came.wait()
        assert tab.vars()["base_currency"] == "USD"
        await tab.call(RecomputingState.cancel)
        assert tab.vars()["converting"] == ""
        assert tab.vars()["notice"] == "The book stays in EUR."
        assert tab.vars()["base_currency"] == "EUR"
    assert as_known(person).base_currency == "EUR"


async def test_a_currency_that_is_none_is_said_beside_its_field(person: Person) -> None:
    async with person.at("/settings") as tab:
        await tab.call(CurrencyState.ask, answers={"base_currency": "XX"})
        assert "not a currency code" in tab.vars()["errors"]["base_currency"]
        await tab.call(CurrencyState.ask, answers={"base_currency": "EUR"})
        assert tab.vars()["notice"] == "The book is in EUR already."


async def test_what_was_left_unconverted_is_offered_again(person: Person) -> None:
    with_entries(person)
    usd = person.do(an_account, "USD")
    person.do(entries.add, EntryDraft(usd, date(2026, 10, 20), -5, "Kiosk"))
    first = date(2026, 10, 10)
    person.do(lambda session, actor: enqueue_rates(session, {"USD"}, first, first, actor.now))
    person.do(books.cancel_recomputing)
    async with person.at("/settings") as tab:
        assert "still at rates" in tab.vars()["behind"]
        await tab.call(CurrencyState.resume)
        assert tab.vars()["behind"] == ""
    assert recompute_runs.run(lambda: datetime.now(UTC), pause=0) == 1
