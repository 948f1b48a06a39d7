"""Tokens that were changed on their way: none is accepted, none makes the server fail.

One in a hundred of them at each run, all 10,000 of each kind with `--soak` (`make soak`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from finance_app import db
from finance_app.config import settings
from finance_app.domain.mail_links import Purpose
from finance_app.errors import InvalidInputError
from finance_app.models import tables
from finance_app.queries import users as queries
from finance_app.services import auth, callers, form_marks, joining, mail_links, users
from finance_app.web.auth import identify
from tests.mutations import mutated
from tests.services.mailbox import posted
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

ALL, FEW = 10_000, 100
LONG = 10_000  # characters: more may be too much to be read at all
EMAIL = "ada@example.org"

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    return ALL if request.config.getoption("--soak") else FEW


@pytest.fixture
async def app(
    sqlite: None,  # noqa: ARG001  it must be there
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ASGIApp]:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def token(app: ASGIApp) -> str:  # noqa: ARG001  the database must be there
    wanted = users.NewUser(EMAIL, "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def test_no_mutated_session_token_is_anybodys(token: str, count: int) -> None:
    assert await identify(f"finance={token}") is not None
    for changed in mutated(token, count):
        assert await identify(f"finance={changed}") is None, changed[:200]


@pytest.mark.usefixtures("token")
async def test_no_mutated_cookie_opens_a_page(app: ASGIApp, token: str, count: int) -> None:
    for changed in mutated(token, count // 10):
        header = changed.encode("utf-8", "replace").replace(b"\n", b"").replace(b"\0", b"")
        if header == token.encode():
            continue
        async with browser(app) as client:
            answer = await client.get("/files/report", headers={b"cookie": b"finance=" + header})
        assert answer.status_code == 401, changed[:200]


async def test_no_mutated_form_mark_proves_anything(app: ASGIApp, token: str, count: int) -> None:
    mark = form_marks.made(auth.digest(token))
    async with browser(app, token) as client:
        for changed in mutated(mark, count):
            answer = await client.post("/auth/sign-out", data={"form_mark": changed})
            too_long = len(changed) > LONG and answer.status_code == 413
            assert too_long or answer.status_code == 403, changed[:200]
        assert await identify(f"finance={token}") is not None
        right = await client.post("/auth/sign-out", data={"form_mark": mark})
    assert right.status_code == 303
    assert await identify(f"finance={token}") is None


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("purpose", [Purpose.RESET, Purpose.EMAIL, Purpose.BACK])
def test_no_mutated_link_to_an_account_is_followed(count: int, purpose: Purpose) -> None:
    now = datetime.now(UTC)
    with db.write() as session:
        ada = queries.by_email(session, EMAIL)
        assert ada is not None
        link = mail_links.make(session, ada, purpose, now, address="new@example.org")
        for changed in mutated(link, count):
            with pytest.raises(InvalidInputError):
                mail_links.use(session, changed, purpose, now)
        for other in set(Purpose) - {purpose}:
            with pytest.raises(InvalidInputError):
                mail_links.use(session, link, other, now)
        assert mail_links.use(session, link, purpose, now).email == EMAIL


@pytest.mark.usefixtures("token")
def test_no_mutated_link_makes_an_account(count: int) -> None:
    now = datetime.now(UTC)
    with db.write() as session:
        wanted = users.NewUser("eve@example.org", "no hash", "de_AT", "Europe/Vienna", "EUR")
        joining.ask(session, wanted, now)
        link = posted(session)[0].token
        for changed in mutated(link, count):
            with pytest.raises(InvalidInputError):
                joining.join(session, changed, now, right=True)
        assert session.execute(select(func.count()).select_from(tables.user)).scalar_one() == 1
        assert joining.join(session, link, now, right=True) == "eve@example.org"


@pytest.mark.usefixtures("token")
async def test_no_mutated_link_makes_a_route_fail(app: ASGIApp, count: int) -> None:
    link, _ = mail_links.secret_for(Purpose.JOIN)
    async with browser(app) as client:
        for changed in mutated(link, count // 10):
            for path, more in (("/auth/join", {"password": "b"}), ("/auth/confirm", {})):
                answer = await client.post(path, data={"link": changed, **more})
                if answer.status_code != 413 or len(changed) <= LONG:
                    assert answer.status_code == 303, changed[:200]
                    assert "error=" in answer.headers["location"], changed[:200]
