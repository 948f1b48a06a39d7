"""What arrives slowly: within bounds, and for whoever is signed in once all of it is there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from starlette.responses import PlainTextResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.models import tables
from finance_app.services import auth, callers, form_marks, users
from finance_app.web.bodies import KILO, STATEMENT
from finance_app.web.routes import Route, Routes
from tests.web.asking import ask, echo
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def count(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def nobody(_: str) -> Actor | None:
    return None


async def somebody(_: str) -> Actor | None:
    return Actor(1, 1, Role.OWNER, datetime.now(UTC))


TABLE = [
    Route("POST", "/form", count, Access.ANYONE),
    Route("POST", "/file", count, Access.SIGNED_IN, body=STATEMENT),
]
APP = Routes(echo, TABLE, nobody, patience=0.1)


async def dripping(pieces: int, size: int, pause: float) -> AsyncIterator[bytes]:
    for _ in range(pieces):
        await asyncio.sleep(pause)
        yield b"x" * size


async def test_what_drips_is_given_up_in_one_sentence() -> None:
    start = asyncio.get_running_loop().time()
    answer = await ask(APP, "/form", "POST", content=dripping(1000, 1, 0.02))
    assert answer.status_code == 408
    assert answer.json()["error"].startswith("That took too long to arrive; try again")
    assert asyncio.get_running_loop().time() - start < 5


async def test_what_never_ends_is_given_up() -> None:
    answer = await ask(APP, "/form", "POST", content=dripping(1, 1, 3600))
    assert answer.status_code == 408


async def test_what_comes_in_time_arrives_as_a_whole() -> None:
    answer = await ask(APP, "/form", "POST", content=dripping(3, KILO, 0.001))
    assert answer.text == str(3 * KILO)


async def test_what_is_large_has_more_time_as_long_as_it_comes() -> None:
    """In pieces that together take longer than the patience, though each of them is quick."""
    app = Routes(echo, TABLE, somebody, patience=0.1)
    answer = await ask(app, "/file", "POST", content=dripping(10, 64 * KILO, 0.05))
    assert answer.text == str(640 * KILO)


async def test_what_is_large_is_not_read_of_nobody() -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError
        yield b""

    assert (await ask(APP, "/file", "POST", content=unread())).status_code == 401


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def ada(app: ASGIApp) -> str:  # noqa: ARG001  the database must be there
    """The token of a session."""
    wanted = users.NewUser(
        "ada@example.org", users.hashed(PASSWORD), "de_AT", "Europe/Vienna", "EUR"
    )
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def halting(content: bytes, between: Callable[[], object]) -> AsyncIterator[bytes]:
    """Send a body in two parts, and have something happen between them."""
    yield content[:20]
    between()
    yield content[20:]


def revoked(token: str) -> Callable[[], object]:
    def revoke() -> None:
        with db.write() as session:
            auth.sign_out(session, token, datetime.now(UTC))
        callers.forget(token)

    return revoke


async def test_a_form_begun_before_the_session_ended_does_nothing(app: ASGIApp, ada: str) -> None:
    form = {"form_mark": form_marks.made(auth.digest(ada)), "current_password": PASSWORD}
    content = urlencode({**form, "password": ANOTHER}).encode()
    async with browser(app, ada) as page:
        sent = halting(content, revoked(ada))
        answer = await page.post("/auth/password", content=sent, headers=FORM)
        assert answer.status_code == 401
        opened = await page.post(
            "/auth/password", content=content, headers={**FORM, "accept": "text/html"}
        )
        assert (opened.status_code, opened.headers["location"]) == (303, "/login")
    with db.read() as session:
        kept = session.execute(select(tables.user.c.password_hash)).scalar_one()
    assert users.is_hashed(PASSWORD, kept)


async def test_a_file_begun_before_the_session_ended_is_not_kept(app: ASGIApp, ada: str) -> None:
    content = b"Date,Payee,Amount\n2026-01-01,Baker,1.00\n"
    async with browser(app, ada) as page:
        sent = halting(content, revoked(ada))
        answer = await page.post("/files/statements", content=sent)
    assert answer.status_code == 401
    with db.read() as session:
        kept = select(func.count()).select_from(tables.statement_import)
        assert session.execute(kept).scalar_one() == 0
