"""Somebody at work on a page: a book in a database, and a tab without a browser."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.services import auth, callers, users
from tests.websocket import Tab, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from finance_app.domain.actors import Actor


@dataclass(frozen=True)
class Person:
    """A signed-in user."""

    actor: Actor
    token: str

    def do(self, use_case: Any, *args: Any, now: datetime | None = None) -> Any:
        """Run a use case as this user and keep what it wrote."""
        actor = replace(self.actor, now=now) if now else self.actor
        with db.write() as session:
            return use_case(session, actor, *args)

    @asynccontextmanager
    async def at(self, page: str) -> AsyncIterator[Tab]:
        """Open a page, with its query, in a tab."""
        path, _, query = page.partition("?")
        async with served() as app, Tab(app, self.token, page=path) as tab:
            tab.query = f"?{query}" if query else ""
            await tab.load()
            yield tab


@pytest.fixture
def person(sqlite: None) -> Person:  # noqa: ARG001  the database must be there
    """The owner of an otherwise empty book in EUR."""
    callers.forget_all()
    now = datetime.now(UTC)
    new = users.NewUser("ada@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
    with db.write() as session:
        token = auth.sign_up(session, new, now)
        return Person(auth.actor(session, token, now), token)
