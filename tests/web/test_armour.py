"""The armour as a whole, around an app that would answer anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse

from finance_app.config import Settings
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.services import callers
from finance_app.web.armour import Inside, armour
from finance_app.web.built import Built
from finance_app.web.routes import Route, actor
from finance_app.web.sockets import Live
from tests.web.asking import HOST, ask, connect, echo, told

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

OURS = {"Origin": f"http://{HOST}"}
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = {
    "owner": Actor(1, 1, Role.OWNER, NOW),
    "viewer": Actor(2, 1, Role.VIEWER, NOW),
    "admin": Actor(3, 2, Role.OWNER, NOW, is_admin=True),
}
TOKENS = {name: name[0] * 43 for name in PEOPLE}


async def identify(cookie: str) -> Actor | None:
    token = callers.token_in(cookie)
    return next((PEOPLE[name] for name in PEOPLE if TOKENS[name] == token), None)


def as_(name: str) -> dict[str, str]:
    return {**OURS, "Cookie": f"theme=dark; finance={TOKENS.get(name, '')}"}


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as Reflex does: with what there is, or 404."""
    if scope["type"] == "http" and scope["path"] == "/404":
        await PlainTextResponse("nothing here", 404)(scope, receive, send)
    else:
        await echo(scope, receive, send)


async def who(request: Request) -> Response:
    return PlainTextResponse(str(actor(request).user_id))


async def open_to_all(_request: Request) -> Response:
    return PlainTextResponse("open")


async def conflict(_request: Request) -> Response:
    raise ConflictError


async def field(_request: Request) -> Response:
    message = "That is no day."
    raise InvalidInputError(message, field="day")


async def broken(_request: Request) -> Response:
    message = "something private"
    raise RuntimeError(message)


async def own_policy(_request: Request) -> Response:
    headers = {"Content-Security-Policy": "sandbox", "Cache-Control": "private"}
    return HTMLResponse("<p>", headers=headers)


TABLE = (
    Route("GET", "/open", open_to_all, Access.ANYONE),
    Route("GET", "/nobody", who, Access.ANYONE),
    Route("GET", "/mine", who, Access.SIGNED_IN),
    Route("POST", "/change", who, Access.EDITOR),
    Route("POST", "/rule", who, Access.ADMIN),
    Route("POST", "/conflict", conflict, Access.SIGNED_IN),
    Route("POST", "/field", field, Access.SIGNED_IN),
    Route("GET", "/broken", broken, Access.ANYONE),
    Route("GET", "/policy", own_policy, Access.ANYONE),
    Route("POST", "/big", open_to_all, Access.ANYONE, body=100_000),
)


async def push(client: str, set_id: int | None) -> None:
    raise AssertionError(f"{client} was told of {set_id}, but no page is open")


def forget(client: str) -> None:
    raise AssertionError(f"{client} was forgotten, but no page was open")


@pytest.fixture
def app(tmp_path: Path) -> ASGIApp:
    for name in ("index.html", "login.html", "admin.html", "404.html", "app.js"):
        (tmp_path / name).write_text("<script>1</script>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "root-1.js").touch()
    settings = Settings(data_dir=tmp_path, trusted_proxies="127.0.0.1")
    pages, built = {"/login": Access.ANYONE, "/admin": Access.ADMIN}, Built(tmp_path)
    apps, live = Inside(inside, echo), Live(push, forget, lambda _: 0)
    return armour(apps, settings, built, TABLE, pages=pages, identify=identify, live=live)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/mine", {"owner", "viewer", "admin"}),
        ("POST", "/change", {"owner", "admin"}),
        ("POST", "/rule", {"admin"}),
    ],
)
async def test_a_route_is_for_whom_it_says(
    app: ASGIApp, method: str, path: str, allowed: set[str]
) -> None:
    for name, person in PEOPLE.items():
        answer = await ask(app, path, method, headers=as_(name))
        assert (answer.status_code == 200) is (name in allowed)
        assert answer.status_code in (200, 404 if path == "/rule" else 403)
        assert (answer.text == str(person.user_id)) is (name in allowed)
    stranger = await ask(app, path, method, headers=OURS)
    assert stranger.status_code == 401


async def test_a_route_for_anyone_knows_no_actor(app: ASGIApp) -> None:
    assert (await ask(app, "/open")).text == "open"
    assert (await ask(app, "/nobody")).status_code == 401


async def test_who_opens_an_address_signed_out_is_sent_to_sign_in(app: ASGIApp) -> None:
    answer = await ask(app, "/mine", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


async def test_a_change_needs_a_page_of_ours(app: ASGIApp) -> None:
    answer = await ask(app, "/change", "POST", headers={"Cookie": as_("owner")["Cookie"]})
    assert answer.status_code == 403


async def test_a_refusal_is_a_sentence_and_a_status(app: ASGIApp) -> None:
    headers = as_("owner")
    answer = await ask(app, "/conflict", "POST", headers=headers)
    assert answer.status_code == 409
    assert answer.json() == {"error": "That already exists.", "field": ""}
    answer = await ask(app, "/field", "POST", headers=headers)
    assert answer.status_code == 422
    assert answer.json() == {"error": "That is no day.", "field": "day"}


async def test_what_nobody_foresaw_is_logged_and_not_told(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await ask(app, "/broken")
    assert answer.status_code == 500
    assert "private" not in answer.text
    number = answer.text.split()[-1].rstrip(").")
    assert answer.headers["x-request-id"] == number
    assert f"unexpected error {number} at /broken" in caplog.text


@pytest.mark.parametrize(
    ("path", "signed_in", "told"),
    [
        ("/", "owner", "/index.html"),
        ("/login", "", "/login.html"),
        ("/login/", "", "/login.html"),
        ("/app.js", "", "/app.js"),
        ("/assets/root-1.js", "", "/assets/root-1.js"),
    ],
)
async def test_what_was_built_is_answered(
    app: ASGIApp, path: str, signed_in: str, told: str
) -> None:
    answer = await ask(app, path, headers=as_(signed_in))
    assert answer.text.startswith(f"http://{HOST}{told} from")


@pytest.mark.parametrize(
    "path",
    [
        "/_upload",
        "/_upload/x",
        "/ping",
        "/_health",
        "/_all_routes",
        "/auth-codespace",
        "/_event",
        "/_event/",
        "/index.html",
        "/login.html",
        "/404",
        "/%2e%2e/secret.key",
        "/app.js/",
        *("/assets", "/assets/", "/.git/config", "/data/finance.db"),
        *("/docs", "/openapi.json", "/metrics"),
        "/nothing",
    ],
)
@pytest.mark.parametrize("signed_in", ["", "owner"])
async def test_nothing_else_is(app: ASGIApp, path: str, signed_in: str) -> None:
    answer = await ask(app, path, headers=as_(signed_in))
    assert (answer.status_code, answer.text) == (404, "nothing here")


async def test_a_page_is_for_those_who_are_signed_in(app: ASGIApp) -> None:
    answer = await ask(app, "/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("signed_in", ["", "owner", "viewer"])
async def test_a_page_for_administrators_is_missing_for_others(
    app: ASGIApp, signed_in: str, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/admin", "/admin/"):
        answer = await ask(app, path, headers=as_(signed_in))
        missing = await ask(app, "/nothing", headers=as_(signed_in))
        assert (answer.status_code, answer.text) == (404, missing.text)
        assert told(answer) == told(missing)
    by = f"user {PEOPLE[signed_in].user_id}" if signed_in else "nobody"
    assert caplog.messages == [f"/admin.html is for administrators and was hidden from {by}"] * 2


async def test_an_administrator_finds_it(app: ASGIApp) -> None:
    answer = await ask(app, "/admin", headers=as_("admin"))
    assert answer.text.startswith(f"http://{HOST}/admin.html from")


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(("token", "why"), [("", ""), ("x" * 43, "&ended=elsewhere")])
async def test_who_signs_in_first_gets_the_page_asked_for(
    app: ASGIApp, token: str, why: str
) -> None:
    answer = await ask(app, "/?period=2026-11&x=%3Cb%3E", headers={"Cookie": f"finance={token}"})
    wanted = f"/login?next=%2F%3Fperiod%3D2026-11%26x%3D%253Cb%253E{why}"
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)


@pytest.mark.parametrize("path", ["/", "/login", "/app.js", "/_upload"])
async def test_pages_and_files_can_only_be_read(app: ASGIApp, path: str) -> None:
    answer = await ask(app, path, "POST", headers=as_("owner"))
    assert answer.status_code == 405


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "X"])
async def test_methods_that_nobody_uses_are_refused(app: ASGIApp, method: str) -> None:
    for path in ("/", "/app.js", "/open", "/change", "/nothing"):
        answer = await ask(app, path, method, headers={**as_("owner"), "X-Told": "back"})
        assert answer.status_code == 405, path
        assert "back" not in answer.text


async def test_a_preflight_is_answered_without_permission(app: ASGIApp) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = await ask(app, "/change", "OPTIONS", headers=headers)
    assert answer.status_code == 403
    assert [name for name in answer.headers if name.startswith("access-control")] == []


async def test_only_one_websocket_exists(app: ASGIApp) -> None:
    ours = [("host", HOST), ("origin", f"http://{HOST}")]
    assert (await connect(app, ours))["type"] == "websocket.accept"
    assert (await connect(app, ours, "/other"))["type"] == "websocket.close"


async def test_a_route_takes_as_much_as_it_says(app: ASGIApp) -> None:
    assert (await ask(app, "/big", "POST", headers=OURS, content=b"x" * 99_999)).status_code == 200
    assert (await ask(app, "/big", "POST", headers=OURS, content=b"x" * 100_001)).status_code == 413
    assert (await ask(app, "/", "POST", headers=OURS, content=b"x" * 99_999)).status_code == 413


ANSWERS = ["/", "/login", "/app.js", "/nothing", "/broken", "/mine", "/open", "/policy"]


@pytest.mark.parametrize("path", ANSWERS)
async def test_every_answer_carries_the_headers(app: ASGIApp, path: str) -> None:
    headers = (await ask(app, path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "content-security-policy" in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", ANSWERS)
async def test_every_answer_says_what_it_is_and_in_which_encoding(app: ASGIApp, path: str) -> None:
    for answer in (await ask(app, path, headers=as_("owner")), await ask(app, path, "POST")):
        kind = answer.headers["content-type"]
        assert kind.startswith("text/") is kind.endswith("; charset=utf-8"), kind


async def test_also_where_a_request_is_refused(app: ASGIApp) -> None:
    for answer in (
        await ask(app, "/open", base="http://money.example"),
        await ask(app, "/change", "POST"),
        await ask(app, "/", "POST", headers=OURS, content=b"x" * 99_999),
    ):
        assert answer.status_code >= 400
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_scripts_run_by_file_or_hash_only(app: ASGIApp) -> None:
    policy = (await ask(app, "/login")).headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for shut in ("default-src", "frame-ancestors", "base-uri", "object-src"):
        assert rules[shut] == "'none'"
    assert rules["connect-src"] == "'self'"
    kinds = {source.split("-")[0] for source in rules["script-src"].split()}
    assert kinds == {"'self'", "'sha256"}


async def test_an_answer_may_bring_its_own_policy(app: ASGIApp) -> None:
    headers = (await ask(app, "/policy")).headers
    assert headers.get_list("content-security-policy") == ["sandbox"]
    assert headers.get_list("cache-control") == ["private"]


async def test_a_secure_visit_stays_secure(app: ASGIApp) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "money.example"}
    answer = await ask(app, "/login", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/assets/root-1.js", "public, max-age=31536000, immutable"),
        ("/login", "no-store"),
        ("/app.js", "no-cache"),
        ("/assets/gone.js", "no-store"),
        ("/open", "no-store"),
    ],
)
async def test_what_has_a_hash_in_its_name_is_kept(app: ASGIApp, path: str, rule: str) -> None:
    assert (await ask(app, path)).headers["cache-control"] == rule
