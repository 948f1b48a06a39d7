"""The file of all of one's data and leaving, as a browser asks for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.services import auth, callers, data_exports, form_marks, maintenance, signup, users
from finance_app.web.auth import identify
from tests.services import mailbox
from tests.services.books import join
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
EMAIL = "ada@example.org"


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
    wanted = users.NewUser(EMAIL, password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


def another_session() -> str:
    now = datetime.now(UTC)
    with db.write() as session:
        attempt = auth.begin(session, EMAIL, "192.0.2.1", now)
        return auth.finish(session, attempt, now, right=True)


async def post(app: ASGIApp, path: str, token: str, **form: str) -> Response:
    marked = {"form_mark": form_marks.made(auth.digest(token)), "current_password": PASSWORD}
    async with browser(app, token) as client:
        return await client.post(path, data=marked | form)


async def get(app: ASGIApp, path: str, token: str) -> Response:
    async with browser(app, token) as client:
        return await client.get(path)


def templates() -> list[str]:
    with db.read() as session:
        return mailbox.templates(session)


async def test_the_file_is_given_to_the_browser_that_asked_and_nobody_else(
    app: ASGIApp, ada: str
) -> None:
    asked = await post(app, "/auth/export", ada)
    assert asked.headers["location"] == "/profile"
    again = await post(app, "/auth/export", ada)
    assert again.headers["location"] == "/profile?error=busy&form=export"
    assert data_exports.run(lambda: datetime.now(UTC), lambda: True) == 1
    with db.read() as session:
        actor = auth.actor(session, ada, datetime.now(UTC))
        found = data_exports.state(session, actor, auth.digest(ada))
    assert found is not None
    path = f"/files/data?key={found.key}"
    answer = await get(app, path, ada)
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="finance-')
    assert answer.headers["content-type"] == "application/zip"
    assert (await get(app, path, another_session())).status_code == 404
    assert (await get(app, f"{path}0", ada)).status_code == 404
    assert (await get(app, path, "")).status_code in (303, 401)


@pytest.mark.parametrize("path", ["/auth/export", "/auth/leave"])
async def test_a_wrong_password_is_said_and_counted(app: ASGIApp, ada: str, path: str) -> None:
    form = {"current_password": "another"} | ({"typed_email": EMAIL} if "leave" in path else {})
    name = path.rpartition("/")[2]
    answers = [(await post(app, path, ada, **form)).headers["location"] for _ in range(11)]
    assert answers[9] == f"/profile?error=current&form={name}"
    assert answers[10] == f"/profile?error=wait&form={name}"
    assert await identify(f"finance={ada}") is not None
    assert templates() == []


@pytest.mark.parametrize("path", ["/auth/export", "/auth/leave"])
async def test_a_form_that_another_page_made_does_nothing(
    app: ASGIApp, ada: str, path: str
) -> None:
    form = {"typed_email": EMAIL} if "leave" in path else {}
    assert (await post(app, path, ada, form_mark="made up", **form)).status_code == 403
    with db.read() as session:
        assert not data_exports.is_due(session, datetime.now(UTC))
    assert templates() == []


async def test_who_leaves_is_out_at_once_and_can_come_back(app: ASGIApp, ada: str) -> None:
    other = another_session()
    wrong = await post(app, "/auth/leave", ada, typed_email="eve@example.org")
    assert wrong.headers["location"] == "/profile?error=typed&form=leave"
    answer = await post(app, "/auth/leave", ada, typed_email=EMAIL)
    assert answer.headers["location"] == "/login?done=leaving"
    assert 'finance=""' in answer.headers["set-cookie"]
    for token in (ada, other):
        assert await identify(f"finance={token}") is None
    assert templates() == ["leaving"]
    async with browser(app) as client:
        back = await client.post("/auth/sign-in", data={"email": EMAIL, "password": PASSWORD})
    actor = await identify(f"finance={back.cookies['finance']}")
    assert actor is not None
    assert actor.delete_after is not None


async def test_what_others_would_lose_is_asked_for(app: ASGIApp, ada: str) -> None:
    with db.write() as session:
        owner = auth.actor(session, ada, datetime.now(UTC))
        wanted = users.NewUser("eve@example.org", "no hash", "de_AT", "UTC", "EUR")
        eve = users.add(session, wanted, datetime.now(UTC), is_admin=False)
        join(session, eve, owner.book_id, Role.EDITOR)
    asked = await post(app, "/auth/leave", ada, typed_email=EMAIL)
    assert asked.headers["location"] == "/profile?error=shared&form=leave"
    meant = await post(app, "/auth/leave", ada, typed_email=EMAIL, shared_too="on")
    assert meant.headers["location"] == "/login?done=leaving"


def purge(later: timedelta) -> None:
    """Drop what is over by then, as the job does."""
    now = datetime.now(UTC) + later
    with db.write() as session:
        while maintenance.purge_some(session, now):
            pass


async def test_what_is_over_is_dropped_while_the_app_serves(app: ASGIApp, ada: str) -> None:
    await post(app, "/auth/leave", ada, typed_email=EMAIL)
    purge(timedelta(days=6))
    with db.read() as session:
        assert users.actor_by_email(session, EMAIL, datetime.now(UTC)).email == EMAIL
    purge(timedelta(days=7, minutes=1))
    with db.read() as session:
        assert signup.is_empty(session)
