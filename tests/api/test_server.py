"""What administrators' programs do for the server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.models import tables
from tests.api.conftest import a_token, asking
from tests.conftest import somebody

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from tests.api.conftest import Ada


@pytest.fixture
async def admin(ada: Ada) -> AsyncIterator[httpx.AsyncClient]:
    with db.write() as session:
        table = tables.user
        session.execute(table.update().where(table.c.id == ada.actor.user_id).values(is_admin=True))
    async with asking(a_token(replace(ada.actor, is_admin=True), "admin")) as program:
        yield program


async def test_users_are_listed_and_kept_out(admin: httpx.AsyncClient) -> None:
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
    token = a_token(eve)
    listed = (await admin.get("/users?text=eve")).json()["items"]
    assert [(one["email"], one["is_disabled"]) for one in listed] == [("eve@example.org", False)]
    assert (await admin.post(f"/users/{eve.user_id}/disable")).json() == {"email": eve.email}
    async with asking(token) as program:
        assert (await program.get("/books")).status_code == 401
        await admin.post(f"/users/{eve.user_id}/enable")
        assert (await program.get("/books")).status_code == 200


async def test_an_administrator_does_not_lock_themselves_out(
    admin: httpx.AsyncClient, ada: Ada
) -> None:
    answer = await admin.post(f"/users/{ada.actor.user_id}/disable")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("You cannot disable your own account")


async def test_a_job_is_asked_to_run(admin: httpx.AsyncClient) -> None:
    listed = (await admin.get("/jobs")).json()["items"]
    assert "rates" in [one["name"] for one in listed]
    asked = await admin.post("/jobs/tidy/run")
    assert (asked.status_code, asked.json()["is_asked"]) == (202, True)
    assert (await admin.get("/jobs/tidy")).json()["is_asked"]
    assert (await admin.get("/jobs/nothing")).status_code == 404


async def test_a_token_without_the_scope_administers_nothing(
    admin: httpx.AsyncClient, ada: Ada
) -> None:
    assert (await admin.get("/users")).status_code == 200
    assert (await ada.program.get("/users")).status_code == 403
