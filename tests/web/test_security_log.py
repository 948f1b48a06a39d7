"""The log tells who came in and who was refused, by ids, and nothing that was sent."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import PlainTextResponse

from finance_app import db
from finance_app.domain.actors import Actor, Role
from finance_app.services import auth, callers, form_marks, users
from finance_app.web.security_log import SecurityLog
from tests.web.asking import HOST, ask, connect, echo
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

LOGGER = "finance_app.web.security_log"
PASSWORD = "plum tractor eleven window"  # noqa: S105  of nobody
EMAIL = "ada@example.org"


@pytest.fixture(autouse=True)
def _told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def ada(app: ASGIApp) -> Actor:  # noqa: ARG001  the database must be there
    with db.write() as session:
        wanted = users.NewUser(EMAIL, users.hashed(PASSWORD), "de_AT", "Europe/Vienna", "EUR")
        return users.add(session, wanted, datetime.now(UTC), is_admin=False)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return what was told and how loudly, and forget it."""
    found = [(one.levelname, one.getMessage()) for one in caplog.records if one.name == LOGGER]
    caplog.clear()
    return found


async def test_every_attempt_to_sign_in_is_told_and_nothing_of_what_was_typed(
    app: ASGIApp, ada: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    async with browser(app) as client:
        form = {"email": EMAIL, "password": "canary one two", "next": "/entries?text=canary"}
        await client.post("/auth/sign-in", data=form)
        came = await client.post("/auth/sign-in", data={**form, "password": PASSWORD})
        token = came.headers["set-cookie"].partition("=")[2].partition(";")[0]
        mark = form_marks.made(auth.digest(token))
        await client.post(
            "/auth/sign-out", data={"form_mark": mark}, headers={"cookie": f"finance={token}"}
        )
    assert lines(caplog) == [
        ("INFO", "POST /auth/sign-in: 303 /login error wrong; nobody from 127.0.0.1"),
        ("INFO", f"POST /auth/sign-in: 303 /entries; user {ada.user_id} from 127.0.0.1"),
        ("INFO", f"POST /auth/sign-out: 303 /login; user {ada.user_id} from 127.0.0.1"),
    ]


async def test_whatever_is_refused_is_told(app: ASGIApp, caplog: pytest.LogCaptureFixture) -> None:
    async with browser(app) as client:
        await client.post("/files/statements", content=b"x")
        await client.post("/auth/sign-in", headers={"origin": "https://evil.example"})
        await client.post("/auth/forgot", content=b"x" * 100_000)
        await client.put("/entries/Zanzibar Bakery", content=b"x")
        await client.get("/entries?text=canary")
    assert lines(caplog) == [
        ("WARNING", "POST /files/statements: 401; nobody from 127.0.0.1"),
        ("WARNING", "POST /auth/sign-in: 403; nobody from 127.0.0.1"),
        ("WARNING", "POST /auth/forgot: 413; nobody from 127.0.0.1"),
        ("WARNING", "PUT another address: 405; nobody from 127.0.0.1"),
    ]
    await connect(app, [("host", HOST), ("origin", "https://evil.example")])
    assert lines(caplog) == [("WARNING", "websocket /_event/: 4403; nobody from 127.0.0.1")]


async def test_who_was_refused_is_told_by_number(caplog: pytest.LogCaptureFixture) -> None:
    async def ada(_cookie: str) -> Actor | None:
        return Actor(4711, 1, Role.VIEWER, datetime.now(UTC))

    await ask(SecurityLog(PlainTextResponse("no", 403), ada), "/change", "POST")
    assert lines(caplog) == [("WARNING", "POST /change: 403; user 4711 from 127.0.0.1")]


async def test_without_a_database_the_answer_is_the_same(caplog: pytest.LogCaptureFixture) -> None:
    async def gone(_cookie: str) -> Actor | None:
        raise OperationalError("SELECT 'canary'", {}, Exception())

    answer = await ask(SecurityLog(echo, gone), "/auth/sign-in", "POST")
    assert answer.status_code == 200
    assert lines(caplog) == [("INFO", "POST /auth/sign-in: 200; somebody from 127.0.0.1")]
