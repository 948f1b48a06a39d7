"""Naming one, and merging some; a name that is taken leads from the one to the other."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.labels import LabelKind, LabelView
from finance_app.errors import AppError
from finance_app.pages.labels import rows
from finance_app.pages.labels.rows import FormText, LabelRow, MergeText
from finance_app.pages.labels.state.listed import LabelsState
from finance_app.services import labels
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """A label."""

    key: Key


class Named(Arguments):
    """What the form sends."""

    name: Line


class Stays(Arguments):
    """The one that stays."""

    target: Key


class LabelFormState(SessionState):
    """The form for a name."""

    shown: bool = False
    label: FormText = FormText()
    _fields: ClassVar[frozenset[str]] = frozenset({"name", "form"})

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the form."""
        self.shown = False

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new one."""
        actor, listed = await self._actor(), await self.get_state(LabelsState)
        self.label, self.shown = rows.new(listed._kind(), actor), True  # noqa: SLF001  private to the browser only

    @handler(Access.EDITOR)
    async def open_one(self, key: str) -> None:
        """Open the form for another name."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        kind = (await self.get_state(LabelsState))._kind()  # noqa: SLF001  private to the browser only
        one = await db.ask(labels.get, actor, kind, chosen.key)
        self.label, self.shown = rows.existing(one, kind, actor), True

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> None:
        """Give the name; where another one has it, offer to merge the two."""
        if not self.shown:
            return  # pressed twice
        given, actor = Named.of(answers), await self._actor()
        listed = await self.get_state(LabelsState)
        kind = listed._kind()  # noqa: SLF001  private to the browser only
        if not self.label.id:
            set_id = await db.tell(labels.add, actor, kind, given.name)
        else:
            key, version = int(self.label.id), int(self.label.version)
            other = await db.ask(labels.named, actor, kind, given.name)
            if other is not None and other.id != key:
                merging = await self.get_state(MergeState)
                await merging._open(actor, kind, [other.id, key], taken=other.name)  # noqa: SLF001  as above
                self.shown = False
                return
            set_id = await db.tell(labels.rename, actor, kind, key, version, given.name)
        self.shown = False
        await listed._refresh(actor, kind)  # noqa: SLF001  as above
        self._say(f"{'Renamed to' if self.label.id else 'Added'} {given.name}.", undo=set_id)

    def _fail(self, error: AppError) -> None:
        """Say what went wrong in the form while it is open; the notice would be behind it."""
        if self.shown and error.field not in self._fields:
            self.errors = {"form": error.message}
        else:
            super()._fail(error)


class MergeState(SessionState):
    """Which of some names stays, and how far the merge is."""

    shown: bool = False
    asked: MergeText = MergeText()
    offered: list[LabelRow] = []
    busy: bool = False
    percent: int = 0

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the dialog; a merge that has begun goes on."""
        self.shown = False

    @handler(Access.EDITOR)
    async def open(self) -> None:
        """Ask which of those that are ticked stays."""
        actor, listed = await self._actor(), await self.get_state(LabelsState)
        await self._open(actor, listed._kind(), list(listed._ticked))  # noqa: SLF001  private to the browser only

    @handler(Access.EDITOR, background=True)
    async def go(self, answers: dict[str, Any]) -> None:
        """Merge, while the page stays live."""
        given = Stays.of(answers)
        async with self:
            if self.busy or not self.shown:
                return  # pressed twice
            self._forget_errors()
            actor, offered = await self._actor(), self.offered
            listed = await self.get_state(LabelsState)
            kind = listed._kind()  # noqa: SLF001  private to the browser only
            self.busy, self.percent = True, 0
        try:
            await self._merge(actor, kind, offered, given.target)
        finally:
            async with self:
                self.busy = False

    async def _merge(
        self, actor: Actor, kind: LabelKind, offered: list[LabelRow], target: int
    ) -> None:
        seen = {int(one.id): int(one.version) for one in offered}
        job = Job()
        merging = db.tell_long(labels.merge, actor, kind, seen, target, progress=job.at)
        set_id = await job.followed(merging, lambda: self._show_step(job))
        name = next(one.name for one in offered if int(one.id) == target)
        async with self:
            self.shown = False
            listed = await self.get_state(LabelsState)
            listed._tick({})  # noqa: SLF001  private to the browser only
            await listed._refresh(actor, kind)  # noqa: SLF001  as above
            self._say(f"Merged {len(seen)} {rows.NOUNS[kind][1]} into {name}.", undo=set_id)

    async def _show_step(self, job: Job) -> None:
        async with self:
            self.percent = job.percent

    async def _open(
        self, actor: Actor, kind: LabelKind, keys: list[int], *, taken: str = ""
    ) -> None:
        """Offer labels, the one with the most entries first, but a name that was typed before."""
        found: list[LabelView] = [await db.ask(labels.get, actor, kind, key) for key in keys]
        counts = [await db.ask(labels.entry_count, actor, kind, key) for key in keys]
        if not taken:
            found.sort(key=lambda one: -counts[keys.index(one.id)])
        self.offered = [rows.row(one, kind, actor.region) for one in found]
        self.asked, self.shown = rows.merging(kind, sum(counts), actor, taken), True

    def _fail(self, error: AppError) -> None:
        """Say what went wrong in the dialog while it is open; the notice would be behind it."""
        if self.shown:
            self.errors = {"form": error.message}
        else:
            super()._fail(error)
