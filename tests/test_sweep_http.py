"""Every plain route, called by all who must not: no row is read or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import finance_app as root
from finance_app.domain.access import Access
from tests.sweep import World, a_world, ask
from tests.sweep_arguments import SECRETS
from tests.websocket import browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def world(sqlite: None) -> AsyncIterator[World]:  # noqa: ARG001  it must be there
    async with a_world() as found:
        yield found


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
