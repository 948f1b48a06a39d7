"""Other browsers are signed out by whoever shows their password again, and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.devices import NO_BROWSER
from finance_app.services import auth, callers, form_marks, sessions, users
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

PASSWORD = "plum tractor eleven window"  # noqa: S105  nobody's


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


async def sent(app: ASGIApp, token: str, key: str, password: str) -> str:
    mark = form_marks.made(auth.digest(token))
    data = {"form_mark": mark, "current_password": password, "key": key}
    async with browser(app, token) as client:
        answer = await client.post("/auth/sessions/end", data=data)
    return str(answer.headers["location"])


def signed_in(token: str) -> bool:
    now = datetime.now(UTC)
    with db.read() as session:
        return bool(auth.alive(session, [auth.digest(token)], now))


async def test_other_browsers_are_signed_out_with_the_password_alone(app: ASGIApp) -> None:
    now = datetime.now(UTC)
    wanted = users.NewUser("ada@example.org", users.hashed(PASSWORD), "en_US", "UTC", "EUR")
    with db.write() as session:
        here = auth.sign_up(session, wanted, now)
        ada = auth.actor(session, here, now)
        others = [auth.open_session(session, ada.user_id, now, NO_BROWSER) for _ in range(3)]
    key = auth.digest(others[0])[: sessions.KEY]
    for wrong in (key, "others"):
        assert "error=current" in await sent(app, here, wrong, "not this one")
    assert all(map(signed_in, (here, *others)))
    assert "done=signedout" in await sent(app, here, key, PASSWORD)
    assert [signed_in(one) for one in (here, *others)] == [True, False, True, True]
    assert "error=begun" in await sent(app, here, key, PASSWORD)
    assert "done=signedout" in await sent(app, here, "others", PASSWORD)
    assert [signed_in(one) for one in (here, *others)] == [True, False, False, False]
