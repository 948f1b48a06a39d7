from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.models import tables
from finance_app.services import auth, callers, form_marks, users
from finance_app.web.auth import identify
from tests.services.device import Device
from tests.services.mailbox import posted
from tests.websocket import Tab, browser, goes_to, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
ADA = {"email": "ada@example.org", "password": PASSWORD}


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
    wanted = users.NewUser(ADA["email"], password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def post(app: ASGIApp, path: str, token: str = "", **data: str) -> Response:
    async with browser(app, token) as client:
        return await client.post(path, data=data)


async def marked(app: ASGIApp, path: str, token: str, **data: str) -> Response:
    return await post(app, path, token, form_mark=form_marks.made(auth.digest(token)), **data)


def place(answer: Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def cookie(answer: Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


async def with_passkey(app: ASGIApp, token: str) -> tuple[Device, str]:
    """Have a device make a passkey for whoever is signed in; return the new token, too."""
    begun = await marked(
        app, "/auth/passkey/new", token, current_password=PASSWORD, name="My phone"
    )
    assert place(begun) == "/passkey"
    options = await marked(app, "/auth/passkey/options", token)
    assert options.headers["content-type"] == "application/json"
    device = Device()
    added = await marked(app, "/auth/passkey/add", token, credential=device.make(options.text))
    assert place(added) == "/codes"
    return device, cookie(added)


async def test_a_passkey_is_added_with_the_password(app: ASGIApp, ada: str) -> None:
    wrong = {"current_password": "another", "name": "My phone"}
    assert place(await marked(app, "/auth/passkey/new", ada, **wrong)) == (
        "/security?error=current&form=passkey"
    )
    unnamed = {"current_password": PASSWORD, "name": " "}
    assert place(await marked(app, "/auth/passkey/new", ada, **unnamed)) == (
        "/security?error=name&form=passkey"
    )
    assert (await marked(app, "/auth/passkey/options", ada)).status_code == 404
    _, ada = await with_passkey(app, ada)
    async with Tab(app, ada, page="/security") as tab:
        await tab.load()
        (shown,) = tab.vars()["passkeys"]
        assert (shown["name"], shown["used"]) == ("My phone", "Not used yet")
        assert tab.vars()["can_add"]
    with db.read() as session:
        assert [one.template for one in posted(session)] == ["factor-added"]


async def test_what_no_device_made_is_not_kept_and_ends_it(app: ASGIApp, ada: str) -> None:
    asked = {"current_password": PASSWORD, "name": "My phone"}
    for credential in ("", "{}", "[]", "x" * 20_000, "\0"):
        assert place(await marked(app, "/auth/passkey/new", ada, **asked)) == "/passkey"
        refused = await marked(app, "/auth/passkey/add", ada, credential=credential)
        assert place(refused) == "/security?error=passkey&form=passkey"
    assert (await marked(app, "/auth/passkey/options", ada)).status_code == 404
    with db.read() as session:
        assert session.execute(select(tables.passkey)).all() == []


async def test_a_passkey_alone_lets_in_and_leads_on(app: ASGIApp, ada: str) -> None:
    device, _ = await with_passkey(app, ada)
    asked = await post(app, "/auth/passkey/ask")
    nobody = cookie(asked)
    assert await identify(f"finance={nobody}") is None
    shown = {"credential": device.show(asked.text), "next": "/entries"}
    done = await post(app, "/auth/passkey/enter", nobody, **shown)
    assert place(done) == "/entries"
    token = cookie(done)
    assert token not in (nobody, ada)
    found = await identify(f"finance={token}")
    assert found is not None
    assert found.email == ADA["email"]
    for browser_token in (nobody, token, ""):  # the same answer again, from wherever
        again = await post(app, "/auth/passkey/enter", browser_token, **shown)
        assert place(again) == "/login?error=passkey&next=%2Fentries"
        assert "set-cookie" not in again.headers


async def test_a_passkey_is_the_second_step(app: ASGIApp, ada: str) -> None:
    device, _ = await with_passkey(app, ada)
    first = await post(app, "/auth/sign-in", **ADA, next="/reports")
    assert place(first) == "/factor?next=%2Freports"
    waits = cookie(first)
    async with Tab(app, waits, page="/factor") as tab:
        await tab.load()
        known = tab.vars()
        assert (known["by_app"], known["by_passkey"]) == (False, True)
    for path in ("/auth/passkey/ask", "/auth/passkey/ask/second"):
        asked = await post(app, path, waits)
        assert "set-cookie" not in asked.headers
    shown = {"credential": device.show(asked.text), "next": "/reports"}
    done = await post(app, "/auth/passkey/second", waits, **shown)
    assert place(done) == "/reports"
    assert await identify(f"finance={cookie(done)}") is not None
    assert await identify(f"finance={waits}") is None
    assert place(await post(app, "/auth/passkey/second", waits, **shown)) == (
        "/login?error=late&next=%2Freports"
    )


async def test_who_waits_may_begin_anew_with_a_passkey_alone(app: ASGIApp, ada: str) -> None:
    device, _ = await with_passkey(app, ada)
    waits = cookie(await post(app, "/auth/sign-in", **ADA))
    asked = await post(app, "/auth/passkey/ask", waits)
    done = await post(app, "/auth/passkey/enter", waits, credential=device.show(asked.text))
    assert "error" not in place(done)
    refused = await post(app, "/auth/passkey/ask/second", waits)
    assert refused.status_code == 401


async def test_a_forged_answer_leads_back_to_where_it_came_from(app: ASGIApp, ada: str) -> None:
    real, _ = await with_passkey(app, ada)
    forged = Device(credential_id=real.credential_id, handle=real.handle)
    asked = await post(app, "/auth/passkey/ask")
    refused = await post(
        app, "/auth/passkey/enter", cookie(asked), credential=forged.show(asked.text)
    )
    assert place(refused) == "/login?error=passkey"
    waits = cookie(await post(app, "/auth/sign-in", **ADA))
    asked = await post(app, "/auth/passkey/ask/second", waits)
    refused = await post(app, "/auth/passkey/second", waits, credential=forged.show(asked.text))
    assert place(refused) == "/factor?error=passkey"
    assert await identify(f"finance={waits}") is None


async def test_a_passkey_is_removed_with_the_password_and_a_passkey(app: ASGIApp, ada: str) -> None:
    device, ada = await with_passkey(app, ada)

    async def asked() -> dict[str, str]:
        options = (await marked(app, "/auth/passkey/ask/again", ada)).text
        return {"current_password": PASSWORD, "credential": device.show(options)}

    with db.read() as session:
        key = str(session.execute(select(tables.passkey.c.id)).scalar_one())
    wrong = await marked(app, "/auth/passkey/remove", ada, key=key, current_password="x")  # noqa: S106  the same
    assert place(wrong) == f"/security?error=current&form=remove&key={key}"
    async with Tab(app, ada, page="/security") as tab:
        tab.query = place(wrong).partition("security")[2]
        await tab.load()
        assert (tab.vars()["removing"], tab.vars()["removing_name"]) == (key, "My phone")
    alone = await marked(app, "/auth/passkey/remove", ada, key=key, current_password=PASSWORD)
    assert place(alone) == f"/security?error=code&form=remove&key={key}"
    for gone in ("9" * 19, "x", ""):
        none = await marked(app, "/auth/passkey/remove", ada, key=gone, **await asked())
        assert place(none).startswith("/security?error=begun&form=remove")
    done = await marked(app, "/auth/passkey/remove", ada, key=key, **await asked())
    assert place(done) == "/security?done=nopasskey"
    assert place(await post(app, "/auth/sign-in", **ADA)) in ("/", "/welcome")


async def test_with_nothing_begun_the_page_leads_back(app: ASGIApp, ada: str) -> None:
    async with Tab(app, ada, page="/passkey") as tab:
        assert goes_to(await tab.load()) == ["/security"]


@pytest.mark.parametrize("path", ["/auth/passkey/new", "/auth/passkey/remove"])
async def test_a_form_that_another_page_made_changes_nothing(
    app: ASGIApp, ada: str, path: str
) -> None:
    more = {"name": "x"} if path.endswith("new") else {"key": "1"}
    form = {"form_mark": "made up", "current_password": PASSWORD, **more}
    assert (await post(app, path, ada, **form)).status_code == 403
