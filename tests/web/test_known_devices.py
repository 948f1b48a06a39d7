from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import auth, callers, form_marks, users
from finance_app.web import cookies
from tests.services.mailbox import templates
from tests.web.asking import told
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
ADA = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


@pytest.fixture(autouse=True)
def ada(app: ASGIApp, password_hash: str) -> str:  # noqa: ARG001  the database must be there
    """The token of a session."""
    wanted = users.NewUser(ADA["email"], password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def post(
    app: ASGIApp, path: str, data: dict[str, str], cookie: str = "", scheme: str = "http"
) -> Response:
    async with browser(app, scheme=scheme) as client:
        client.headers.update({"cookie": cookie} if cookie else {})
        return await client.post(path, data=data)


def device_of(answer: Response, name: str = "finance-device") -> str:
    return answer.cookies.get(name) or ""


def mails() -> list[str]:
    with db.read() as session:
        return templates(session)


async def test_a_browser_is_given_what_it_is_known_by_and_is_no_news_again(app: ASGIApp) -> None:
    first = await post(app, "/auth/sign-in", ADA)
    given = device_of(first)
    assert auth.TOKEN.fullmatch(given)
    (header,) = (one for one in first.headers.get_list("set-cookie") if given in one)
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=34560000"} <= set(header.split("; "))
    assert mails() == ["new-sign-in"]
    again = await post(app, "/auth/sign-in", ADA, f"a=b; finance-device={given}")
    assert device_of(again) == given
    assert mails() == ["new-sign-in"]
    await post(app, "/auth/sign-in", ADA, "finance-device=made up")
    assert mails() == ["new-sign-in"] * 2


async def test_over_https_it_is_this_hosts_alone(app: ASGIApp) -> None:
    name = "__Host-finance-device"
    answer = await post(app, "/auth/sign-in", ADA, scheme="https")
    given = device_of(answer, name)
    (header,) = (one for one in answer.headers.get_list("set-cookie") if given in one)
    assert header.startswith(f"{name}=")
    assert "Secure" in header.split("; ")
    assert "Domain" not in header
    await post(app, "/auth/sign-in", ADA, f"{name}={given}", "https")
    assert mails() == ["new-sign-in"]
    await post(app, "/auth/sign-in", ADA, f"finance-device={given}", "https")
    assert mails() == ["new-sign-in"] * 2


async def test_a_wrong_password_makes_no_browser_known(app: ASGIApp) -> None:
    for email in (ADA["email"], "nobody@example.org"):
        answer = await post(app, "/auth/sign-in", {"email": email, "password": ANOTHER})
        assert "set-cookie" not in answer.headers


async def test_signing_out_leaves_the_browser_known(app: ASGIApp) -> None:
    answer = await post(app, "/auth/sign-in", ADA)
    token, given = answer.cookies["finance"], device_of(answer)
    mark = {"form_mark": form_marks.made(auth.digest(token))}
    cookie = f"finance={token}; finance-device={given}"
    out = await post(app, "/auth/sign-out", mark, cookie)
    assert "finance-device" not in out.headers["set-cookie"]


async def test_the_owner_gets_in_while_somebody_guesses(app: ASGIApp) -> None:
    given = device_of(await post(app, "/auth/sign-in", ADA))
    wrong = {**ADA, "password": ANOTHER}
    answers = [await post(app, "/auth/sign-in", wrong) for _ in range(11)]
    assert answers[-1].headers["location"] == "/login?error=wait"
    cookie = f"finance-device={given}"
    assert (await post(app, "/auth/sign-in", ADA, cookie)).headers["location"] == "/welcome"
    answers = [await post(app, "/auth/sign-in", wrong, cookie) for _ in range(11)]
    assert answers[9].headers["location"] == "/login?error=wrong"
    assert answers[10].headers["location"] == "/login?error=wait"


async def test_a_known_browser_finds_out_nothing_about_other_addresses(app: ASGIApp) -> None:
    with db.write() as session:
        eve = users.NewUser("eve@example.org", users.hashed(ANOTHER), "de_AT", "UTC", "EUR")
        users.add(session, eve, datetime.now(UTC), is_admin=False)
    cookie = f"finance-device={device_of(await post(app, '/auth/sign-in', ADA))}"
    answers = set()
    for email in ("eve@example.org", "nobody@example.org"):
        answer = await post(app, "/auth/sign-in", {**ADA, "email": email}, cookie)
        answers.add((answer.status_code, answer.content, *told(answer)))
    assert len(answers) == 1


async def test_another_password_keeps_the_browser_it_was_changed_in(app: ASGIApp) -> None:
    here = await post(app, "/auth/sign-in", ADA)
    there = device_of(await post(app, "/auth/sign-in", ADA))
    token = here.cookies["finance"]
    form = {"form_mark": form_marks.made(auth.digest(token)), "current_password": PASSWORD}
    cookie = f"finance={token}; finance-device={device_of(here)}"
    changed = await post(app, "/auth/password", {**form, "password": ANOTHER}, cookie)
    assert changed.headers["location"] == "/security?done=password"
    before = len(mails())
    again = {**ADA, "password": ANOTHER}
    await post(app, "/auth/sign-in", again, f"finance-device={device_of(here)}")
    assert len(mails()) == before
    await post(app, "/auth/sign-in", again, f"finance-device={there}")
    assert len(mails()) == before + 1


def test_what_a_browser_is_known_by_is_in_no_header_inside() -> None:
    cookie = f"finance={'t' * 43}; finance-device={'d' * 43}".encode()
    scope = {"type": "http", "scheme": "http", "headers": [(b"cookie", cookie)]}
    inside = cookies.with_own_alone(scope)
    assert inside["headers"] == [(b"cookie", b"finance=" + b"t" * 43)]
    assert inside[cookies.KNOWN_BY] == "d" * 43
