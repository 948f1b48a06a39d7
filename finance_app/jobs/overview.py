"""How all jobs stand, for people: those of the schedule with what the database knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.jobs.schedule import find, schedule
from finance_app.services import job_views

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.jobs import JobRun, Standing
    from finance_app.jobs.runs import Job


@dataclass(frozen=True, slots=True)
class Shown:
    """A job with how it stands.

    Args:
        is_idle: it runs only where there is something to do.
    """

    job: Job
    standing: Standing

    @property
    def is_idle(self) -> bool:
        """Whether it waits for something to do, rather than for a moment."""
        asked = self.standing.is_asked or self.standing.failures
        return self.job.looks is not None and not asked


def everything(session: Session) -> list[Shown]:
    """Return all jobs in their order."""
    return [
        Shown(each, job_views.standing(session, each.name, each.rule, lags=each.lagging))
        for each in schedule()
    ]


def look(session: Session, actor: Actor) -> list[Shown]:
    """Return all jobs to an administrator.

    Raises:
        NotFoundError: the actor is none.
    """
    job_views.require(session, actor)
    return everything(session)


def runs(session: Session, actor: Actor, name: str) -> tuple[Shown, list[JobRun]]:
    """Return a job with its newest runs, to an administrator.

    Raises:
        NotFoundError: the actor is none, or there is no such job.
    """
    job_views.require(session, actor)
    job = find(name)
    standing = job_views.standing(session, name, job.rule, lags=job.lagging)
    return Shown(job, standing), job_views.runs(session, name)
