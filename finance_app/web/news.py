"""Tells the open pages of a book that it was changed, by whomever and in whichever process."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db
from finance_app.services import news

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

EVERY = 0.4  # seconds between two looks; with the page's own work a change is seen within a second

type Push = Callable[[str, int], Awaitable[None]]
"""Tells a page, by its client token, of the change set that came last."""

log = logging.getLogger(__name__)


class News:
    """Looks at the books of open pages again and again, and pushes what is new.

    Args:
        push: tells one page.
    """

    def __init__(self, push: Push, every: float = EVERY) -> None:
        self.push = push
        self.every = every
        self.readers: dict[object, tuple[str, int]] = {}
        self.heads: dict[int, tuple[int, int]] = {}
        self.watch: asyncio.Task[None] | None = None

    async def follow(self, socket: object, client: str, book_id: int) -> None:
        """Tell a page from now on about changes of a book."""
        if book_id not in self.books():
            self.heads.update(await db.ask(news.heads, [book_id]))
        self.readers[socket] = client, book_id
        if self.watch is None or self.watch.done():
            self.watch = asyncio.get_running_loop().create_task(self.look())

    def leave(self, socket: object) -> None:
        """Tell a page no more."""
        self.readers.pop(socket, None)

    def books(self) -> set[int]:
        """Return the books that somebody looks at."""
        return {book_id for _, book_id in self.readers.values()}

    async def look(self) -> None:
        """Look again and again while anybody reads."""
        while self.readers:
            await asyncio.sleep(self.every)
            try:
                await self.tell()
            except SQLAlchemyError as error:
                log.error("changes could not be looked at: %s", type(error).__name__)  # noqa: TRY400  the message may hold what was asked

    async def tell(self) -> None:
        """Push what came since the last look."""
        heads = await db.ask(news.heads, self.books())
        fresh = {book: head for book, head in heads.items() if head != self.heads.get(book)}
        self.heads = heads
        for client, book_id in list(self.readers.values()):
            if book_id in fresh:
                await self.push(client, fresh[book_id][1])
