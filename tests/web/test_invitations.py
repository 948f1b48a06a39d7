from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.services import auth, callers, form_marks, invitations, users
from finance_app.web.auth import identify
from tests.services.mailbox import Posted, posted
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor

EVE, PASSWORD = "eve@example.org", "seven kettles under water"


@pytest.fixture
async def app(
    sqlite: None,  # noqa: ARG001  it must be there
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ASGIApp]:
    monkeypatch.setenv("FINANCE_SIGNUP", "invite")
    settings.cache_clear()
    callers.forget_all()
    async with served() as served_app:
        yield served_app


def signed_in(email: str) -> tuple[Actor, str]:
    now = datetime.now(UTC)
    new = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
    with db.write() as session:
        actor = users.add(session, new, now, is_admin=False)
        attempt = auth.begin(session, email, "192.0.2.1", now)
        return actor, auth.finish(session, attempt, now, right=True)


@pytest.fixture
def ada(app: ASGIApp) -> Actor:  # noqa: ARG001  the database must be there
    return signed_in("ada@example.org")[0]


def invited(ada: Actor, role: Role = Role.VIEWER) -> tuple[str, str]:
    """Invite Eve; return what stands before and behind the # of the link."""
    with db.write() as session:
        invitations.invite(session, ada, EVE, role)
        letter: Posted = posted(session)[-1]
    return letter.text.partition("?see=")[2].partition("#")[0], letter.token


async def post(app: ASGIApp, path: str, data: dict[str, str], token: str = "") -> Response:
    async with browser(app, token) as client:
        return await client.post(path, data=data)


def place(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def session_of(answer: Response) -> str:
    return answer.headers["set-cookie"].partition("finance=")[2].partition(";")[0]


def marked(token: str, see: str) -> dict[str, str]:
    return {"form_mark": form_marks.made(auth.digest(token)), "see": see}


async def test_whoever_is_invited_chooses_a_password_and_is_in(app: ASGIApp, ada: Actor) -> None:
    see, link = invited(ada)
    form = {"link": link, "see": see, "time_zone": "Europe/Vienna"}
    weak = await post(app, "/auth/invited", {**form, "password": EVE})
    assert place(weak) == f"/invited?error=password&see={see}#{link}"
    answer = await post(app, "/auth/invited", {**form, "password": PASSWORD})
    assert place(answer) == "/"
    eve = await identify(f"finance={session_of(answer)}")
    assert eve is not None
    assert (eve.email, eve.book_id, eve.role) == (EVE, ada.book_id, Role.VIEWER)
    again = await post(app, "/auth/invited", {**form, "password": PASSWORD})
    assert place(again) == f"/invited?error=dead&see={see}"
    signing_in = {"email": EVE, "password": PASSWORD}
    assert "error" not in place(await post(app, "/auth/sign-in", signing_in))


async def test_without_an_invitation_nobody_signs_up(app: ASGIApp, ada: Actor) -> None:
    assert ada
    form = {"email": EVE, "password": PASSWORD, "region": "de_AT", "base_currency": "EUR"}
    assert place(await post(app, "/auth/sign-up", form)) == "/signup?error=closed"


async def test_whoever_has_an_account_accepts_signed_in(app: ASGIApp, ada: Actor) -> None:
    eve, token = signed_in(EVE)
    see, _ = invited(ada, Role.EDITOR)
    found = await identify(f"finance={token}")  # remembered, and forgotten by accepting
    assert found is not None
    assert found.book_id == eve.book_id
    assert place(await post(app, "/auth/accept", marked(token, see), token)) == "/"
    found = await identify(f"finance={token}")
    assert found is not None
    assert (found.book_id, found.role) == (ada.book_id, Role.EDITOR)
    again = await post(app, "/auth/accept", marked(token, see), token)
    assert place(again) == f"/invited?error=dead&see={see}"


async def test_nobody_accepts_for_another_one(app: ASGIApp, ada: Actor) -> None:
    _, token = signed_in("mallory@example.org")
    see, _ = invited(ada)
    answer = await post(app, "/auth/accept", marked(token, see), token)
    assert place(answer) == f"/invited?error=else&see={see}"
    forged = {"form_mark": "made up", "see": see}
    assert (await post(app, "/auth/accept", forged, token)).status_code == 403
    assert (await post(app, "/auth/accept", forged)).status_code in (303, 401)


async def test_who_declines_is_not_in(app: ASGIApp, ada: Actor) -> None:
    see, link = invited(ada)
    answer = await post(app, "/auth/decline", {"see": see})
    assert place(answer) == "/invited?done=declined"
    form = {"link": link, "see": see, "password": PASSWORD, "time_zone": ""}
    assert "error=dead" in place(await post(app, "/auth/invited", form))


@pytest.mark.parametrize("path", ["/auth/invited", "/auth/decline"])
async def test_what_is_no_form_changes_nothing(app: ASGIApp, ada: Actor, path: str) -> None:
    assert ada
    answer = await post(app, path, {"more": "x"})
    assert answer.status_code in (303, 400, 422)
    assert "set-cookie" not in answer.headers


async def test_whoever_it_is_not_for_is_signed_out_and_led_back_with_the_link(
    app: ASGIApp, ada: Actor
) -> None:
    see, link = invited(ada)
    token = signed_in("mallory@example.org")[1]
    form = {"form_mark": form_marks.made(auth.digest(token)), "see": see, "link": link}
    made_up = await post(app, "/auth/other", {**form, "form_mark": "made up"}, token)
    assert made_up.status_code == 403
    assert await identify(f"finance={token}") is not None
    answer = await post(app, "/auth/other", form, token)
    assert place(answer) == f"/invited?see={see}#{link}"
    assert await identify(f"finance={token}") is None
    joined = await post(app, "/auth/invited", {"link": link, "see": see, "password": PASSWORD})
    assert place(joined) == "/"
