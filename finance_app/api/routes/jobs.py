"""What the server does again and again, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from finance_app.api.doors import Administrator
from finance_app.api.schemas.common import Page
from finance_app.api.schemas.jobs import Job
from finance_app.jobs import overview
from finance_app.jobs.schedule import find
from finance_app.services import job_views

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/jobs", "/jobs/{job}"
Name = Annotated[str, Path(max_length=40, examples=["rates"])]
router = APIRouter(tags=["Jobs"])


@router.get(ALL, response_model=Page[Job])
async def list_jobs(door: Administrator) -> Response:
    """List all jobs, and how each stands."""

    def work(session: Session, actor: Actor) -> Page[Job]:
        return Page[Job](items=tuple(map(Job.of, overview.look(session, actor))))

    return await door.ask(work)


@router.get(ONE, response_model=Job)
async def get_job(door: Administrator, job: Name) -> Response:
    """Get how one job stands."""

    def work(session: Session, actor: Actor) -> Job:
        shown, _ = overview.runs(session, actor, job)
        return Job.of(shown)

    return await door.ask(work)


@router.post(ONE + "/run", status_code=202, response_model=Job)
async def run_job(door: Administrator, job: Name) -> Response:
    """Have a job run now."""

    def work(session: Session, actor: Actor) -> Job:
        job_views.ask(session, actor, find(job).name)
        shown, _ = overview.runs(session, actor, job)
        return Job.of(shown)

    return await door.tell(work, status=202)


@router.post(ONE + "/cancel", response_model=Job)
async def cancel_job(door: Administrator, job: Name) -> Response:
    """Have a run stop as soon as it can."""

    def work(session: Session, actor: Actor) -> Job:
        job_views.cancel(session, actor, find(job).name)
        shown, _ = overview.runs(session, actor, job)
        return Job.of(shown)

    return await door.tell(work)
