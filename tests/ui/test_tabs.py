"""A tab's name leads to its own session's state and to no other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from reflex_base.utils.format import format_event_handler

from finance_app import db
from finance_app.services import auth
from tests.ui.diary import Diary, end_session, name, signed_in
from tests.websocket import HYDRATE, SOON, Tab

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@pytest.mark.parametrize("thief", ["", "eve@example.org", "ada@example.org"])
@pytest.mark.parametrize("first", ["hydrate", "hydrate_and_load", "other"])
async def test_a_tabs_name_alone_opens_nothing(app: ASGIApp, thief: str, first: str) -> None:
    async with Tab(app, signed_in("ada@example.org"), client="known") as ada:
        await ada.load()
        await ada.call(Diary.load)
        await ada.call(Diary.write, text="dear diary")
    token = await asyncio.to_thread(another_session, thief) if thief else ""
    async with Tab(app, token, client="known", page="/login") as other:
        await other.send(
            name("greet") if first == "other" else f"reflex___state____state.{first}", {}
        )
        await other.load()
        assert not other.shows("secret of ada", "dear diary")


def another_session(email: str) -> str:
    """Return the token of a session that was opened elsewhere."""
    if email == "ada@example.org":
        with db.write() as session:
            now = datetime.now(UTC)
            attempt = auth.begin(session, email, "192.0.2.1", now)
            return auth.finish(session, attempt, now, right=True)
    return signed_in(email)


async def test_work_in_the_background_tells_nobody_else_who_knows_the_tabs_name(
    app: ASGIApp,
) -> None:
    token = signed_in("ada@example.org")
    async with Tab(app, token, client="known") as ada:
        await begin(ada, Diary.work)
        assert ada.shows("at work for ada")
    async with Tab(app, signed_in("eve@example.org"), client="known") as eve:
        await asyncio.sleep(SOON)
        await eve.put(f'42/_event,["event",{{"name":"{HYDRATE}","payload":{{}}}}]')
        await eve.until("42/_event")
        await asyncio.sleep(SOON)
        assert not eve.shows("at work for")
        end_session(token)
        await eve.rest()


async def test_work_in_the_background_ends_with_its_session(app: ASGIApp) -> None:
    token = signed_in("ada@example.org")
    async with Tab(app, token) as ada:
        await begin(ada, Diary.toil)
        end_session(token)
        await ada.call(Diary.greet)
        await ada.rest()  # it would never come to rest


async def begin(tab: Tab, work: Any) -> None:
    """Start what never comes to rest, and wait for a sign of it."""
    await tab.load()
    await tab.put(f'42/_event,["event",{{"name":"{format_event_handler(work)}","payload":{{}}}}]')
    await tab.until('42/_event,["event",{"delta":{"' + Diary.get_full_name())


@pytest.mark.parametrize("token", ["", "ada"])
async def test_a_tab_that_was_duplicated_has_a_state_of_its_own(app: ASGIApp, token: str) -> None:
    token = signed_in("ada@example.org") if token else ""
    page = "/" if token else "/login"
    async with (
        Tab(app, token, client="known", page=page) as first,
        Tab(app, token, client="known", page=page) as second,
    ):
        for tab in (first, second):
            await tab.load()
        await first.call(Diary.greet)
        assert first.vars()["text"] == "hello"
        assert second.vars()["text"] == "nothing"
