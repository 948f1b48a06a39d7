"""The whole set of headers, on every route, page and file by every method, and on refusals."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app import finance_app as root
from finance_app.domain.access import Access
from finance_app.services import auth, callers, users, welcome
from finance_app.web.bodies import SMALL
from finance_app.web.gate import Gate
from finance_app.web.headers import ALWAYS, FOREVER, POLICY
from tests.web.asking import told
from tests.websocket import browser, chain, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from starlette.types import ASGIApp

METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")
SCRIPTS = re.compile(r"script-src 'self'( 'sha256-[\w+/]{43}=')*;")
OWN = {"/files/report"}  # a policy of its own: the report runs nothing at all
MADE_UP = {"name": "1", "key": "1"}


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


def signed_in() -> str:
    now = datetime.now(UTC)
    with db.write() as session:
        new = users.NewUser("ada@example.org", "no hash", "de_AT", "UTC", "EUR")
        actor = users.add(session, new, now, is_admin=True)
        welcome.finish(session, replace(actor, now=now))
        attempt = auth.begin(session, actor.email, "127.0.0.1", now)
        return auth.finish(session, attempt, now, right=True)


def check(answer: httpx.Response, scheme: str) -> None:
    """Find the whole set on an answer."""
    where = f"{answer.request.method} {answer.request.url} {answer.status_code}"
    for name, value in ALWAYS.items():
        assert answer.headers.get_list(name) == [value], where
    policies = answer.headers.get_list("content-security-policy")
    assert len(policies) == 1, where
    assert "unsafe-eval" not in policies[0], where
    scripts = policies[0].partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in scripts, where
    if answer.request.url.path not in OWN:
        assert SCRIPTS.search(policies[0]), where
        assert re.sub(r"script-src[^;]*", "", policies[0]) == re.sub(
            r"script-src[^;]*", "", POLICY.format(scripts="")
        ), where
    assert answer.headers["x-request-id"], where
    assert ("strict-transport-security" in answer.headers) is (scheme == "https"), where
    assert not [name for name, _ in told(answer) if name.startswith("access-control")], where
    assert not {"server", "x-powered-by", "via"} & set(answer.headers), where


def paths(app: ASGIApp) -> list[str]:
    """Return every route's address, every page's and a file of each kind, and some of nothing."""
    gate = next(one for one in chain(app) if isinstance(one, Gate))
    kinds = {name.rpartition(".")[2]: name for name in sorted(gate.built.files)}
    pages = [screen.route for screen in root.SCREENS]
    routes = [route.path.format_map(MADE_UP) for route in root.ROUTES]
    nothing = ["/assets/none.js", "/none.css", "/nothing", "/_upload", "/ping", "/%00", "/a" * 500]
    return [*routes, *pages, *kinds.values(), "/app.js", "/worker.js", *nothing]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("known", [False, True])
async def test_every_answer_has_the_whole_set(app: ASGIApp, scheme: str, *, known: bool) -> None:
    token = signed_in() if known else ""
    seen = set()
    async with browser(app, token, scheme) as client:
        for path in paths(app):
            for method in METHODS if scheme == "https" and not known else ("GET",):
                answer = await client.request(method, path)
                check(answer, scheme)
                seen.add(answer.status_code)
        large = await client.post("/auth/sign-in", content=b"x" * (SMALL + 1))
        strange = await client.post("/auth/sign-in", headers={"origin": "https://evil.example"})
        part = await client.get("/app.js", headers={"Range": "bytes=99999999-"})
        for answer in (large, strange, part):
            check(answer, scheme)
    assert (large.status_code, strange.status_code) == (413, 403)
    assert seen >= ({200, 303, 404} if known else {200, 401, 404, 405})


async def test_what_is_private_is_kept_nowhere(app: ASGIApp) -> None:
    files = next(one for one in chain(app) if isinstance(one, Gate)).built.files
    async with browser(app, signed_in()) as client:
        for path in paths(app):
            answer = await client.get(path)
            kept = answer.headers["cache-control"]
            if path in files:
                assert kept in ("no-cache", FOREVER), path
            else:
                assert "no-store" in kept, path


def test_every_route_is_asked() -> None:
    assert {route.access for route in root.ROUTES} >= {Access.ANYONE, Access.SIGNED_IN}
    for route in root.ROUTES:
        assert "{" not in route.path.format_map(MADE_UP)
