"""Signing in by way of a provider, against a small one on this machine."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import func, select, update

from finance_app import db
from finance_app.adapters import oidc as adapter
from finance_app.config import settings
from finance_app.models import metadata, tables
from finance_app.services import auth, callers, form_marks, users
from finance_app.web.auth import identify
from tests import oidc_server
from tests.services.mailbox import templates
from tests.websocket import browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.types import ASGIApp

    from finance_app.domain.actors import Actor
    from tests.oidc_server import Provider

PASSWORD = "plum tractor eleven window"  # noqa: S105  of nobody
PROVIDER, OVER = "/login?error=provider", "/login?error=over"


@pytest.fixture
def provider() -> Iterator[Provider]:
    adapter.forget()
    with oidc_server.serving() as one:
        yield one


@pytest.fixture
async def app(
    sqlite: None,  # noqa: ARG001  it must be there
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ASGIApp]:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    monkeypatch.setenv("FINANCE_OIDC_ISSUER", provider.url)
    monkeypatch.setenv("FINANCE_OIDC_CLIENT_ID", oidc_server.CLIENT)
    monkeypatch.setenv("FINANCE_OIDC_CLIENT_SECRET", oidc_server.SECRET)
    settings.cache_clear()
    callers.forget_all()
    async with served() as served_app:
        yield served_app


@pytest.fixture
def ada(app: ASGIApp) -> str:  # noqa: ARG001  the database must be there
    """The token of a session of somebody with a password."""
    wanted = users.NewUser("ada@example.org", users.hashed(PASSWORD), "de_AT", "UTC", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def leave(
    app: ASGIApp, token: str = "", path: str = "/auth/oidc", **form: str
) -> tuple[str, str]:
    """Begin; return where the browser is led, and the cookie that it keeps."""
    async with browser(app, token) as client:
        answer = await client.post(path, data=form or {"next": ""})
    if answer.status_code == 303:
        return answer.headers["location"], ""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found, answer.text
    (kept,) = re.findall(r"finance-attempt=([^;]+);", answer.headers["set-cookie"])
    return html.unescape(found[1]), kept


async def sign_in_there(place: str) -> dict[str, str]:
    """Sign in at the provider; return what it sends along."""
    async with httpx.AsyncClient() as client:
        back = urlsplit((await client.get(place)).headers["location"])
    assert f"{back.scheme}://{back.netloc}" == "http://localhost:8000"
    assert back.path == "/auth/oidc/callback"
    return {name: values[0] for name, values in parse_qs(back.query).items()}


async def come_back(app: ASGIApp, kept: str, given: dict[str, str], token: str = "") -> Any:
    cookies = [f"finance-attempt={kept}"] if kept else []
    cookies += [f"finance={token}"] if token else []
    async with browser(app, "") as client:
        return await client.get(
            "/auth/oidc/callback", params=given, headers={"cookie": "; ".join(cookies)}
        )


async def through(app: ASGIApp, token: str = "", **begun: str) -> Any:
    place, kept = await leave(app, token, **begun)
    return await come_back(app, kept, await sign_in_there(place), token)


def session_in(answer: Any) -> str:
    found = re.findall(r"finance=([\w-]{43});", " ".join(answer.headers.get_list("set-cookie")))
    return found[0] if found else ""


async def actor_in(answer: Any) -> Actor | None:
    return await identify(f"finance={session_in(answer)}")


def place(answer: Any) -> str:
    assert answer.status_code == 303
    return str(answer.headers["location"])


def people() -> int:
    with db.read() as session:
        return session.execute(select(func.count()).select_from(tables.user)).scalar_one()


def connecting(token: str, password: str = PASSWORD) -> dict[str, str]:
    mark = form_marks.made(auth.digest(token))
    return {"path": "/auth/oidc/connect", "form_mark": mark, "current_password": password}


@pytest.mark.usefixtures("ada")
async def test_a_newcomer_gets_an_account_and_comes_back_to_it(app: ASGIApp) -> None:
    first = await through(app)
    found = await actor_in(first)
    assert place(first) == "/welcome"
    assert found is not None
    assert (found.email, found.is_admin) == ("new@example.org", False)
    again = await actor_in(await through(app, next="/entries"))
    assert again is not None
    assert again.user_id == found.user_id
    assert people() == 2


@pytest.mark.usefixtures("ada")
async def test_an_address_that_changed_there_is_still_the_same_person(
    app: ASGIApp, provider: Provider
) -> None:
    first = await actor_in(await through(app))
    provider.person |= {"email": "other@example.org"}
    again = await actor_in(await through(app))
    assert first is not None
    assert again is not None
    assert (again.user_id, again.email) == (first.user_id, "new@example.org")


async def test_the_first_of_all_is_the_administrator(app: ASGIApp) -> None:
    found = await actor_in(await through(app))
    assert found is not None
    assert found.is_admin


async def test_where_they_wanted_to_go_is_where_they_come(app: ASGIApp) -> None:
    await through(app)
    assert place(await through(app, next="/entries?kind=all")) == "/entries?kind=all"
    assert place(await through(app, next="//evil.example")) != "//evil.example"


async def test_an_account_is_never_handed_over_but_connected_from_inside(
    app: ASGIApp, provider: Provider, ada: str
) -> None:
    provider.person["email"] = "ada@example.org"
    assert place(await through(app)) == "/login?error=known"
    refused, _ = await leave(app, ada, **connecting(ada, "not it"))
    assert refused == "/security?error=current&form=provider"
    answer = await through(app, ada, **connecting(ada))
    assert place(answer) == "/security?done=connected"
    found = await actor_in(await through(app))
    assert found is not None
    assert found.email == "ada@example.org"
    with db.read() as session:
        assert templates(session) == ["identity-added", "new-sign-in"]


async def test_disconnected_it_opens_nothing_any_more(
    app: ASGIApp, provider: Provider, ada: str
) -> None:
    provider.person["email"] = "ada@example.org"
    token = session_in(await through(app, ada, **connecting(ada)))
    assert await identify(f"finance={ada}") is None
    form = {**connecting(token), "path": "/auth/oidc/disconnect"}
    gone, _ = await leave(app, token, **form)
    assert gone == "/security?done=disconnected"
    assert place(await through(app)) == "/login?error=known"


async def test_an_identity_belongs_to_one_account(app: ASGIApp, ada: str) -> None:
    await through(app)
    answer = await through(app, ada, **connecting(ada))
    assert place(answer) == "/security?error=taken&form=provider"


async def test_only_the_session_that_began_is_connected(app: ASGIApp, ada: str) -> None:
    other = session_in(await through(app))
    begun, kept = await leave(app, ada, **connecting(ada))
    given = await sign_in_there(begun)
    for token in (other, ""):
        answer = await come_back(app, kept, given, token)
        assert place(answer) == "/security?error=over&form=provider"


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "of another attempt"},
        {"aud": "another app"},
        {"aud": ["finance", "another app"]},
        {"iss": "https://id.example"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
        {"azp": "another app"},
        {"sub": ""},
        {"sub": 4711},
        {"sub": "x" * 256},
    ],
)
async def test_what_was_not_said_for_this_attempt_does_not_count(
    app: ASGIApp, provider: Provider, lies: dict[str, Any]
) -> None:
    provider.lies = lies
    answer = await through(app)
    assert (place(answer), session_in(answer), people()) == (PROVIDER, "", 1)


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("subject", ["4711", "public"])
@pytest.mark.parametrize("forge", oidc_server.FORGERIES)
async def test_only_the_published_keys_and_their_algorithms_count(
    app: ASGIApp, provider: Provider, forge: Callable[[dict[str, Any]], str], subject: str
) -> None:
    provider.forge, provider.lies = forge, {"sub": subject}
    answer = await through(app)
    assert (place(answer), session_in(answer), people()) == (PROVIDER, "", 1)


@pytest.mark.usefixtures("ada")
async def test_what_the_provider_gave_goes_no_further(app: ASGIApp, provider: Provider) -> None:
    answer = await through(app)
    assert session_in(answer)
    given = (oidc_server.ACCESS_TOKEN, provider.given)
    assert all(given)
    said = f"{answer.headers}{answer.text}"
    with db.read() as session:
        for table in metadata.sorted_tables:
            said += repr(session.execute(select(table)).all())
    assert not [one for one in given if one in said]


@pytest.mark.usefixtures("ada")
async def test_what_another_key_signed_does_not_count(app: ASGIApp, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    answer = await through(app)
    assert (place(answer), session_in(answer), people()) == (PROVIDER, "", 1)


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("verified", [False, None, "true", 1])
async def test_an_address_that_is_not_vouched_for_makes_no_account(
    app: ASGIApp, provider: Provider, verified: object
) -> None:
    provider.person["email_verified"] = verified
    assert place(await through(app)) == "/login?error=unproven"
    assert people() == 1


@pytest.mark.usefixtures("ada")
async def test_a_way_back_counts_for_the_browser_that_left_and_once(app: ASGIApp) -> None:
    begun, kept = await leave(app)
    _, other = await leave(app)
    given = await sign_in_there(begun)
    for wrong in ("", other, kept[:-1], "x" * 5000):
        assert place(await come_back(app, wrong, given)) == OVER
    assert place(await come_back(app, kept, {**given, "state": "another"})) == OVER
    right = await come_back(app, kept, given)
    assert session_in(right)
    assert "finance-attempt=" in " ".join(right.headers.get_list("set-cookie"))
    assert place(await come_back(app, kept, given)) == PROVIDER  # the code was used


@pytest.mark.usefixtures("ada")
async def test_whoever_is_refused_there_is_refused_here(app: ASGIApp, provider: Provider) -> None:
    provider.refuses = "access_denied"
    assert place(await through(app)) == PROVIDER


async def test_a_disabled_user_stays_out(app: ASGIApp) -> None:
    found = await actor_in(await through(app))
    assert found is not None
    with db.write() as session:
        user = tables.user
        gone = update(user).where(user.c.id == found.user_id).values(disabled_at=found.now)
        session.execute(gone)
    assert place(await through(app)) == "/login?error=closed"


@pytest.mark.usefixtures("ada")
async def test_where_sign_up_is_closed_nobody_new_comes_in(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    assert place(await through(app)) == "/login?error=closed"
    assert people() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://id.example"},
        {"token_endpoint": "http://169.254.169.254/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": ""},
    ],
)
async def test_a_provider_that_says_nonsense_about_itself_is_not_followed(
    app: ASGIApp, provider: Provider, said: dict[str, Any]
) -> None:
    provider.said = said
    begun, kept = await leave(app)
    if kept:
        begun = place(await come_back(app, kept, await sign_in_there(begun)))
    assert begun == PROVIDER
    assert people() == 0


async def test_without_a_provider_there_is_no_such_way(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINANCE_OIDC_ISSUER")
    settings.cache_clear()
    assert await leave(app) == (PROVIDER, "")
    assert place(await come_back(app, "", {"code": "a", "state": "b"})) == OVER
