"""Importing: in the background, with its progress and a way to stop it."""

from __future__ import annotations

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.errors import ConflictError
from finance_app.pages.imports.rows.files import entries
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.looks import Look
from finance_app.services import imports
from finance_app.services.import_previews import JUDGED, preview
from finance_app.services.imports import Committed
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job

CANCELLED = "The import was cancelled; nothing came in."
_jobs: dict[tuple[int, int], Job] = {}
"""What runs in this process, by book and import."""


class CommitState(ImportState):
    """How far the import is."""

    running: bool = False
    percent: int = 0
    doing: str = ""
    _own: int = 0

    @handler(Access.EDITOR, background=True)
    async def start(self) -> None:
        """Bring the chosen rows in."""
        async with self:
            actor, batch = await self._actor(), self._batch() or 0
            key = (actor.book_id, batch)
            if key in _jobs:
                raise ConflictError("This file is being imported already.")
            job = _jobs[key] = Job(CANCELLED)
            self.running, self.percent, self.doing, self._own = True, 0, "Reading", batch
        try:
            done = await job.followed(_brought_in(job, actor, batch), lambda: self._show_step(job))
        finally:
            del _jobs[key]
            async with self:
                self.running, self._own = False, 0
        async with self:
            if self._batch() == batch:
                self._say("")  # the page says it
            else:
                self._say(f"{entries(done.imported, actor)} came in.", undo=done.set_id)
            await self._refresh()

    @handler(Access.EDITOR)
    async def cancel(self) -> None:
        """Stop importing; nothing comes in."""
        actor = await self._actor()
        job = _jobs.get((actor.book_id, self._batch() or 0))
        if job is not None:
            job.cancelled.set()
            self.doing = "Stopping"

    def _draw(self, found: Look) -> None:
        self.running = self._own == found.shown.id

    async def _show_step(self, job: Job) -> None:
        async with self:
            self.percent = job.percent
            if not job.cancelled.is_set():
                self.doing = "Writing" if job.percent > JUDGED else "Reading"


async def _brought_in(job: Job, actor: Actor, import_id: int) -> Committed:
    """Read and judge the file without making anybody wait, then write it."""
    await db.ask(preview, actor, import_id, progress=job.at)
    return await db.tell_long(imports.commit, actor, import_id, progress=job.at)
