"""Open websockets, and their end with the session that they were opened for."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import batched
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db, references
from finance_app.errors import UnavailableError
from finance_app.services import auth, callers
from finance_app.web.answers import header
from finance_app.web.limits import ACCOUNT, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from finance_app.services.auth import Caller
    from finance_app.web.limits import Waiting
    from finance_app.web.news import News, Push

    type Forget = Callable[[str], None]

EVERY = 3.0  # seconds between two looks; with the look itself an ended session's page lives below 5
ENDING = "/auth/"  # where sessions are ended: their other tabs need not wait for the next look
REST = 30.0  # seconds in which a page of nobody may come back and find what it held
AT_ONCE = 500  # sessions in one question
GONE: Message = {"type": "websocket.disconnect", "code": 1008}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Live:
    """What reaches the states of pages, each by its name.

    Args:
        push: tells an open page what changed in its book.
        forget: drops what a page held in memory.
        waiting: how many events of a page are not done yet.
    """

    push: Push
    forget: Forget
    waiting: Waiting


class Sockets:
    """Ties every websocket to the session that it was opened for, and ends it with that session.

    A page's state is found by a name that the browser sends. The app inside gets it joined to the
    session, so that one session's name never leads to another's state, nor to what still runs for
    it. When a session ends anywhere, by signing out or by time, the app inside is told that the
    browser has gone, and closes; the browser connects anew and is nobody then. While a websocket is
    open, its page is told what changes in its book.

    Args:
        forget: drops what a page of nobody held in memory, by the name of its state.
        every: seconds between two looks at the sessions.
    """

    def __init__(
        self, app: ASGIApp, news: News, forget: Forget, every: float = EVERY, rest: float = REST
    ) -> None:
        self.app, self.news, self.forget = app, news, forget
        self.every, self.rest = every, rest
        self.open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.names: set[str] = set()
        self.watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a websocket under its own name."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            if scope["type"] == "http" and scope["path"].startswith(ENDING):
                await self.end_dead()
            return
        found = await self.caller(scope)
        name = self.name(scope, found)
        self.names.add(name)
        try:
            user_id = found.actor.user_id if found else None
            inner = {**named(scope, name), PAGE: name, ACCOUNT: user_id}
            if found is None:
                await self.app(inner, receive, send)
            else:
                await self.follow(found, name, inner, receive, send)
        finally:
            self.names.discard(name)
            if found is None:
                asyncio.get_running_loop().call_later(self.rest, self.drop, name)

    def drop(self, name: str) -> None:
        """Drop the state of a page of nobody that did not come back."""
        if name not in self.names:
            self.forget(name)

    def name(self, scope: Scope, found: Caller | None) -> str:
        """Return what a page's state is found by: the tab's own name, and whose it is.

        A tab that was duplicated in the browser sends the name of the first one and gets another.
        """
        session = found.session if found else ""
        name = sha256(f"{session} {sent(scope)}".encode()).hexdigest()
        return secrets.token_hex(32) if name in self.names else name

    async def follow(
        self, found: Caller, name: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Pass on, and remember a signed-in browser's websocket while it is open."""
        digest, ended = found.session, asyncio.Event()
        self.open[digest].add(ended)
        if self.watch is None or self.watch.done():
            self.watch = asyncio.get_running_loop().create_task(self.look())
        await self.news.follow(ended, name, found)
        try:
            await self.app(scope, until(ended, receive), send)
        finally:
            self.news.leave(ended)
            self.open[digest].discard(ended)
            if not self.open[digest]:
                self.open.pop(digest)

    async def caller(self, scope: Scope) -> Caller | None:
        """Return who opens a websocket, None where that is nobody (any more)."""
        return await callers.find(callers.token_in(header(scope, "cookie")), datetime.now(UTC))

    async def look(self) -> None:
        """Look again and again while a websocket is open."""
        references.from_now()  # for all of them, not for whoever came first
        while self.open:
            await asyncio.sleep(self.every)
            try:
                await self.end_dead()
            except UnavailableError:
                continue  # the log has it from where it happened
            except SQLAlchemyError as error:
                log.error("sessions could not be looked at: %s", type(error).__name__)  # noqa: TRY400  the message may hold what was asked

    async def end_dead(self) -> None:
        """End the websockets of sessions that are no more."""
        for digests in batched(list(self.open), AT_ONCE):
            alive = await db.ask(auth.alive, digests, datetime.now(UTC))
            for digest in set(digests) - alive:
                for ended in self.open.get(digest, ()):
                    ended.set()


def sent(scope: Scope) -> str:
    """Return the name that a tab sends for its page's state; "" where it sends none."""
    return query(scope).get("token", [""])[0]


def named(scope: Scope, name: str) -> Scope:
    """Return a request that names the state of its page so."""
    renamed = query(scope) | {"token": [name]}
    return {**scope, "query_string": urlencode(renamed, doseq=True).encode()}


def query(scope: Scope) -> dict[str, list[str]]:
    """Return what a request asks with."""
    text: str = scope.get("query_string", b"").decode("latin-1")  # servers may leave it out
    return parse_qs(text)


def until(ended: asyncio.Event, receive: Receive) -> Receive:
    """Return what receives messages until something has ended."""

    async def received() -> Message:
        if ended.is_set():
            return GONE
        message = asyncio.ensure_future(receive())
        end = asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait((message, end), return_when=asyncio.FIRST_COMPLETED)
            return GONE if ended.is_set() else message.result()
        finally:
            message.cancel()
            end.cancel()

    return received
