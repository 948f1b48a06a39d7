from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.services import auth, callers, users
from finance_app.web.sockets import Sockets, until
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp


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


async def test_an_open_websocket_ends_with_its_session(app: ASGIApp, ada: str) -> None:
    async with Tab(app, ada) as tab:
        sockets = next(found for found in chain(app) if isinstance(found, Sockets))
        await sockets.end_dead()
        assert not tab.task.done()
        with db.write() as session:
            auth.sign_out(session, ada)
        await sockets.end_dead()
        async with asyncio.timeout(5):
            await tab.task
        assert sockets.open == {}
    assert "websocket.close" in tab.frames


async def test_signing_out_ends_the_other_tabs_without_waiting(app: ASGIApp, ada: str) -> None:
    sockets = next(found for found in chain(app) if isinstance(found, Sockets))
    sockets.every = 3600
    async with Tab(app, ada) as tab:
        async with browser(app, ada) as page:
            await page.post("/auth/sign-out", data={"form_mark": auth.form_mark(auth.digest(ada))})
        async with asyncio.timeout(5):
            await tab.task
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
            auth.sign_out(session, ada)
        async with asyncio.timeout(5):
            await tab.task
    assert sockets.watch is not None
    async with asyncio.timeout(5):
        await sockets.watch


async def test_no_message_is_lost_while_waiting_for_the_end() -> None:
    messages: asyncio.Queue[Any] = asyncio.Queue()
    receive = until(asyncio.Event(), messages.get)
    for number in range(3):
        messages.put_nowait({"type": "websocket.receive", "text": str(number)})
    assert [(await receive())["text"] for _ in range(3)] == ["0", "1", "2"]


def chain(app: Any) -> list[Any]:
    """Return an app and what it wraps, from outside to inside."""
    found = []
    while app is not None:
        found.append(app)
        app = getattr(app, "app", None) or getattr(getattr(app, "router", None), "default", None)
    return found
