"""Programs that ask the API of a database of each kind, as over the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from finance_app import db
from finance_app.api.app import api
from finance_app.services import api_tokens
from finance_app.services.api_tokens import Wanted
from finance_app.web.mounts import Mounted
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from finance_app.domain.actors import Actor

EACH_MINUTE = 100_000


async def nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("that was not for programs")


def served(each_minute: int = EACH_MINUTE) -> ASGIApp:
    """Return the API where the app has it."""
    return Mounted(nothing, api(each_minute))


def asking(token: str = "", app: ASGIApp | None = None) -> httpx.AsyncClient:
    """Return what asks, with a token or without one."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app=app or served())
    return httpx.AsyncClient(
        transport=transport, base_url="http://finance.test/api/v1", headers=headers
    )


def a_token(actor: Actor, scope: str = "write", book_id: int | None = None) -> str:
    """Make a token of somebody's."""
    with db.write() as session:
        wanted = Wanted("Script", scope, book_id)
        return api_tokens.make(session, actor, wanted, right=True)


@dataclass(frozen=True, slots=True)
class Ada:
    """A user with a book, an account in EUR, and a program that may write."""

    actor: Actor
    account: str
    program: httpx.AsyncClient

    @property
    def book(self) -> str:
        """The address of her book."""
        return f"/books/{self.actor.book_id}"


@pytest.fixture
async def ada(database: str) -> AsyncIterator[Ada]:  # noqa: ARG001  it must be there
    with db.write() as session:
        actor = somebody(session)
        account = an_account(session, actor)
    async with asking(a_token(actor)) as program:
        yield Ada(actor, str(account), program)


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
