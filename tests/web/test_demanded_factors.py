"""A second factor that the operator demands: without one only the way to it is open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from reflex_base.registry import RegistrationContext

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.entries import EntryDraft
from finance_app.domain.flags import SECOND_FACTOR
from finance_app.finance_app import ROUTES, SCREENS
from finance_app.services import auth, callers, entries, users
from finance_app.ui.guard import ENROLS
from finance_app.ui.handlers import declared
from tests.conftest import an_account
from tests.flags import each_way, switch_now
from tests.services.second_factors import with_app
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

MANY = 10


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


def somebody(email: str) -> tuple[str, Any]:
    """Sign somebody up, the first as administrator; return their token, and who they are."""
    now = datetime.now(UTC)
    with db.write() as session:
        wanted = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
        actor = users.add(session, wanted, now, is_admin=email.startswith("root"))
        return auth.let_in(session, actor, now), actor


def closed() -> set[str]:
    """Every handler that is not for those who have to set one up first."""
    known = RegistrationContext.get().event_handlers
    open_ = (Access.ANYONE, Access.ENROLLING, None)
    return {name for name, one in known.items() if declared(one.handler.fn) not in open_}


def has_to(token: str) -> bool:
    with db.read() as session:
        return auth.actor(session, token, datetime.now(UTC)).must_enrol


@each_way(SECOND_FACTOR)
async def test_it_is_demanded_of_those_whom_the_operator_names(
    app: ASGIApp,  # noqa: ARG001  the database must be there
    switched: str,
) -> None:
    root, _ = somebody("root@example.org")
    ada, actor = somebody("ada@example.org")
    switch_now(SECOND_FACTOR, switched)
    assert has_to(root) is (switched != "nobody")
    assert has_to(ada) is (switched == "everybody")
    with db.write() as session:
        with_app(session, actor)
    assert has_to(ada) is False


async def test_who_lacks_it_is_led_there_and_can_do_nothing_else(app: ASGIApp) -> None:
    token, actor = somebody("ada@example.org")
    with db.write() as session:
        draft = EntryDraft(an_account(session, actor), actor.today, -1250, "Private bakery")
        entries.add(session, actor, draft)
    switch_now(SECOND_FACTOR, "everybody")
    callers.forget_all()
    for route in ROUTES:
        if route.access in (Access.ANYONE, Access.ENROLLING) or "{" in route.path:
            continue
        async with browser(app, token) as client:
            answer = await client.request(route.method, route.path, headers={"accept": "*/*"})
        assert answer.status_code == 403, route.path
    loads = {name for name in closed() if name.endswith(".load")}
    assert len(loads) > MANY
    for page in ("/entries", "/security"):  # a browser says where it is as it likes
        async with Tab(app, token, page=page) as tab:
            await tab.load()
            for name in loads:
                await tab.send(name, {}, wait=0)
            await tab.rest()
            assert not tab.shows("Private bakery")
            assert bool(tab.vars().get("demands_factor")) is (page == "/security")
    with db.write() as session:
        with_app(session, actor)
    callers.forget_all()
    async with Tab(app, token, page="/security") as tab:
        await tab.load()
        assert not tab.vars().get("demands_factor")
    async with Tab(app, token, page="/entries") as tab:
        await tab.load()
        assert tab.shows("Private bakery")


def test_the_pages_to_it_are_those_that_are_open_before() -> None:
    assert {one.route for one in SCREENS if one.access is Access.ENROLLING} == ENROLS
