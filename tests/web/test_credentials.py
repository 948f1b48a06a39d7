from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.services import auth, callers, form_marks, users
from finance_app.web.auth import identify
from tests.services.mailbox import Posted, posted
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
ADA = {"email": "ada@example.org", "password": PASSWORD}
PLACE = {"region": "de_AT", "base_currency": "EUR", "time_zone": "Europe/Vienna"}


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


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


@pytest.fixture
def ada(app: ASGIApp, password_hash: str) -> str:  # noqa: ARG001  the database must be there
    """The token of a session."""
    wanted = users.NewUser(ADA["email"], password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def post(app: ASGIApp, path: str, data: dict[str, str], token: str = "") -> Response:
    async with browser(app, token) as client:
        return await client.post(path, data=data)


def place(answer: Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def mails() -> list[Posted]:
    with db.read() as session:
        return posted(session)


def marked(token: str, **more: str) -> dict[str, str]:
    return {"form_mark": form_marks.made(auth.digest(token)), **more}


async def can_sign_in(app: ASGIApp, password: str, email: str = ADA["email"]) -> bool:
    answer = await post(app, "/auth/sign-in", {"email": email, "password": password})
    return "error" not in place(answer)


@pytest.mark.usefixtures("ada")
async def test_somebody_joins_by_mail(app: ASGIApp) -> None:
    eve = {"email": "eve@example.org", "password": ANOTHER}
    assert place(await post(app, "/auth/sign-up", {**eve, **PLACE})) == "/sent"
    assert not await can_sign_in(app, ANOTHER, eve["email"])
    (letter,) = mails()
    wrong = await post(app, "/auth/join", {"link": letter.token, "password": PASSWORD})
    assert place(wrong).startswith("/join?error=chosen#")
    proof = {"link": letter.token, "password": ANOTHER}
    joined = await post(app, "/auth/join", proof)
    assert place(joined) == "/login?done=joined"
    assert "finance" not in joined.cookies  # the browser is known, nobody is signed in
    assert await can_sign_in(app, ANOTHER, eve["email"])
    assert place(await post(app, "/auth/join", proof)) == "/login?error=joined"


async def test_a_forgotten_password_is_chosen_anew(app: ASGIApp, ada: str) -> None:
    assert place(await post(app, "/auth/forgot", {"email": ADA["email"]})) == "/sent"
    link = mails()[0].token
    weak = await post(app, "/auth/reset", {"link": link, "password": "ada@example.org"})
    assert place(weak) == f"/reset?error=password#{link}"
    assert await identify(f"finance={ada}") is not None
    done = await post(app, "/auth/reset", {"link": link, "password": ANOTHER})
    assert place(done) == "/login?done=reset"
    assert await identify(f"finance={ada}") is None
    assert await can_sign_in(app, ANOTHER)
    assert not await can_sign_in(app, PASSWORD)
    again = await post(app, "/auth/reset", {"link": link, "password": PASSWORD})
    assert place(again) == "/forgot?error=dead"


@pytest.mark.usefixtures("ada")
async def test_a_sixth_mail_within_the_hour_is_not_sent_to_anybody(app: ASGIApp) -> None:
    for email in (ADA["email"], "eve@example.org"):
        answers = [place(await post(app, "/auth/forgot", {"email": email})) for _ in range(6)]
        assert answers == [*["/sent"] * 5, "/forgot?error=full"]


async def test_a_password_is_changed_by_who_knows_it(app: ASGIApp, ada: str) -> None:
    wrong = marked(ada, current_password="another", password=ANOTHER)  # noqa: S106  the tests' own
    assert place(await post(app, "/auth/password", wrong, ada)) == (
        "/security?error=current&form=password"
    )
    weak = marked(ada, current_password=PASSWORD, password="short")  # noqa: S106  the same
    assert place(await post(app, "/auth/password", weak, ada)) == (
        "/security?error=password&form=password"
    )
    assert await can_sign_in(app, PASSWORD)
    right = marked(ada, current_password=PASSWORD, password=ANOTHER)
    assert place(await post(app, "/auth/password", right, ada)) == "/security?done=password"
    assert await can_sign_in(app, ANOTHER)


async def test_guesses_at_the_password_of_somebody_signed_in_are_counted(
    app: ASGIApp, ada: str
) -> None:
    wrong = marked(ada, current_password="another", email="new@example.org")  # noqa: S106  the tests' own
    answers = [place(await post(app, "/auth/address", wrong, ada)) for _ in range(11)]
    assert answers[9] == "/security?error=current&form=address"
    assert answers[10] == "/security?error=wait&form=address"
    assert mails() == []


async def test_an_address_is_changed_by_who_reads_its_mail(app: ASGIApp, ada: str) -> None:
    asked = marked(ada, current_password=PASSWORD, email="new@example.org")
    assert place(await post(app, "/auth/address", asked, ada)) == "/security?done=sent"
    confirmed = await post(app, "/auth/confirm", {"link": mails()[0].token})
    assert place(confirmed) == "/login?done=address"
    assert await can_sign_in(app, PASSWORD, "new@example.org")
    assert not await can_sign_in(app, PASSWORD)


async def test_a_changed_address_is_taken_back_with_another_password(
    app: ASGIApp, ada: str
) -> None:
    asked = marked(ada, current_password=PASSWORD, email="new@example.org")
    await post(app, "/auth/address", asked, ada)
    await post(app, "/auth/confirm", {"link": mails()[0].token})
    link = {"link": mails()[-1].token}
    back = place(await post(app, "/auth/take-back", link))
    assert back.startswith("/reset#")
    assert await identify(f"finance={ada}") is None
    assert not await can_sign_in(app, PASSWORD)
    form = {"link": back.partition("#")[2], "password": ANOTHER}
    assert place(await post(app, "/auth/reset", form)) == "/login?done=reset"
    assert await can_sign_in(app, ANOTHER)
    assert place(await post(app, "/auth/take-back", link)) == "/login?error=gone"


@pytest.mark.parametrize("path", ["/auth/password", "/auth/address"])
async def test_a_form_that_another_page_made_changes_nothing(
    app: ASGIApp, ada: str, path: str
) -> None:
    form = {"form_mark": "made up", "current_password": PASSWORD}
    form |= {"password": ANOTHER} if path == "/auth/password" else {"email": "new@example.org"}
    assert (await post(app, path, form, ada)).status_code == 403
    assert mails() == []


@pytest.mark.parametrize("does", ["forgot", "join", "reset", "confirm", "take-back"])
async def test_what_is_no_form_is_told_so(app: ASGIApp, does: str) -> None:
    answer = await post(app, f"/auth/{does}", {"more": "x"})
    assert "error=" in place(answer)
