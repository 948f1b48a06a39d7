"""What the activity page remembers, and the use cases it calls."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import reflex as rx
from pydantic import Field
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.change_kinds import Topic
from finance_app.domain.changes import ChangeFilter
from finance_app.pages.activity import rows
from finance_app.pages.activity.rows import DayText, looked
from finance_app.pages.activity.rows.looked import LookedText
from finance_app.services import activity, history
from finance_app.services.history import HistoryPage
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line, OptionalKey, day
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState
from finance_app.ui.taking_back import done_text, taken_back


class Chosen(Arguments):
    """A change set."""

    key: Key


class Person(Arguments):
    """Whose changes are looked for."""

    value: OptionalKey


class Looked(Arguments):
    """What is looked for."""

    topic: Annotated[Topic | None, Field(strict=False)]
    since: Line
    until: Line


class ActivityState(SessionState):
    """One page of change sets; `busy` is the one that is being taken back, `percent` how far.

    Args:
        people: whose can be shown, where there are several; `by` is the one whose are.
    """

    days: list[DayText] = []
    loaded: bool = False
    newer: str = ""
    older: str = ""
    busy: str = ""
    percent: int = 0
    people: list[Option] = []
    by: str = ""
    looked: LookedText = LookedText()
    _before: int = 0
    _after: int = 0
    _routes: ClassVar[tuple[str, ...]] = (links.ACTIVITY,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        query = self.router.url.query_parameters
        self._before, self._after = _key(query.get("before", "")), _key(query.get("after", ""))
        self.by = str(_key(query.get("by", "")) or "")
        asked = {name: query.get(name, "")[:20] for name in ("topic", "since", "until")}
        self.looked = looked.looked(asked, self.by)
        await self._refresh(await self._actor())
        self.loaded = True

    @handler(Access.SIGNED_IN)
    def choose_person(self, value: str) -> Any:
        """Show what one person changed, or everybody."""
        key = Person.of({"value": value}).value
        kept = {name: getattr(self.looked, name) for name in ("topic", "since", "until")}
        return rx.redirect(links.address(links.ACTIVITY, by=str(key or ""), **kept))

    @handler(Access.SIGNED_IN)
    def look(self, answers: dict[str, Any]) -> Any:
        """Show what it is about, and when it was done."""
        given = {"topic": "", **(answers if isinstance(answers, dict) else {})}
        wanted = Looked.of({**given, "topic": given["topic"] or None})
        for name in ("since", "until"):
            if text := getattr(wanted, name):
                day(text, name)
        asked = {
            "by": self.by,
            "topic": wanted.topic or "",
            "since": wanted.since,
            "until": wanted.until,
        }
        return rx.redirect(links.address(links.ACTIVITY, **asked))

    @handler(Access.EDITOR, background=True)
    async def take_back(self, key: str) -> None:
        """Undo or redo a change set while the page stays live."""
        chosen = Chosen.of({"key": key}).key
        async with self:
            if self.busy:
                return
            actor = await self._actor()
            self.busy, self.percent = str(chosen), 0
        try:
            await self._take_back(actor, chosen)
        finally:
            async with self:
                self.busy = ""

    async def _take_back(self, actor: Actor, key: int) -> None:
        one, undone = await taken_back(actor, key, self._show_step)
        verb = "Redone" if rows.row(one, actor).verb == "Redo" else "Undone"
        async with self:
            await self._refresh(actor)
            self._say(done_text(verb, undone))

    async def _show_step(self, percent: int) -> None:
        async with self:
            self.percent = percent

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        asked = {name: getattr(self.looked, name) for name in ("topic", "since", "until")}
        asked["by"] = self.by
        wanted = activity.wanted(asked, actor.time_zone)
        page = await db.ask(_page, actor, self._before, self._after, wanted)
        self.days, self.people = rows.days(page, actor), rows.people(page, actor)
        self.newer, self.older = looked.newer(page, asked), looked.older(page, asked)


def _page(
    session: Session, actor: Actor, before: int, after: int, wanted: ChangeFilter
) -> HistoryPage:
    """Return the page; the newest one where going to what is newer has reached it."""
    if after:
        page = history.turned(session, actor, after=after, wanted=wanted)
        return page if page.newer else history.turned(session, actor, wanted=wanted)
    return history.turned(session, actor, before=before or None, wanted=wanted)


def _key(text: str) -> int:
    """Read a place in the list from the address; 0 for none or nonsense."""
    fits = len(text) <= len(str(2**63)) and text.isascii() and text.isdigit()
    return min(int(text), 2**63 - 1) if fits else 0
