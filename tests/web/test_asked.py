"""Every form that asks for the password again asks for a second factor as well, where one is on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.models import tables
from finance_app.services import auth, callers, form_marks, users
from tests.services.second_factors import codes_of, with_app
from tests.sweep_arguments import BODIES
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
FORMS: dict[str, dict[str, str]] = {
    "/auth/password": {"password": ANOTHER},
    "/auth/address": {"email": "new@example.org"},
    "/auth/app/off": {},
    "/auth/codes": {},
    "/auth/passkey/new": {"name": "Phone"},
    "/auth/passkey/remove": {"key": "1"},
    "/auth/sessions/end": {"key": "others"},
    "/auth/oidc/disconnect": {},
    "/auth/export": {},
    "/auth/leave": {"typed_email": "ada@example.org"},
    "/auth/token": {"name": "Backup script", "scope": "read"},
}
ELSEWHERE = {"/auth/app", "/auth/oidc/connect"}  # there is an app already; no provider is named


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


@pytest.fixture
def ada(app: ASGIApp, password_hash: str) -> tuple[str, str]:  # noqa: ARG001  the database must be there
    """The token of a session of somebody with an app, and a backup code."""
    wanted = users.NewUser("ada@example.org", password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        token = auth.sign_up(session, wanted, datetime.now(UTC))
        actor = auth.actor(session, token, datetime.now(UTC))
        with_app(session, actor, auth.digest(token))
        return token, codes_of(session, actor, auth.digest(token))[0]


async def sent(app: ASGIApp, path: str, token: str, **more: str) -> str:
    mark = form_marks.made(auth.digest(token))
    data = {"form_mark": mark, "current_password": PASSWORD, **FORMS[path], **more}
    async with browser(app, token) as client:
        answer = await client.post(path, data=data)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def kept() -> list[object]:
    """Return what the forms would change."""
    of = (
        *(tables.user, tables.factor, tables.backup_code, tables.data_export, tables.auth_session),
        tables.api_token,
    )
    with db.read() as session:
        return [session.execute(select(table).order_by(*table.primary_key)).all() for table in of]


def test_every_such_form_is_here() -> None:
    asking = {path for path, body in BODIES.items() if "current_password" in body.get("data", {})}
    assert asking == FORMS.keys() | ELSEWHERE


@pytest.mark.parametrize("path", FORMS)
async def test_the_password_alone_changes_nothing(
    app: ASGIApp, ada: tuple[str, str], path: str
) -> None:
    token, backup = ada
    before = kept()
    for more in ({}, {"code": "000000"}, {"credential": "{}"}):
        place = await sent(app, path, token, **more)
        assert f"error={'passkey' if 'credential' in more else 'code'}" in place
    assert kept() == before
    wrong = await sent(app, path, token, current_password="another", code=backup)  # noqa: S106  the tests' own
    assert "error=current" in wrong
    assert kept() == before
    if path != "/auth/passkey/remove":  # there is none
        assert "error" not in await sent(app, path, token, code=backup.upper())


async def test_the_page_knows_what_is_asked_for(app: ASGIApp, ada: tuple[str, str]) -> None:
    for page in ("/security", "/profile"):
        async with Tab(app, ada[0], page=page) as tab:
            await tab.load()
            known = tab.vars()
            assert (known["asks_factor"], known["asks_app"]) == (True, True)
            assert not known.get("asks_passkey")
