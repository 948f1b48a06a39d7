"""The rows of a file: which come in, and on which category."""

from __future__ import annotations

from typing import Literal

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.import_plans import Place, Plan
from finance_app.domain.import_previews import Preview
from finance_app.errors import NotFoundError
from finance_app.pages.imports.rows import entries
from finance_app.pages.imports.rows.entries import ListText, Window
from finance_app.pages.imports.rows.known import KnownText, known
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.looks import Look
from finance_app.pages.imports.state.places import Index, RowPlace
from finance_app.services.import_previews import preview
from finance_app.ui.arguments import Arguments, OptionalKey
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.handlers import handler


class Kind(Arguments):
    """Which rows to look at."""

    kind: Literal["new", "doubtful", "duplicate", "all"]


class Group(Arguments):
    """Which group of rows to look at."""

    group: Index


class Step(Arguments):
    """A page further or back."""

    step: Literal[-1, 1]


class Tick(Arguments):
    """A row to bring in or to leave out."""

    place: RowPlace
    wanted: bool


class Ticks(Arguments):
    """All rows looked at to bring in or to leave out."""

    wanted: bool


class Filed(Arguments):
    """A row's category, none for nothing yet."""

    place: RowPlace
    category: OptionalKey


class RowsState(ImportState):
    """Fifty rows of the file at a time."""

    listed: ListText = ListText()
    categories: list[OptionGroup] = []
    verb: str = ""
    impossible: bool = True
    known: KnownText = KnownText()
    _window: Window = Window()
    _seen: int = 0

    @handler(Access.SIGNED_IN)
    async def look_at(self, kind: str) -> None:
        """Show the rows of one verdict, or all."""
        await self._turn(Window(self._window.group, Kind.of({"kind": kind}).kind))

    @handler(Access.SIGNED_IN)
    async def look_into(self, group: str) -> None:
        """Show the rows of one account."""
        await self._turn(Window(Group.of({"group": group}).group, self._window.kind))

    @handler(Access.SIGNED_IN)
    async def page(self, step: int) -> None:
        """Show the next fifty rows, or those before."""
        at = self._window
        await self._turn(Window(at.group, at.kind, max(0, at.page + Step.of({"step": step}).step)))

    @handler(Access.EDITOR)
    async def include(self, place: str, wanted: bool) -> None:  # noqa: FBT001  the browser's
        """Bring a row in, or leave it out."""
        given = Tick.of({"place": place, "wanted": wanted})

        def decision(shown: Preview) -> Plan:
            return shown.plan.choosing([_known(shown, given.place)], wanted=given.wanted)

        await self._decide(decision)

    @handler(Access.EDITOR)
    async def include_all(self, wanted: bool) -> None:  # noqa: FBT001  the browser's
        """Bring all rows in that are looked at, on every page, or leave them out."""
        chosen, window = Ticks.of({"wanted": wanted}).wanted, self._window

        def decision(shown: Preview) -> Plan:
            group = shown.groups[window.group]
            places = [(window.group, each) for each in entries.matching(group, window.kind)]
            return shown.plan.choosing(places, wanted=chosen)

        await self._decide(decision)

    @handler(Access.EDITOR)
    async def categorise(self, place: str, category: str) -> None:
        """Put a row on another category."""
        given = Filed.of({"place": place, "category": category})

        def decision(shown: Preview) -> Plan:
            return shown.plan.categorised(_known(shown, given.place), given.category or 0)

        await self._decide(decision)

    async def _turn(self, window: Window) -> None:
        actor, batch = await self._actor(), self._batch() or 0
        shown = await db.ask(preview, actor, batch)
        self.listed, self._window = entries.listed(shown, window, actor.region)

    def _draw(self, found: Look) -> None:
        shown, actor = found.shown, found.actor
        if self._seen != shown.id or not self.listed.rows:
            self._seen, self._window = shown.id, entries.first_window(shown)
        self.listed, self._window = entries.listed(shown, self._window, actor.region)
        self.categories = entries.category_options(list(found.categories))
        self.verb, self.impossible = entries.verb(shown, actor.region)
        self.known = known(shown, actor.region)


def _known(shown: Preview, place: Place) -> Place:
    """Return a row's place when the file has it."""
    group, row = place
    if group >= len(shown.groups) or row >= len(shown.groups[group].rows):
        raise NotFoundError("The file has no such row.")
    return place
