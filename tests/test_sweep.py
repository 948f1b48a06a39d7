"""Every event handler, called by all who must not: no row is read or changed.

New handlers and routes are found by themselves. One that takes arguments needs what to call it
with, a line in `tests/sweep_arguments.py`; a failing test says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select

from finance_app import db
from finance_app import finance_app as root
from finance_app.domain.access import Access
from finance_app.models import tables
from finance_app.services import callers
from finance_app.ui import guard
from finance_app.ui.handlers import declared
from finance_app.ui.session import SessionState
from finance_app.web.sockets import Sockets
from tests.sweep_arguments import ARGUMENTS, BODIES, GARBAGE, NAMED, SECRETS, UNCALLABLE
from tests.websocket import Tab, chain, goes_to

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

from tests import sweep_arguments
from tests.sweep import (
    World,
    a_world,
    arguments,
    call_everything,
    handlers,
    label,
    own_handlers,
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
    async with a_world() as found:
        yield found


@pytest.mark.timeout(600)
async def test_nobody_reads_or_changes_another_ones_rows_over_the_websocket(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    before = world.rows()
    for caller in world.strangers:
        keys = world.keys if caller.is_known else world.keys[:1]
        async with Tab(world.app, caller.token) as tab:
            await call_everything(tab, world, keys)
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
        await call_everything(tab, world, world.keys)
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
                    (place,) = goes_to(answer)
                    assert place.partition("?")[0] == "/login", (caller.name, label(handler))


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
    whole = (tables.server_setting, tables.audit_event, tables.mail, tables.user)
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
        await call_everything(tab, world, world.keys[:1])
        assert not tab.shows(*SECRETS)
    assert {**world.rows(), "auth_session": []} == {**before, "auth_session": []}
