"""What the trash page remembers, and the use cases it calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.trash import rows
from finance_app.pages.trash.rows import DayText
from finance_app.services import trash
from finance_app.services.trash import TrashPage
from finance_app.ui import links
from finance_app.ui.arguments import LARGEST_KEY, LONGEST_KEY, LONGEST_LINE, Arguments, Key, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState
from finance_app.ui.taking_back import done_text, taken_back


class Chosen(Arguments):
    """A change set."""

    key: Key


class Searched(Arguments):
    """What is looked for."""

    text: Line


class TrashState(SessionState):
    """One page of the trash; `busy` is what is being brought back, `percent` how far that is."""

    days: list[DayText] = []
    loaded: bool = False
    words: str = ""
    newer: str = ""
    older: str = ""
    busy: str = ""
    percent: int = 0
    _routes: ClassVar[tuple[str, ...]] = (links.TRASH,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        await self._refresh(await self._actor())
        self.loaded = True

    @handler(Access.SIGNED_IN)
    async def search(self, answers: dict[str, Any]) -> Any:
        """Show what was deleted under a name or amount."""
        return rx.redirect(links.address(links.TRASH, text=Searched.of(answers).text))

    @handler(Access.EDITOR, background=True)
    async def restore(self, key: str) -> None:
        """Bring something back while the page stays live."""
        chosen = Chosen.of({"key": key}).key
        async with self:
            if self.busy:
                return
            actor = await self._actor()
            self.busy, self.percent = str(chosen), 0
        try:
            _, undone = await taken_back(actor, chosen, self._show_step)
            async with self:
                await self._refresh(actor)
                self._say(done_text("Restored", undone), undo=undone.set_id)
        finally:
            async with self:
                self.busy = ""

    async def _show_step(self, percent: int) -> None:
        async with self:
            self.percent = percent

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        query = dict(self.router.url.query_parameters)
        self.words = query.get("text", "")[:LONGEST_LINE].strip()
        page = await db.ask(_page, actor, self.words, query)
        self.days = rows.days(page, actor)
        self.newer, self.older = rows.hrefs(page, self.words)


def _page(session: Session, actor: Actor, words: str, query: Mapping[str, str]) -> TrashPage:
    """Return the page; the newest one where going to what is newer has reached it."""
    before, after = (_key(query.get(name, "")) for name in ("before", "after"))
    if after:
        page = trash.page(session, actor, text=words, after=after)
        return page if page.newer else trash.page(session, actor, text=words)
    return trash.page(session, actor, text=words, before=before or None)


def _key(text: str) -> int:
    """Read a place in the list from the address; 0 for none or nonsense."""
    fits = len(text) <= LONGEST_KEY and text.isascii() and text.isdigit()
    return min(int(text), LARGEST_KEY) if fits else 0
