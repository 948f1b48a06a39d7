from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import auth, callers, factors, form_marks, users
from tests.services.mailbox import templates
from tests.services.second_factors import code
from tests.websocket import Tab, browser, goes_to, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own


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
    data.setdefault("form_mark", form_marks.made(auth.digest(token)))
    async with browser(app, token) as client:
        return await client.post(path, data=data)


async def text(app: ASGIApp, path: str, token: str) -> str:
    async with browser(app, token) as client:
        answer = await client.get(path)
    if answer.status_code == 404:
        return ""
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def place(answer: Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def cookie(answer: Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


def is_on(token: str) -> bool:
    with db.read() as session:
        return factors.overview(session, auth.actor(session, token, datetime.now(UTC))).is_on


async def turned_on(app: ASGIApp, token: str) -> str:
    """Turn an app on; return the session's new token."""
    began = await post(app, "/auth/app", token, current_password=PASSWORD)
    assert place(began) == "/authenticator"
    key = (await text(app, "/auth/app/key", token)).replace(" ", "")
    shown = code(key, datetime.now(UTC))
    confirmed = await post(app, "/auth/app/confirm", token, code=shown)
    assert place(confirmed) == "/codes"
    return cookie(confirmed)


async def test_an_app_is_turned_on_with_password_and_code(app: ASGIApp, ada: str) -> None:
    wrong = await post(app, "/auth/app", ada, current_password="another")  # noqa: S106  the same
    assert place(wrong) == "/security?error=current&form=app"
    assert place(await post(app, "/auth/app/confirm", ada, code="123456")) == (
        "/security?error=begun&form=app"
    )
    began = await post(app, "/auth/app", ada, current_password=PASSWORD)
    assert place(began) == "/authenticator"
    assert "<svg" in await text(app, "/auth/app/picture.svg", ada)
    assert (await text(app, "/auth/app/address", ada)).startswith("otpauth://totp/Finance")
    assert place(await post(app, "/auth/app/confirm", ada, code="x")) == "/authenticator?error=code"
    assert not is_on(ada)
    ada = await turned_on(app, ada)
    assert is_on(ada)
    assert await text(app, "/auth/app/key", ada) == ""


async def test_backup_codes_are_shown_until_they_are_kept(app: ASGIApp, ada: str) -> None:
    ada = await turned_on(app, ada)
    path = "/auth/codes/backup-codes.txt"
    first = await text(app, path, ada)
    assert len(first.split()) == 10
    assert place(await post(app, "/auth/codes/kept", ada)) == "/security?done=codes"
    assert await text(app, path, ada) == ""
    wrong = await post(app, "/auth/codes", ada, current_password="another")  # noqa: S106  the same
    assert place(wrong) == "/security?error=current&form=codes"
    alone = await post(app, "/auth/codes", ada, current_password=PASSWORD)
    assert place(alone) == "/security?error=code&form=codes"
    beside = {"current_password": PASSWORD, "code": first.split()[0]}
    renewed = await post(app, "/auth/codes", ada, **beside)
    assert place(renewed) == "/codes"
    second = await text(app, path, cookie(renewed))
    assert not set(first.split()) & set(second.split())


async def test_an_app_is_turned_off_with_the_password_and_a_code(app: ASGIApp, ada: str) -> None:
    ada = await turned_on(app, ada)
    backup = (await text(app, "/auth/codes/backup-codes.txt", ada)).split()[0]
    wrong = await post(app, "/auth/app/off", ada, current_password="another")  # noqa: S106  the same
    assert place(wrong) == "/security?error=current&form=app"
    assert is_on(ada)
    alone = await post(app, "/auth/app/off", ada, current_password=PASSWORD)
    assert place(alone) == "/security?error=code&form=app"
    done = await post(app, "/auth/app/off", ada, current_password=PASSWORD, code=backup)
    assert place(done) == "/security?done=noapp"
    assert not is_on(cookie(done))
    with db.read() as session:
        told = templates(session)
    assert told == ["factor-added", "backup-code-used", "factor-removed"]


@pytest.mark.parametrize("path", ["/auth/app", "/auth/app/off", "/auth/codes", "/auth/codes/kept"])
async def test_a_form_that_another_page_made_changes_nothing(
    app: ASGIApp, ada: str, path: str
) -> None:
    more = {} if path.endswith("kept") else {"current_password": PASSWORD}
    assert (await post(app, path, ada, form_mark="made up", **more)).status_code == 403


async def test_no_page_holds_a_key_or_a_code(app: ASGIApp, ada: str) -> None:
    began = await post(app, "/auth/app", ada, current_password=PASSWORD)
    assert place(began) == "/authenticator"
    key = await text(app, "/auth/app/key", ada)
    async with Tab(app, ada, page="/authenticator") as tab:
        assert goes_to(await tab.load()) == []
        assert tab.vars()["is_begun"]
        assert not tab.shows(key, key.replace(" ", ""))
    shown = code(key.replace(" ", ""), datetime.now(UTC))
    ada = cookie(await post(app, "/auth/app/confirm", ada, code=shown))
    codes = (await text(app, "/auth/codes/backup-codes.txt", ada)).split()
    async with Tab(app, ada, page="/codes") as tab:
        assert goes_to(await tab.load()) == []
        assert not tab.shows(*codes)


async def test_pages_with_nothing_to_set_up_lead_back(app: ASGIApp, ada: str) -> None:
    for page in ("/authenticator", "/codes"):
        async with Tab(app, ada, page=page) as tab:
            assert goes_to(await tab.load()) == ["/security"]


async def test_the_security_page_says_what_there_is(app: ASGIApp, ada: str) -> None:
    async with Tab(app, ada, page="/security") as tab:
        await tab.load()
        assert (tab.vars()["app_since"], tab.vars()["is_on"]) == ("", False)
    ada = await turned_on(app, ada)
    async with Tab(app, ada, page="/security") as tab:
        tab.query = "?error=current&form=app"
        await tab.load()
        known = tab.vars()
        assert known["app_since"]
        assert (known["is_on"], known["codes_left"]) == (True, "10 of 10 are left.")
        assert (known["form"], known["errors"]) == (
            "app",
            {"current_password": "That is not your password."},
        )
