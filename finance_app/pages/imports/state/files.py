"""The file that is looked at, or the last ones where there is none.

The other states of this screen are subclasses: each draws its part of what `_refresh` has found.
"""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.import_plans import Plan
from finance_app.domain.import_previews import Preview
from finance_app.domain.imports import ImportStatus
from finance_app.errors import AppError, ConflictError, NotFoundError
from finance_app.pages.imports.rows import files
from finance_app.pages.imports.rows.files import DoneText, FileText, ImportLine
from finance_app.pages.imports.state.looks import Look, look
from finance_app.services import history, imports, welcome
from finance_app.services.import_previews import preview
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, OptionalKey
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """One of the last imports."""

    key: Key


class Asked(Arguments):
    """The address."""

    batch: OptionalKey


class ImportState(SessionState):
    """Which file it is and how far it has come.

    `stage` is one of `drop`, `columns`, `rows`, `done`; nothing until that is known. `undoing` is
    the import that is taken back just now, `undone_percent` how far that is.
    """

    stage: str = ""
    batch: str = ""
    imports: list[ImportLine] = []
    file: FileText = FileText()
    done: DoneText = DoneText()
    remembered: bool = False
    welcoming: bool = False
    undoing: str = ""
    undone_percent: int = 0
    _reopened: bool = False

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the file that the address names, or where to drop one."""
        self._reopened = False
        await self._refresh()

    @handler(Access.EDITOR)
    async def discard(self, key: str) -> object:
        """Drop a file that was not imported."""
        chosen = Chosen.of({"key": key}).key
        await db.tell(imports.discard, await self._actor(), chosen)
        self._say("The file was discarded.")
        if self._batch() is not None:
            return rx.redirect(links.IMPORT)
        await self._refresh()
        return None

    @handler(Access.EDITOR, background=True)
    async def take_back(self, key: str) -> None:
        """Undo an import, also days later; a large one takes seconds."""
        chosen = Chosen.of({"key": key}).key
        async with self:
            actor = await self._actor()
            if self.undoing:
                raise ConflictError("An import is being undone; wait until that is done.")
            self.undoing, self.undone_percent = key, 0
            self._say("")  # it may offer to undo the same
        job = Job()
        try:
            done = await db.ask(preview, actor, chosen)
            undoing = db.tell_long(history.undo, actor, done.change_set_id or 0, progress=job.at)
            undone = await job.followed(undoing, lambda: self._show_undone(job))
        finally:
            async with self:
                self.undoing = ""
        async with self:
            self._say(undone.sentence, undo=undone.set_id)
            await self._refresh()

    async def _show_undone(self, job: Job) -> None:
        async with self:
            self.undone_percent = job.percent

    async def _refresh(self) -> None:
        actor = await self._actor()
        try:
            found = await self._look(actor)
        except AppError:
            await self._ask_for_one(actor)
            raise
        if found is None:
            await self._ask_for_one(actor)
        else:
            await self._draw_all(found)

    async def _look(self, actor: Actor) -> Look | None:
        """Return the file that the address names, None where it names none."""
        batch = self._batch()
        self.batch = str(batch or "")
        if batch is None:
            return None
        found = await db.ask(look, actor, batch, reopened=self._reopened)
        if found.shown.status is ImportStatus.DISCARDED:
            raise NotFoundError("This file was discarded; drop it here again.")
        return found

    async def _ask_for_one(self, actor: Actor) -> None:
        found = await db.ask(imports.latest, actor)
        self.imports = [files.line(each, actor) for each in found]
        self.stage = "drop"

    async def _draw_all(self, found: Look) -> None:
        shown, actor = found.shown, found.actor
        self.file = files.about(shown, actor)
        self.remembered = shown.plan.confirmed and not self._reopened
        if shown.status is ImportStatus.COMMITTED:
            self.done = files.done(shown.outcome, actor, undone=found.undone)
            self.welcoming = await db.ask(welcome.is_unfinished, actor)
            self.stage = "done"
            return
        for kind in ImportState.__subclasses__():
            (await self.get_state(kind))._draw(found)  # noqa: SLF001  private to the browser only
        self.stage = "columns" if found.columns else "rows"

    def _draw(self, found: Look) -> None:
        """Show this state's part."""

    async def _decide(self, decision: Callable[[Preview], Plan]) -> None:
        """Keep a decision about the file, and show what it makes of it."""
        actor, batch = await self._actor(), self._batch() or 0
        shown = await db.ask(preview, actor, batch)
        await db.tell(imports.decide, actor, batch, decision(shown))
        await self._refresh()

    def _batch(self) -> int | None:
        """Return the file that the address names."""
        query = self.router.url.query_parameters
        return Asked.of({"batch": query.get("batch", "")}).batch
