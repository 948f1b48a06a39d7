"""Tells the open pages of a book that it was changed, by whomever and in whichever process.

A page whose user looks at another book by now is told as well: the guard sends it there.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db, references
from finance_app.errors import UnavailableError
from finance_app.services import callers, news
from finance_app.services.news import Head

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from finance_app.services.auth import Caller

PAUSE = 0.02  # seconds between two pages that are told: whoever is at work comes in between
AGAIN = 1  # in place of a change set; none has that number
EVERY = 0.4  # seconds between two looks; with the page's own work a change is seen within a second

type Push = Callable[[str, int | None], Awaitable[None]]
"""Tells a page, by its client token, of the change set that came last; without one, that what is
being recomputed has moved on."""

log = logging.getLogger(__name__)


class News:
    """Looks at the books of open pages again and again, and pushes what is new.

    Args:
        push: tells one page.
    """

    def __init__(self, push: Push, every: float = EVERY) -> None:
        self.push = push
        self.every = every
        self.readers: dict[object, tuple[str, str]] = {}
        self.heads: dict[str, Head] = {}
        self.watch: asyncio.Task[None] | None = None

    async def follow(self, socket: object, client: str, found: Caller) -> None:
        """Tell a page from now on about changes of the book that its user looks at.

        Args:
            found: who opened it; it shows their book as of then.
        """
        digest, shown = found.session, Head(found.actor.book_id)
        if digest not in self.sessions():
            head = (await db.ask(news.heads, [digest])).get(digest, shown)
            self.heads[digest] = head if head.book_id == shown.book_id else shown
        self.readers[socket] = client, digest
        if self.watch is None or self.watch.done():
            self.watch = asyncio.get_running_loop().create_task(self.look())

    def leave(self, socket: object) -> None:
        """Tell a page no more."""
        self.readers.pop(socket, None)

    def sessions(self) -> set[str]:
        """Return the sessions that have a page open."""
        return {digest for _, digest in self.readers.values()}

    async def look(self) -> None:
        """Look again and again while anybody reads."""
        references.from_now()  # for all of them, not for whoever came first
        was_away = False
        while self.readers:
            await asyncio.sleep(self.every)
            try:
                await self.tell()
                if was_away:
                    await self.tell_all()
                was_away = False
            except UnavailableError:
                was_away = True  # the log has it from where it happened
            except SQLAlchemyError as error:
                log.error("changes could not be looked at: %s", type(error).__name__)  # noqa: TRY400  the message may hold what was asked

    async def tell_all(self) -> None:
        """Have every page read again what it shows: what was opened meanwhile could not be."""
        for client, _ in list(self.readers.values()):
            await self.push(client, AGAIN)
            await asyncio.sleep(PAUSE)

    async def tell(self) -> None:
        """Push what came since the last look, another book included."""
        heads = await db.ask(news.heads, self.sessions())
        before, self.heads = self.heads, heads
        fresh = {digest: head for digest, head in heads.items() if head != before.get(digest)}
        for digest in fresh:
            callers.forget_session(digest)  # the book's currency may be what was changed
        for client, digest in list(self.readers.values()):
            if head := fresh.get(digest):
                known = before.get(digest, Head(0))
                if head[:3] != known[:3]:
                    await self.push(client, head.set_id)
                if head[3:] != known[3:]:
                    await self.push(client, None)
                await asyncio.sleep(PAUSE)
