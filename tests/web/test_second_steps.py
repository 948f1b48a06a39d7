from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import auth, callers, users
from finance_app.web.auth import identify
from tests.services.mailbox import templates
from tests.services.second_factors import code, codes_of, with_app
from tests.web.asking import told
from tests.websocket import Tab, browser, goes_to, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor

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
def ada(app: ASGIApp, password_hash: str) -> tuple[Actor, str, str]:  # noqa: ARG001  the same
    """Somebody with the key of an app and the token of a session."""
    wanted = users.NewUser(ADA["email"], password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        token = auth.sign_up(session, wanted, datetime.now(UTC))
        actor = auth.actor(session, token, datetime.now(UTC))
        return actor, with_app(session, actor, auth.digest(token)), token


async def post(app: ASGIApp, path: str, data: dict[str, str], token: str = "") -> Response:
    async with browser(app, token) as client:
        return await client.post(path, data=data)


def place(answer: Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def cookie(answer: Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


async def waiting(app: ASGIApp, wanted: str = "") -> str:
    """Do the first step; return the token."""
    answer = await post(app, "/auth/sign-in", {**ADA, "next": wanted})
    assert place(answer).startswith("/factor")
    return cookie(answer)


def later(key: str) -> str:
    """Return a code that was not taken yet, by a clock that is a little fast."""
    return code(key, datetime.fromtimestamp(datetime.now(UTC).timestamp() + 30, UTC))


async def test_the_password_leads_to_the_second_step_and_makes_nobody(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    assert ada
    answer = await post(app, "/auth/sign-in", {**ADA, "next": "/entries?text=a"})
    assert place(answer) == "/factor?next=%2Fentries%3Ftext%3Da"
    token = cookie(answer)
    assert await identify(f"finance={token}") is None
    async with browser(app, token) as client:
        assert (await client.get("/auth/app/key")).status_code == 401
        assert (await client.get("/files/rates")).status_code == 401


async def test_the_page_of_the_second_step_knows_what_can_be_shown_and_nothing_else(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    assert ada
    async with Tab(app, await waiting(app), page="/factor") as tab:
        await tab.load()
        known = tab.vars()
        assert (known["by_app"], known["by_backup_code"]) == (True, True)
        assert not known.get("email")
        assert not tab.shows(ADA["email"])


async def test_who_does_not_wait_is_led_to_where_they_belong(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    for token, wanted in (("", "/login"), ("x" * 43, "/login"), (ada[2], "/")):
        async with Tab(app, token, page="/factor") as tab:
            assert goes_to(await tab.load()) == [wanted]
            tab.query = "?next=%2F%2Fevil.example"
            assert goes_to(await tab.load()) == [wanted]
            tab.query = "?next=%2Fentries"
            back = "/entries" if wanted == "/" else "/login?next=%2Fentries"
            assert goes_to(await tab.load()) == [back]


async def test_a_code_lets_in_under_another_token_and_leads_on(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    waits = await waiting(app, "/entries")
    right = {"code": later(ada[1]), "next": "/entries"}
    answer = await post(app, "/auth/factor", right, waits)
    assert place(answer) == "/entries"
    assert cookie(answer) != waits
    found = await identify(f"finance={cookie(answer)}")
    assert found is not None
    assert found.user_id == ada[0].user_id
    assert await identify(f"finance={waits}") is None
    assert place(await post(app, "/auth/factor", right, await waiting(app))) == (
        "/factor?error=code&next=%2Fentries"
    )


async def test_a_backup_code_lets_in_once(app: ASGIApp, ada: tuple[Actor, str, str]) -> None:
    with db.read() as session:
        backup = codes_of(session, ada[0], auth.digest(ada[2]))[0]
    form = {"code": backup, "backup": "1"}
    first = await post(app, "/auth/factor", form, await waiting(app))
    assert "error" not in place(first)
    token = await waiting(app)
    again = await post(app, "/auth/factor", form, token)
    assert place(again) == "/factor?error=backup"
    async with Tab(app, token, page="/factor") as tab:
        tab.query = "?error=backup"
        await tab.load()
        assert tab.vars()["refusal"].startswith("That backup code is wrong")
        assert tab.vars()["was_backup"]
    with db.read() as session:
        assert "backup-code-used" in templates(session)


async def test_ten_wrong_codes_are_answered_and_no_more(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    token = await waiting(app)
    for _ in range(10):
        wrong = await post(app, "/auth/factor", {"code": "abcd-abcd-abcd"}, token)
        assert place(wrong) == "/factor?error=code"
    callers.forget_all()
    token = await waiting(app)  # beginning anew does not help, nor does the right code
    answer = await post(app, "/auth/factor", {"code": later(ada[1])}, token)
    assert place(answer) == "/factor?error=wait"
    assert await identify(f"finance={token}") is None


@pytest.mark.parametrize("token", ["", "x" * 43])
async def test_without_the_first_step_there_is_no_second(app: ASGIApp, token: str) -> None:
    answer = await post(app, "/auth/factor", {"code": "123456", "next": "/entries"}, token)
    assert place(answer) == "/login?error=late&next=%2Fentries"
    assert "set-cookie" not in answer.headers


async def test_no_other_page_is_led_to(app: ASGIApp, ada: tuple[Actor, str, str]) -> None:
    wanted = {"code": later(ada[1]), "next": "//evil.example"}
    answer = await post(app, "/auth/factor", wanted, await waiting(app))
    assert place(answer) in ("/", "/welcome")


async def test_a_wrong_password_tells_nothing_of_a_second_step(
    app: ASGIApp, ada: tuple[Actor, str, str]
) -> None:
    assert ada
    answers = set()
    for email in (ADA["email"], "eve@example.org"):
        answer = await post(app, "/auth/sign-in", {"email": email, "password": "a wrong one"})
        answers.add((answer.status_code, answer.content, *told(answer)))
    assert len(answers) == 1
