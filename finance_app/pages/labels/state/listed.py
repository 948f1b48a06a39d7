"""One page of payees or of tags, and which of them are ticked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.labels import LabelKind
from finance_app.pages.labels import rows
from finance_app.pages.labels.rows import LabelRow
from finance_app.services import labels
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

LONGEST = 200  # characters of what the address holds


class Version(Arguments):
    """A label as the user saw it."""

    key: Key
    version: Key


class Ticked(Arguments):
    """A label, and whether it is ticked."""

    key: Key
    wanted: bool


class Searched(Arguments):
    """What is looked for."""

    text: Line


class LabelsState(SessionState):
    """What is listed; what was ticked stays so from page to page and from search to search."""

    kind: str = ""
    labels: list[LabelRow] = []
    words: str = ""
    earlier: str = ""
    later: str = ""
    chosen: str = ""
    alone: bool = False
    _ticked: dict[int, str] = {}
    _after: str = ""
    _before: str = ""
    _routes: ClassVar[tuple[str, ...]] = (links.PAYEES, links.TAGS)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        actor, query = await self._actor(), self.router.url.query_parameters
        kind = rows.kind_at(self.router.url.path)
        if kind != self.kind:
            self._ticked = {}
        self.words = query.get("text", "")[:LONGEST]
        self._after, self._before = (query.get(name, "")[:LONGEST] for name in ("after", "before"))
        await self._refresh(actor, kind)

    @handler(Access.SIGNED_IN)
    async def search(self, answers: dict[str, Any]) -> Any:
        """Show what has the words in its name."""
        text = Searched.of(answers).text
        return rx.redirect(links.address(rows.PATHS[self._kind()], text=text))

    @handler(Access.EDITOR)
    async def choose(self, key: str, wanted: bool) -> None:  # noqa: FBT001  as Reflex hands it over
        """Tick one, or not."""
        ticked, actor = Ticked.of({"key": key, "wanted": wanted}), await self._actor()
        one = await db.ask(labels.get, actor, self._kind(), ticked.key)
        kept = {known: name for known, name in self._ticked.items() if known != one.id}
        self._tick(kept | ({one.id: one.name} if ticked.wanted else {}))

    @handler(Access.SIGNED_IN)
    def clear(self) -> None:
        """Tick none."""
        self._tick({})

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete one; the notice offers to bring it back."""
        given, actor = Version.of({"key": key, "version": version}), await self._actor()
        kind = self._kind()
        one = await db.ask(labels.get, actor, kind, given.key)
        set_id = await db.tell(labels.delete, actor, kind, given.key, given.version)
        self._tick({known: name for known, name in self._ticked.items() if known != given.key})
        await self._refresh(actor, kind)
        self._say(f"Deleted {one.name}.", undo=set_id)

    def _kind(self) -> LabelKind:
        return rows.kind_at(self.router.url.path)

    def _tick(self, ticked: dict[int, str]) -> None:
        self._ticked = ticked
        self.chosen, self.alone = rows.chosen_text(ticked, self._kind()), len(ticked) == 1
        self.labels = [replace(one, chosen=int(one.id) in ticked) for one in self.labels]

    async def _renew(self) -> None:
        await self._refresh(await self._actor(), self._kind())

    async def _refresh(self, actor: Actor, kind: LabelKind) -> None:
        page = await db.ask(
            labels.page, actor, kind, text=self.words, after=self._after, before=self._before
        )
        self.kind = kind
        self.labels = rows.listed(page, kind, self._ticked, actor.region)
        self.earlier, self.later = rows.hrefs(page, kind, self.words)
        self.chosen, self.alone = rows.chosen_text(self._ticked, kind), len(self._ticked) == 1
