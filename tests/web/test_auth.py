from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from finance_app import db
from finance_app.config import settings
from finance_app.domain.places import local
from finance_app.models import tables
from finance_app.services import auth, callers, form_marks, users, welcome
from finance_app.web.auth import identify
from finance_app.web.forms import address
from tests.web.asking import told
from tests.websocket import ORIGIN, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx import Response
    from starlette.types import ASGIApp

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
ADA = {"email": "ada@example.org", "password": PASSWORD}
PLACE = {"region": "de_AT", "base_currency": "EUR", "time_zone": "Europe/Vienna"}


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
    """The token of a session of a user who has an account."""
    now = datetime.now(UTC)
    wanted = users.NewUser(ADA["email"], password_hash, "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, now)


async def post(
    app: ASGIApp, path: str, data: dict[str, str], token: str = "", **more: Any
) -> Response:
    scheme = more.pop("scheme", "http")
    async with browser(app, token, scheme) as client:
        client.headers.update(more.pop("headers", {}))
        return await client.post(path, data=None if more else data, **more)


def given(response: Response) -> str:
    """Return the token that an answer gives the browser."""
    return response.cookies.get("finance") or response.cookies.get("__Host-finance") or ""


def count(table: Any) -> int:
    with db.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


async def test_somebody_signs_up_out_and_in(app: ASGIApp) -> None:
    up = await post(app, "/auth/sign-up", {**ADA, **PLACE})
    assert (up.status_code, up.headers["location"]) == (303, "/welcome")
    actor = await identify(f"finance={given(up)}")
    assert actor is not None
    assert (actor.email, actor.region, actor.time_zone) == (ADA["email"], "de_AT", "Europe/Vienna")
    mark = form_marks.made(auth.digest(given(up)))
    out = await post(app, "/auth/sign-out", {"form_mark": mark}, given(up))
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert 'finance=""' in out.headers["set-cookie"]
    assert await identify(f"finance={given(up)}") is None
    back = await post(app, "/auth/sign-in", ADA)
    assert (back.status_code, back.headers["location"]) == (303, "/welcome")
    assert given(back) != given(up)
    assert await identify(f"finance={given(back)}") is not None


async def test_over_plain_http_the_cookie_is_out_of_scripts_sight(app: ASGIApp, ada: str) -> None:
    assert ada
    cookie = (await post(app, "/auth/sign-in", ADA)).headers["set-cookie"]
    assert cookie.startswith("finance=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_this_hosts_alone(app: ASGIApp, ada: str) -> None:
    assert ada
    answer = await post(app, "/auth/sign-in", ADA, scheme="https")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-finance=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    async with browser(app, given(answer), "https") as client:
        assert (await client.get("/files/statements")).status_code != 401


async def test_only_who_stays_signed_in_has_a_cookie_that_outlasts_the_browser(
    app: ASGIApp, ada: str
) -> None:
    assert ada
    brief = (await post(app, "/auth/sign-in", ADA)).headers.get_list("set-cookie")[0]
    assert "Max-Age" not in brief
    assert "expires" not in brief.lower()
    stay = {**ADA, "stay": "on"}
    kept = (await post(app, "/auth/sign-in", stay)).headers.get_list("set-cookie")[0]
    assert "Max-Age=7776000" in kept
    strange = await post(app, "/auth/sign-in", {**ADA, "stay": "for ever"})
    assert strange.headers["location"] == "/login?error=strange"


async def test_wrong_and_unknown_are_answered_alike(app: ASGIApp, ada: str) -> None:
    assert ada
    wrong = await post(app, "/auth/sign-in", {**ADA, "password": "another"})
    unknown = await post(app, "/auth/sign-in", {**ADA, "email": "eve@example.org"})
    for answer in (wrong, unknown):
        assert (answer.status_code, answer.content) == (303, b"")
        assert answer.headers["location"] == "/login?error=wrong"
        assert "set-cookie" not in answer.headers
    assert told(wrong) == told(unknown)


async def test_the_eleventh_guess_is_told_to_wait(app: ASGIApp, ada: str) -> None:
    assert ada
    wrong = {**ADA, "password": "another"}
    answers = [await post(app, "/auth/sign-in", wrong) for _ in range(11)]
    assert [each.headers["location"] for each in answers[8:]] == [
        "/login?error=wrong",
        "/login?error=wrong",
        "/login?error=wait",
    ]
    assert (await post(app, "/auth/sign-in", ADA)).headers["location"] == "/login?error=wait"


async def test_signing_in_replaces_the_session_that_came_along(app: ASGIApp, ada: str) -> None:
    assert await identify(f"finance={ada}") is not None
    after = given(await post(app, "/auth/sign-in", ADA, ada))
    assert await identify(f"finance={ada}") is None
    assert await identify(f"finance={after}") is not None
    assert count(tables.auth_session) == 1


async def test_a_token_that_a_page_chose_is_never_taken_over(app: ASGIApp, ada: str) -> None:
    assert ada
    chosen = "chosen-by-somebody-else-and-43-characters-x"
    assert given(await post(app, "/auth/sign-in", ADA, chosen)) != chosen


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "short"}, "password"),
        ({"password": "passwordpassword"}, "password"),
        ({"password": "ada@example.org"}, "password"),
        ({"email": "ada"}, "email"),
        ({"email": "", "password": "short", "base_currency": "XXX"}, "email.currency.password"),
        ({"region": "xx_XX"}, "region"),
        ({"base_currency": "XXX"}, "currency"),
        ({"more": "x"}, "strange"),
        ({"email": "\ud83d"}, "strange"),
    ],
)
async def test_what_is_wrong_with_signing_up_is_a_code(
    app: ASGIApp, changes: dict[str, str], code: str
) -> None:
    form = {**ADA, **PLACE, **changes}
    body = "&".join(f"{key}={value}" for key, value in form.items()).encode(
        "utf-8", "surrogatepass"
    )
    answer = await post(
        app,
        "/auth/sign-up",
        {},
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.headers["location"] == f"/signup?error={code}"
    assert count(tables.user) == 0


async def test_sign_up_is_closed_once_somebody_is_there(app: ASGIApp, ada: str) -> None:
    assert ada
    answer = await post(app, "/auth/sign-up", {**ADA, **PLACE, "email": "eve@example.org"})
    assert answer.headers["location"] == "/signup?error=closed"
    assert count(tables.user) == 1


async def test_an_open_deployment_answers_everybody_alike(
    app: ASGIApp, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ada
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    known = await post(app, "/auth/sign-up", {**ADA, **PLACE})
    eve = await post(app, "/auth/sign-up", {**ADA, **PLACE, "email": "eve@example.org"})
    assert known.headers["location"] == eve.headers["location"] == "/sent"
    assert told(known) == told(eve)
    assert count(tables.user) == 1


async def test_signing_out_takes_the_form_of_this_session(app: ASGIApp, ada: str) -> None:
    for mark in ("", "x" * 64, form_marks.made(auth.digest("another"))):
        answer = await post(app, "/auth/sign-out", {"form_mark": mark}, ada)
        assert answer.status_code == 403
    assert await identify(f"finance={ada}") is not None


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", f"{ORIGIN}.evil.example"])
async def test_a_form_of_another_site_is_refused(app: ASGIApp, ada: str, origin: str) -> None:
    mark = form_marks.made(auth.digest(ada))
    for path, form in (("/auth/sign-in", ADA), ("/auth/sign-out", {"form_mark": mark})):
        answer = await post(app, path, form, ada, headers={"origin": origin})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert await identify(f"finance={ada}") is not None


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/",
        "/?period=2026-11",
        "/entries",
        "/entries?period=2026-11&text=a%20b",
        "/import?id=12",
        "/settings",
    ],
)
def test_a_page_of_the_app_is_a_way_back(page: str) -> None:
    assert local(page) == page


@pytest.mark.parametrize(
    "page",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "/entries/../..", "/a//b"),
        *(
            "javascript:alert(1)",
            "/entries\nSet-Cookie: a=b",
            " /",
            "/entries?a=b#c",
            "/é",
            "/%2fx",
            "/?x=//evil.example",
            "/?",
        ),
    ],
)
async def test_no_other_page_is(app: ASGIApp, ada: str, page: str) -> None:
    assert ada
    answer = await post(app, "/auth/sign-in", {**ADA, "next": page})
    assert answer.headers["location"] == "/welcome"


async def test_the_way_back_survives_a_wrong_password(app: ASGIApp, ada: str) -> None:
    assert ada
    form = {**ADA, "next": "/entries?text=x"}
    wrong = await post(app, "/auth/sign-in", {**form, "password": "another"})
    assert wrong.headers["location"] == "/login?error=wrong&next=%2Fentries%3Ftext%3Dx"
    assert (await post(app, "/auth/sign-in", form)).headers["location"] == "/entries?text=x"
    form["next"] = "/?period=2026-11"
    assert (await post(app, "/auth/sign-in", form)).headers["location"] == "/?period=2026-11"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"email=a&password=b", "text/plain"),
        (b'{"email": "a", "password": "b"}', "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(50)), "application/x-www-form-urlencoded"),
        (b"email=a&password=b&admin=1", "application/x-www-form-urlencoded"),
        (b"email=a&password=b&email=c", "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_no_form_changes_nothing(app: ASGIApp, body: bytes, kind: str) -> None:
    for path in ("/auth/sign-in", "/auth/sign-up"):
        answer = await post(app, path, {}, content=body, headers={"content-type": kind})
        assert answer.headers["location"].endswith("?error=strange")
    assert count(tables.attempt) == 0


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_attempts_are_counted_by_address_or_network(host: str, counted: str) -> None:
    from starlette.requests import Request

    assert address(Request({"type": "http", "client": (host, 1), "headers": []})) == counted


async def test_who_skipped_or_has_begun_goes_to_the_dashboard(app: ASGIApp, ada: str) -> None:
    async def page(**more: str) -> str:
        return str((await post(app, "/auth/sign-in", {**ADA, **more})).headers["location"])

    assert await page() == "/welcome"
    assert await page(next="/entries?new=1") == "/entries?new=1"
    with db.write() as session:
        welcome.finish(session, auth.actor(session, ada, datetime.now(UTC)))
    assert await page() == "/"
