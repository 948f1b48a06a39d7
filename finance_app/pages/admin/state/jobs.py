"""What recurs: how each job stands, live; one's runs; running and cancelling them."""

from __future__ import annotations

from finance_app import db
from finance_app.config import settings
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.errors import NotFoundError
from finance_app.jobs import overview
from finance_app.jobs.schedule import find
from finance_app.pages.admin.rows import jobs as rows
from finance_app.pages.admin.rows.jobs import JobRow, RunRow
from finance_app.services import job_views
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Wanted(Arguments):
    """A job."""

    name: Line


class JobsState(SessionState):
    """All jobs, or the runs of the one that `job_title` names."""

    jobs: list[JobRow] = []
    job_runs: list[RunRow] = []
    job_title: str = ""
    jobs_note: str = ""
    _job: str = ""

    @handler(Access.ADMIN, quiet=True)
    async def follow_jobs(self) -> None:
        """Show how they stand by now."""
        await self._show_jobs(await self._actor())

    @handler(Access.ADMIN)
    async def run_job(self, name: str) -> None:
        """Have a job run now."""
        job, actor = find(Wanted.of({"name": name}).name), await self._actor()
        await db.tell(job_views.ask, actor, job.name)
        self._say(f"{job.title}: it runs in a moment.")
        await self._show_jobs(actor)

    @handler(Access.ADMIN)
    async def cancel_job(self, name: str) -> None:
        """Have a run stop."""
        job, actor = find(Wanted.of({"name": name}).name), await self._actor()
        await db.tell(job_views.cancel, actor, job.name)
        self._say(f"{job.title}: it stops as soon as it can.")
        await self._show_jobs(actor)

    async def _open(self, actor: Actor, name: str) -> None:
        """Show what the address asks for."""
        try:
            self._job = find(name).name if name else ""
        except NotFoundError:
            self._job = ""
        self.jobs_note = rows.HERE if settings().jobs == "on" else rows.OFF
        await self._show_jobs(actor)

    async def _show_jobs(self, actor: Actor) -> None:
        if self._job:
            shown, runs = await db.ask(overview.runs, actor, self._job)
            jobs, ended = [rows.row(shown, actor)], rows.runs(runs, actor)
            title = shown.job.title
        else:
            jobs, ended, title = rows.rows(await db.ask(overview.look, actor), actor), [], ""
        for var, value in (("jobs", jobs), ("job_runs", ended), ("job_title", title)):
            if getattr(self, var) != value:  # what stays is not sent again
                setattr(self, var, value)
