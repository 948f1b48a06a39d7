"""Every event handler and plain route, called by all who must not: no row is read or changed.

New handlers and routes are found by themselves. One that takes arguments needs what to call it
with, a line in `tests/sweep_arguments.py`; a failing test says which.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select, update

from finance_app import db
from finance_app import finance_app as root
from finance_app.domain.access import Access
from finance_app.models import tables
from finance_app.services import auth, callers, users
from finance_app.ui import guard
from finance_app.ui.handlers import declared
from finance_app.ui.session import SessionState
from finance_app.web.sockets import Sockets
from tests.services.second_factors import with_app
from tests.sweep_arguments import ARGUMENTS, BODIES, GARBAGE, NAMED, SECRETS, UNCALLABLE
from tests.websocket import Tab, browser, chain, goes_to, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from finance_app.domain.actors import Actor
from tests import sweep_arguments
from tests.sweep import (
    Caller,
    World,
    arguments,
    ask,
    call_everything,
    fill,
    handlers,
    join_as_viewer,
    label,
    own_handlers,
    owned_keys,
    taken,
    with_key,
)


def test_every_handler_says_who_may_call_it() -> None:
    missing = [
        label(handler)
        for name, handler in handlers().items()
        if declared(handler.fn) is None
        and name not in guard.PAGE_EVENTS
        and not (handler.fn.__name__ in UNCALLABLE and handler.fn.__module__.startswith("reflex"))
    ]
    assert not missing, f"decorate with @handler(Access.…) or rename to _…: {missing}"


def test_every_handler_can_be_called_here() -> None:
    missing = {
        label(handler): unknown
        for handler in own_handlers().values()
        if (unknown := set(taken(handler)) - set(ARGUMENTS.get(label(handler), NAMED)))
    }
    assert not missing, f"add to ARGUMENTS in {sweep_arguments.__file__}: {missing}"


def test_every_route_can_be_called_here() -> None:
    posts = {route.path for route in root.ROUTES if route.method == "POST"}
    assert posts <= BODIES.keys(), (
        f"add to BODIES in {sweep_arguments.__file__}: {posts - BODIES.keys()}"
    )


def test_only_the_way_in_is_open_to_anyone() -> None:
    assert {screen.route for screen in root.SCREENS if screen.plain} == guard.OPEN_PAGES
    open_handlers = {
        label(handler)
        for handler in own_handlers().values()
        if declared(handler.fn) is Access.ANYONE
    }
    assert open_handlers == {
        "InvitedState.load",
        "MailedState.load",
        "SecondStepState.load",
        "SessionState.report",
        "SignInState.load",
        "SignUpState.load",
        "SignUpState.choose_region",
    }
    open_routes = {route.path for route in root.ROUTES if route.access is Access.ANYONE}
    assert open_routes == {
        "/auth/sign-in",
        "/auth/sign-up",
        "/auth/sign-out",
        "/auth/forgot",
        "/auth/join",
        "/auth/reset",
        "/auth/confirm",
        "/auth/take-back",
        "/auth/oidc",
        "/auth/oidc/callback",
        "/auth/factor",
        "/auth/passkey/ask",
        "/auth/passkey/ask/second",
        "/auth/passkey/enter",
        "/auth/passkey/second",
        "/auth/decline",
        "/auth/invited",
        "/healthz",
        "/readyz",
        "/theme.js",
        "/auth/unsubscribe",
    }


@pytest.fixture
async def world(sqlite: None) -> AsyncIterator[World]:  # noqa: ARG001  it must be there
    callers.forget_all()
    with db.write() as session:
        now = datetime.now(UTC)

        def somebody(email: str) -> Actor:
            wanted = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
            return users.add(session, wanted, now, is_admin=False)

        def token(email: str) -> str:
            attempt = auth.begin(session, email, "192.0.2.1", now)
            return auth.finish(session, attempt, now, right=True)

        owner = somebody("ada@example.org")
        fill(session, owner)
        for name in ("eve", "vic", "dora", "rita"):
            somebody(f"{name}@example.org")
        with_app(session, somebody("pia@example.org"))
        tokens = {
            name: token(f"{name}@example.org")
            for name in ("ada", "eve", "vic", "dora", "rita", "pia")
        }
        join_as_viewer(session, "vic@example.org", owner.book_id)
        for name in ("dora", "rita", "pia"):
            join_as_viewer(session, f"{name}@example.org", owner.book_id, role="owner")
        disabled = tables.user.c.email == "dora@example.org"
        session.execute(update(tables.user).where(disabled).values(disabled_at=now))
        auth.sign_out(session, tokens["rita"])
        keys = tuple(map(str, owned_keys(session, owner.book_id)))
    strangers = (
        Caller("nobody"),
        Caller("disabled", tokens["dora"]),
        Caller("revoked", tokens["rita"]),
        Caller("pending", tokens["pia"]),
        Caller("other", tokens["eve"], is_known=True),
        Caller("viewer", tokens["vic"], may_look=True, is_known=True),
    )
    async with served() as app:
        yield World(app, owner, tokens["ada"], keys, strangers)


@pytest.mark.timeout(600)
async def test_nobody_reads_or_changes_another_ones_rows_over_the_websocket(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    before = world.rows()
    for caller in world.strangers:
        keys = world.keys if caller.is_known else world.keys[:1]
        async with Tab(world.app, caller.token) as tab:
            await call_everything(tab, keys)
            assert caller.may_look or not tab.shows(*SECRETS), caller.name
            assert caller.is_known or not tab.vars().get("email"), caller.name
        assert world.rows() == before, caller.name
        assert "unexpected error" not in caplog.text, caplog.text


@pytest.mark.timeout(600)
async def test_the_owner_reads_and_changes_rows_in_the_same_way(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Without this, the sweep could pass because nothing works."""
    before = world.rows()
    async with Tab(world.app, world.token) as tab:
        await call_everything(tab, world.keys)
        assert tab.shows("ada@example.org")
        assert tab.shows("Zanzibar Bakery")
    assert world.rows() != before
    assert "unexpected error" not in caplog.text, caplog.text


async def test_who_is_not_signed_in_is_led_to_the_way_in(world: World) -> None:
    for caller in (one for one in world.strangers if not one.is_known):
        async with Tab(world.app, caller.token) as tab:
            for name, handler in own_handlers().items():
                if declared(handler.fn) is not Access.ANYONE:
                    answer = await tab.send(name, with_key(arguments(handler), world.keys[0]))
                    assert goes_to(answer) == ["/login"], (caller.name, label(handler))


async def test_what_is_for_administrators_is_refused_to_owners(world: World) -> None:
    """Whoever owns a book is nobody special to the server: nothing of it is shown or changed."""
    before = server_rows()
    async with Tab(world.app, world.token, page="/admin") as tab:
        await tab.load()
        called = 0
        for name, handler in own_handlers().items():
            if declared(handler.fn) is Access.ADMIN:
                tab.frames.clear()
                await tab.send(name, with_key(arguments(handler), str(world.owner.user_id)))
                assert tab.vars()["notice_trouble"], label(handler)
                assert not tab.shows("eve@example.org"), label(handler)
                await tab.call(SessionState.close_notice)
                called += 1
    assert called >= 7
    assert server_rows() == before


def server_rows() -> list[list[tuple[Any, ...]]]:
    """Return what is the whole server's, but for signs of life and of mail on its way."""
    passing = {"seen_at", "text", "sent_at", "due_at"}
    whole = (tables.server_setting, tables.server_change, tables.mail, tables.user)
    with db.read() as session:
        return [
            sorted(
                map(tuple, session.execute(select(*(c for c in one.c if c.name not in passing))))
            )
            for one in whole
        ]


async def test_a_viewer_is_refused_what_only_editors_may(world: World) -> None:
    async with Tab(world.app, world.strangers[-1].token) as tab:
        await tab.load()
        for name, handler in own_handlers().items():
            if declared(handler.fn) in (Access.EDITOR, Access.OWNER, Access.ADMIN):
                tab.frames.clear()
                await tab.send(name, with_key(arguments(handler), world.keys[0]))
                assert tab.vars()["notice_trouble"], label(handler)
                await tab.call(SessionState.close_notice)


@pytest.mark.timeout(600)
async def test_no_handler_chokes_on_what_a_browser_may_send(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever comes, the answer is a sentence: nothing unforeseen, no traceback."""
    async with Tab(world.app, world.token) as tab:
        await tab.load()
        for name, handler in own_handlers().items():
            for piece in GARBAGE if taken(handler) else ():
                await tab.send(name, dict.fromkeys(taken(handler), piece))
                assert "unexpected error" not in caplog.text, (label(handler), piece, caplog.text)
            for payload in ({"more": "x"}, {"self": "x"}):
                await tab.send(name, payload)
                assert "unexpected error" not in caplog.text, (label(handler), caplog.text)


@pytest.mark.timeout(600)
async def test_nobody_reads_or_changes_another_ones_rows_over_plain_http(world: World) -> None:
    before = world.rows()
    for caller in world.strangers:
        for route in root.ROUTES:
            for answer in await ask(world, route, caller.token):
                if not caller.is_known and route.access is not Access.ANYONE:
                    assert answer.status_code in (401, 303), (caller.name, route.path)
                if caller.name == "viewer" and route.access is Access.EDITOR:
                    assert answer.status_code == 403, route.path
                if caller.is_known and route.access is Access.ADMIN:
                    assert answer.status_code == 404, route.path
                assert caller.may_look or not any(text in answer.text for text in SECRETS)
        assert world.rows() == before, caller.name


async def test_nothing_changes_by_looking(world: World) -> None:
    before = world.rows()
    for route in root.ROUTES:
        if route.method == "GET":
            await ask(world, route, world.token)
    assert world.rows() == before


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://localhost:8001"])
async def test_no_other_site_posts_anything(world: World, origin: str) -> None:
    before = world.rows()
    for route in root.ROUTES:
        if route.method == "POST":
            for answer in await ask(world, route, world.token, origin=origin):
                assert answer.status_code == 403, route.path
    assert world.rows() == before


async def test_the_frameworks_own_routes_are_not_there(world: World) -> None:
    async with browser(world.app, world.token) as client:
        known = [str(getattr(route, "path", "")) for route in root.app._api.routes]  # type: ignore[union-attr]  # it is made
        assert "/ping" in known
        for path in {*known, "/_upload", "/_all_routes", "/auth-codespace"} - {"/_event"}:
            for method in ("GET", "POST", "PUT", "DELETE"):
                answer = await client.request(method, path)
                assert answer.status_code in (404, 405), (method, path)


async def test_a_session_that_is_ended_meanwhile_changes_nothing(world: World) -> None:
    before = world.rows()
    sockets = next(one for one in chain(world.app) if isinstance(one, Sockets))
    sockets.every = 3600  # else the tab is gone before everything was called
    async with Tab(world.app, world.token) as tab:
        await tab.load()
        with db.write() as session:
            session.execute(delete(tables.auth_session))
        callers.forget_all()
        tab.frames.clear()
        await call_everything(tab, world.keys[:1])
        assert not tab.shows(*SECRETS)
    assert {**world.rows(), "auth_session": []} == {**before, "auth_session": []}
