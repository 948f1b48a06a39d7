"""Every operation, called by all who must not: no row is read or changed.

New operations are found by themselves.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.api.app import application
from finance_app.api.examples import example
from finance_app.domain.access import Access
from finance_app.domain.transfers import TransferDraft
from finance_app.models import tables
from finance_app.services import api_tokens, books, transfers, users
from finance_app.services.api_tokens import Wanted
from finance_app.web.answers import API
from tests.api.conftest import now
from tests.sweep import World, a_world
from tests.sweep_arguments import SECRETS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DESCRIBED = application().openapi()
OPERATIONS = sorted(
    (
        (method, path, operation)
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
    ),
    key=lambda one: one[0] != "get",  # what is read is still there
)


@pytest.fixture
async def world(sqlite: None) -> AsyncIterator[World]:  # noqa: ARG001  it must be there
    async with a_world() as found:
        with db.write() as session:
            table = tables.account
            mine = table.c.book_id == found.owner.book_id
            euro, dollar = session.scalars(select(table.c.id).where(mine).order_by(table.c.id))
            draft = TransferDraft(euro, dollar, date(2026, 11, 22), 100, 110, "Zanzibar fund")
            found.kinds["transfer"] = str(transfers.add(session, found.owner, draft))
            vic = users.actor_by_email(session, "vic@example.org", now())
            found.kinds.update(user=str(vic.user_id), job="tidy")
        yield found


def rows(world: World) -> dict[str, Any]:
    """Return everything the owner has, but for her tokens: their last use is written down."""
    return {name: found for name, found in world.rows().items() if name != "api_token"}


def a_token(email: str, scope: str = "write", book_id: int | None = None) -> str:
    with db.write() as session:
        actor = users.actor_by_email(session, email, now())
        if scope == "admin":
            table = tables.user
            session.execute(table.update().where(table.c.id == actor.user_id).values(is_admin=True))
            actor = users.actor_by_email(session, email, now())
        return api_tokens.make(session, actor, Wanted("Script", scope, book_id), right=True)


def place(world: World, path: str) -> str:
    """Return an operation's address, with the owner's keys."""
    for name, key in world.kinds.items():
        path = path.replace("{" + name + "}", key)
    assert "{" not in path, f"there is nothing of the kind in the swept book: {path}"
    return API + path


async def called(world: World, **headers: str) -> list[tuple[str, dict[str, Any], httpx.Response]]:
    """Call every operation."""
    transport = httpx.ASGITransport(app=world.app)
    found = []
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        for method, path, operation in OPERATIONS:
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            sent = example(body["schema"], DESCRIBED["components"]["schemas"]) if body else None
            answer = await client.request(
                method,
                place(world, path),
                json=sent,
                headers={"If-Match": "*", **headers},
            )
            found.append((method, operation, answer))
    return found


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_nobody_gets_in_without_a_token(world: World) -> None:
    before = rows(world)
    for headers in ({}, {"Cookie": f"finance={world.token}"}, bearer("fin_" + "a" * 43)):
        for _, operation, answer in await called(world, **headers):
            assert answer.status_code == 401, operation["operationId"]
    assert rows(world) == before


async def test_who_is_not_in_the_book_finds_nothing(world: World) -> None:
    before = rows(world)
    for token in (a_token("eve@example.org"), a_token("eve@example.org", "admin")):
        for _, operation, answer in await called(world, **bearer(token)):
            if "book" in {one["name"] for one in operation.get("parameters", ())}:
                assert answer.status_code == 404, operation["operationId"]
            if operation["x-access"] != Access.ADMIN:
                assert not any(text in answer.text for text in SECRETS)
    assert rows(world) == before


async def test_who_is_disabled_gets_in_nowhere(world: World) -> None:
    with db.write() as session:
        table = tables.user
        mine = table.c.email == "dora@example.org"
        session.execute(table.update().where(mine).values(disabled_at=None))
    token = a_token("dora@example.org")
    with db.write() as session:
        session.execute(table.update().where(mine).values(disabled_at=now()))
    for _, operation, answer in await called(world, **bearer(token)):
        assert answer.status_code == 401, operation["operationId"]


@pytest.mark.parametrize("scope", ["read", "write"])
async def test_a_viewer_and_a_token_that_reads_change_nothing(world: World, scope: str) -> None:
    email = "ada@example.org" if scope == "read" else "vic@example.org"
    token = a_token(email, scope)
    before = rows(world)
    for method, operation, answer in await called(world, **bearer(token)):
        name = operation["operationId"]
        (demand,) = operation["security"]
        if "admin" in demand["token"]:
            assert answer.status_code == 403, name
        elif method == "get" and operation["x-access"] == Access.SIGNED_IN:
            assert answer.status_code == 200, (name, answer.text)
        elif operation["x-access"] != Access.SIGNED_IN or scope == "read":
            assert answer.status_code == 403, (name, answer.text)
    assert rows(world) == before


async def test_a_token_for_another_book_opens_nothing_of_this_one(world: World) -> None:
    with db.write() as session:
        actor = users.actor_by_email(session, "ada@example.org", now())
        other = books.add(session, actor, "Other")
        books.switch(session, actor, world.owner.book_id)
    token = a_token("ada@example.org", book_id=other)
    before = rows(world)
    for _, operation, answer in await called(world, **bearer(token)):
        if operation["operationId"] != "list_books":
            assert answer.status_code in (403, 404), (operation["operationId"], answer.text)
        assert not any(text in answer.text for text in SECRETS)
    assert rows(world) == before


async def test_the_owner_gets_through_every_door(world: World) -> None:
    """Without this, the sweep could pass because nothing works."""
    token = a_token("ada@example.org", "admin")
    before = rows(world)
    for method, operation, answer in await called(world, **bearer(token)):
        name = operation["operationId"]
        assert answer.status_code not in (401, 403, 405), (name, answer.text)
        assert method != "get" or answer.status_code == 200, (name, answer.text)
    assert rows(world) != before


def test_every_operation_says_what_it_takes_and_shows_what_comes() -> None:
    assert OPERATIONS
    for _, path, operation in OPERATIONS:
        (demand,) = operation["security"]
        (scope,) = demand["token"]
        assert scope in ("read", "write", "admin"), path
        assert operation["description"], path
        assert "4XX" in operation["responses"], path
        assert "422" not in operation["responses"], path
