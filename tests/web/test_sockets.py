from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.services import administration, auth, callers, form_marks, users
from finance_app.services.server_changes import By
from finance_app.web.sockets import Sockets, until
from tests.websocket import Tab, browser, chain, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.orm import Session
    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def ada(app: ASGIApp) -> str:  # noqa: ARG001  the database must be there
    """The token of a session."""
    wanted = users.NewUser("ada@example.org", "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def ended(tab: Tab) -> None:
    """Wait until the app has closed a tab's websocket by itself: one that is cancelled does too."""
    done, _ = await asyncio.wait({tab.task}, timeout=5)
    assert done


async def test_an_open_websocket_ends_with_its_session(app: ASGIApp, ada: str) -> None:
    async with Tab(app, ada) as tab:
        sockets = next(found for found in chain(app) if isinstance(found, Sockets))
        await sockets.end_dead()
        assert not tab.task.done()
        with db.write() as session:
            auth.sign_out(session, ada, datetime.now(UTC))
        await sockets.end_dead()
        await ended(tab)
        assert sockets.open == {}
    assert "websocket.close" in tab.frames


async def test_signing_out_ends_the_other_tabs_without_waiting(app: ASGIApp, ada: str) -> None:
    sockets = next(found for found in chain(app) if isinstance(found, Sockets))
    sockets.every = 3600
    async with Tab(app, ada) as tab:
        async with browser(app, ada) as page:
            await page.post("/auth/sign-out", data={"form_mark": form_marks.made(auth.digest(ada))})
        await ended(tab)
    assert "websocket.close" in tab.frames


async def test_a_websocket_of_nobody_is_left_alone(app: ASGIApp) -> None:
    async with Tab(app, "t" * 43) as tab:
        sockets = next(found for found in chain(app) if isinstance(found, Sockets))
        await sockets.end_dead()
        assert sockets.open == {}
        assert not tab.task.done()


async def test_the_look_at_sessions_goes_on_by_itself(app: ASGIApp, ada: str) -> None:
    sockets = next(found for found in chain(app) if isinstance(found, Sockets))
    sockets.every = 0.05
    async with Tab(app, ada) as tab:
        with db.write() as session:
            auth.sign_out(session, ada, datetime.now(UTC))
        await ended(tab)
    assert sockets.watch is not None
    async with asyncio.timeout(5):
        await sockets.watch


ENDINGS: dict[str, Callable[[Session, Actor, str], object]] = {
    "signed out": lambda session, _, token: auth.sign_out(session, token, datetime.now(UTC)),
    "disabled": lambda session, ada, _: administration.disable(
        session, By(None, ada.now), ada.user_id
    ),
    "signed out by an administrator": lambda session, ada, _: administration.sign_out(
        session, By(None, ada.now), ada.user_id
    ),
    "another password": lambda session, ada, _: users.set_password(
        session, ada.email, "new", datetime.now(UTC)
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
async def test_wherever_a_session_ends_its_pages_are_gone_within_five_seconds(
    app: ASGIApp, ada: str, ending: str
) -> None:
    """As another worker or a command ends it: this process is not told, at its usual pace."""
    with db.write() as session:
        actor, root = auth.actor(session, ada, datetime.now(UTC)), "root@example.org"
        wanted = users.NewUser(root, "no hash", "de_AT", "Europe/Vienna", "EUR")
        users.add(session, wanted, actor.now, is_admin=True)
    async with Tab(app, ada) as tab:
        await tab.load()
        with db.write() as session:
            ENDINGS[ending](session, actor, ada)
        start = time.monotonic()
        await asyncio.wait_for(tab.task, 10)
        assert time.monotonic() - start <= 5
        assert await callers.find(ada, datetime.now(UTC)) is None


async def test_no_message_is_lost_while_waiting_for_the_end() -> None:
    messages: asyncio.Queue[Any] = asyncio.Queue()
    receive = until(asyncio.Event(), messages.get)
    for number in range(3):
        messages.put_nowait({"type": "websocket.receive", "text": str(number)})
    assert [(await receive())["text"] for _ in range(3)] == ["0", "1", "2"]
