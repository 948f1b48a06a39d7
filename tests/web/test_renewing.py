"""A copied cookie opens nothing once somebody's way in was changed; their own browser goes on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.models import tables
from finance_app.services import auth, callers, credentials, form_marks, users
from finance_app.web.auth import identify
from finance_app.web.sockets import Sockets
from tests.services.device import Device
from tests.services.mailbox import posted
from tests.services.second_factors import code, codes_of, with_app
from tests.websocket import Tab, browser, chain, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


@pytest.fixture
def ada(app: ASGIApp, password_hash: str) -> str:  # noqa: ARG001  the database must be there
    """The token of a session."""
    wanted = users.NewUser("ada@example.org", password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def post(app: ASGIApp, path: str, token: str, **data: str) -> Response:
    mark = {} if path == "/auth/confirm" else {"form_mark": form_marks.made(auth.digest(token))}
    async with browser(app, token) as client:
        return await client.post(path, data={**mark, **data})


def given(answer: Response) -> str:
    """Return the session's token that an answer brings."""
    assert answer.status_code == 303
    assert "error" not in answer.headers["location"]
    return answer.headers["set-cookie"].partition(";")[0].removeprefix("finance=")


def backup_code(token: str) -> str:
    """Give somebody an app; return one of the backup codes."""
    with db.write() as session:
        actor = auth.actor(session, token, datetime.now(UTC))
        with_app(session, actor, auth.digest(token))
        return codes_of(session, actor, auth.digest(token))[0]


async def password(app: ASGIApp, token: str) -> Response:
    return await post(app, "/auth/password", token, current_password=PASSWORD, password=ANOTHER)


async def address(app: ASGIApp, token: str) -> Response:
    with db.write() as session:
        actor = auth.actor(session, token, datetime.now(UTC))
        credentials.ask_address(session, actor, "new@example.org", right=True)
        link = posted(session)[0].token
    return await post(app, "/auth/confirm", token, link=link)


async def app_on(app: ASGIApp, token: str) -> Response:
    await post(app, "/auth/app", token, current_password=PASSWORD)
    async with browser(app, token) as client:
        key = (await client.get("/auth/app/key")).text.replace(" ", "")
    return await post(app, "/auth/app/confirm", token, code=code(key, datetime.now(UTC)))


async def app_off(app: ASGIApp, token: str) -> Response:
    asked = {"current_password": PASSWORD, "code": backup_code(token)}
    return await post(app, "/auth/app/off", token, **asked)


async def codes(app: ASGIApp, token: str) -> Response:
    asked = {"current_password": PASSWORD, "code": backup_code(token)}
    return await post(app, "/auth/codes", token, **asked)


async def passkey_on(app: ASGIApp, token: str) -> Response:
    await post(app, "/auth/passkey/new", token, current_password=PASSWORD, name="Phone")
    options = (await post(app, "/auth/passkey/options", token)).text
    return await post(app, "/auth/passkey/add", token, credential=Device().make(options))


CHANGES: dict[str, Callable[[ASGIApp, str], Awaitable[Response]]] = {
    "password": password,
    "address": address,
    "app on": app_on,
    "app off": app_off,
    "codes": codes,
    "passkey on": passkey_on,
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_copied_cookie_is_nobodys_afterwards_and_the_browser_goes_on(
    app: ASGIApp, ada: str, change: str
) -> None:
    with db.read() as session:
        before = session.execute(select(tables.auth_session)).one()
    token = given(await CHANGES[change](app, ada))
    assert await identify(f"finance={ada}") is None
    found = await identify(f"finance={token}")
    assert found is not None
    with db.read() as session:
        after = session.execute(select(tables.auth_session)).one()
    assert after == (auth.digest(token), *before[1:])
    async with Tab(app, token, page="/security") as tab:
        await tab.load()
        assert tab.vars()["form_mark"] == form_marks.made(auth.digest(token))


async def test_new_backup_codes_and_their_page_go_along(app: ASGIApp, ada: str) -> None:
    token = given(await app_on(app, ada))
    async with browser(app, token) as client:
        shown = await client.get("/auth/codes/backup-codes.txt")
    assert len(shown.text.split()) == 10
    async with browser(app, ada) as client:
        assert (await client.get("/auth/codes/backup-codes.txt")).status_code == 401


async def test_websockets_under_the_token_before_end_at_once(app: ASGIApp, ada: str) -> None:
    sockets = next(found for found in chain(app) if isinstance(found, Sockets))
    sockets.every = 3600
    async with Tab(app, ada) as tab:
        await password(app, ada)
        done, _ = await asyncio.wait({tab.task}, timeout=5)
        assert done


@pytest.mark.parametrize("stays", [True, False])
async def test_who_stays_signed_in_stays_so(app: ASGIApp, ada: str, stays: bool) -> None:  # noqa: FBT001  a table's column
    with db.write() as session:
        session.execute(tables.auth_session.update().values(stays=stays))
    answer = await password(app, ada)
    assert ("max-age" in answer.headers["set-cookie"].partition(",")[0].lower()) == stays


async def test_who_was_signed_out_meanwhile_changes_nothing(app: ASGIApp, ada: str) -> None:
    await identify(f"finance={ada}")  # remembered for a moment, as another worker does
    with db.write() as session:
        auth.sign_out(session, ada, datetime.now(UTC))
    answer = await password(app, ada)
    assert answer.status_code == 401
    with db.read() as session:
        hashes = session.execute(select(tables.user.c.password_hash)).scalar_one()
    assert users.is_hashed(PASSWORD, hashes)
