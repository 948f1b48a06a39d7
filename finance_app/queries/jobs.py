"""Jobs that run by themselves, and their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select, text

from finance_app.models.tables import job, job_run
from finance_app.queries.keys import dialect_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def claimable(session: Session, name: str) -> Row[Any] | None:
    """Return a job and lock it; None where there is none, or another process is at it."""
    wanted = select(job).where(job.c.name == name)
    return session.execute(wanted.with_for_update(skip_locked=True)).first()


def locked(session: Session, name: str) -> Row[Any] | None:
    """Return a job once nobody else is at it, and lock it."""
    return session.execute(select(job).where(job.c.name == name).with_for_update()).first()


def bound_idling(session: Session, seconds: float) -> None:
    """Have PostgreSQL end this transaction where its process is paused in the middle of it."""
    if dialect_of(session) == "postgresql":
        milliseconds = int(seconds * 1000)
        session.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = {milliseconds}"))


def everything(session: Session) -> dict[str, Row[Any]]:
    """Return all jobs that are known: a handful."""
    return {row.name: row for row in session.execute(select(job))}


def run(session: Session, key: int) -> Row[Any] | None:
    """Return a run."""
    return session.execute(select(job_run).where(job_run.c.id == key)).first()


def open_runs(session: Session) -> dict[str, Row[Any]]:
    """Return the runs that go on, by their job."""
    found = session.execute(select(job_run).join(job, job.c.run_id == job_run.c.id))
    return {row.name: row for row in found}


def present(
    session: Session, moments: Collection[tuple[str, datetime]]
) -> set[tuple[str, datetime]]:
    """Return which of some moments of jobs have a run."""
    same = [
        and_(job_run.c.name == name, job_run.c.scheduled_for == moment) for name, moment in moments
    ]
    if not same:
        return set()
    found = session.execute(select(job_run.c.name, job_run.c.scheduled_for).where(or_(*same)))
    return {(row.name, row.scheduled_for) for row in found}


def ended(session: Session, name: str, limit: int) -> list[Row[Any]]:
    """Return the runs of a job that ended, the newest first."""
    wanted = select(job_run).where(job_run.c.name == name, job_run.c.finished_at.is_not(None))
    newest = wanted.order_by(job_run.c.fence.desc(), job_run.c.id.desc())
    return list(session.execute(newest.limit(limit)))


def kept_from(session: Session, name: str, limit: int) -> int | None:
    """Return the fence of the oldest of the newest runs of a job; None where there are fewer.

    Fences ascend whatever the clock does.
    """
    fences = select(job_run.c.fence).where(job_run.c.name == name)
    return session.scalar(fences.order_by(job_run.c.fence.desc()).offset(limit - 1).limit(1))
