"""A page's state with one handler of each kind, and people who are signed in."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlalchemy import update

from finance_app import db
from finance_app.domain.access import Access
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.services import auth, callers, users
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    key: Key


class Diary(SessionState):
    """A page's state with one handler of each kind."""

    rows: rx.Field[list[str]] = rx.field(default_factory=list)
    text: str = "nothing"

    _fields = frozenset({"text"})
    _private: str = "a secret"

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        self.rows = [f"secret of {(await self._actor()).email}"]

    @handler(Access.EDITOR)
    async def write(self, text: str) -> None:
        self.text = text
        self._say("Written.")

    @handler(Access.ADMIN)
    def rule(self) -> None:
        self.text = "ruled"

    @handler(Access.ANYONE)
    def greet(self) -> None:
        self.text = "hello"

    @handler(Access.SIGNED_IN)
    def choose(self, key: str) -> None:
        self.text = f"chose {Chosen.of({'key': key}).key}"

    @handler(Access.SIGNED_IN)
    def fail(self, field: str) -> None:
        raise ConflictError("It is there already.", field=field)

    @handler(Access.SIGNED_IN)
    def reach(self) -> None:
        raise NotFoundError("What was reached for is a secret.")

    @handler(Access.SIGNED_IN)
    def break_down(self) -> None:
        raise RuntimeError("what was sent: a secret")

    @handler(Access.SIGNED_IN)
    async def count(self) -> Any:
        for number in "12":
            self.text = number
            yield
        raise ConflictError("No further.")

    @handler(Access.SIGNED_IN, background=True)
    async def work(self) -> None:
        while True:
            async with self:
                self.text = f"at work for {(await self._actor()).email}"
            await asyncio.sleep(0.01)

    @handler(Access.SIGNED_IN, background=True)
    async def toil(self) -> None:
        for number in itertools.count():
            async with self:
                self.text = f"at {number}"
            await asyncio.sleep(0.01)

    @handler(Access.SIGNED_IN, background=True)
    async def stumble(self) -> None:
        raise ConflictError("The work is done already.")

    @rx.event
    def undeclared(self) -> None:
        self.text = "pwned"

    def plain(self, text: str = "") -> None:
        self.text = f"pwned {text}"

    def _helper(self) -> None:
        self.text = "pwned"


def signed_in(email: str, role: str = "owner", *, is_admin: bool = False) -> str:
    """Add a user; return the token of their session."""
    now = datetime.now(UTC)
    wanted = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
    with db.write() as session:
        actor = users.add(session, wanted, now, is_admin=is_admin)
        session.execute(
            update(tables.membership)
            .where(tables.membership.c.user_id == actor.user_id)
            .values(role=role)
        )
        attempt = auth.begin(session, email, "192.0.2.1", now)
        return auth.finish(session, attempt, now, right=True)


def name(method: str) -> str:
    return f"{Diary.get_full_name()}.{method}"


def end_session(token: str) -> None:
    """End a session elsewhere."""
    with db.write() as session:
        auth.sign_out(session, token, datetime.now(UTC))
    callers.forget_all()
