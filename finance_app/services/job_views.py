"""Jobs as administrators see them, and what they do about them. Running is in `services.jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from finance_app.domain import schedules
from finance_app.domain.audit import What
from finance_app.domain.jobs import LATE, JobRun, Outcome, Standing
from finance_app.errors import ConflictError
from finance_app.models import tables
from finance_app.queries import clock
from finance_app.queries import jobs as queries
from finance_app.services import audit, jobs, server_changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.schedules import Rule

    type Lags = Callable[[Session, datetime], bool]

SHOWN = 50
job = tables.job


def require(session: Session, actor: Actor) -> None:
    """Refuse whoever is no administrator.

    Raises:
        NotFoundError: the actor is none.
    """
    server_changes.by(session, actor)


def standing(session: Session, name: str, rule: Rule, lags: Lags | None = None) -> Standing:
    """Return how a job stands.

    Args:
        lags: says whether something waits since a moment. Without it each moment of its rule has a
            run, so one that has none is missing.
    """
    now, row = clock.now(session), queries.everything(session).get(name)
    ended = queries.ended(session, name, 1)
    last = _view(ended[0]) if ended else None
    if row is None:
        following = schedules.following(rule, now, now)
        return Standing(name, None, last, following, 0, False, False, False)  # noqa: FBT003  nothing is known of it
    running = queries.open_runs(session).get(name)
    return Standing(
        name,
        None if running is None else _view(running),
        last,
        _next(row, rule, now),
        row.failures,
        row.asked_at is not None,
        row.cancelled,
        running is None
        and (_is_behind(session, lags, row, now, last) if lags else _is_late(row, rule, now, last)),
    )


def runs(session: Session, name: str) -> list[JobRun]:
    """Return the newest runs of a job that ended."""
    return [_view(row) for row in queries.ended(session, name, SHOWN)]


def ask(session: Session, actor: Actor, name: str) -> None:
    """Have a job run now.

    Raises:
        NotFoundError: the actor is no administrator.
        ConflictError: it runs already, or was asked for.
    """
    by = server_changes.by(session, actor)
    jobs.learn(session, [name])
    row = queries.locked(session, name)
    if row is None or row.run_id is not None or row.asked_at is not None:
        raise ConflictError("It runs already.")
    now = clock.now(session)
    session.execute(update(job).where(job.c.name == name).values(asked_at=now))
    audit.note(session, by, What.RUN_JOB, subject=name)


def cancel(session: Session, actor: Actor, name: str) -> None:
    """Have a run stop as soon as it can.

    Raises:
        NotFoundError: the actor is no administrator.
        ConflictError: it has ended.
    """
    by = server_changes.by(session, actor)
    running = (job.c.name == name) & job.c.run_id.is_not(None)
    stopped = update(job).where(running).values(cancelled=True)
    if session.execute(stopped.returning(job.c.name)).first() is None:
        raise ConflictError("It has ended by now.")
    audit.note(session, by, What.CANCEL_JOB, subject=name)


def _next(row: Row[Any], rule: Rule, now: datetime) -> datetime:
    if row.asked_at is not None:
        return now
    if row.failures and row.retry_at is not None:
        retry: datetime = row.retry_at
        return retry
    return schedules.following(rule, now, min(row.since, now))


def _is_late(row: Row[Any], rule: Rule, now: datetime, last: JobRun | None) -> bool:
    """Say whether a moment has passed that has no run, and whoever should do it had time to."""
    if row.failures:
        return row.retry_at is not None and now - row.retry_at > LATE
    begun = last.scheduled_for if last and last.scheduled_for <= now else row.since
    return now - schedules.following(rule, max(begun, row.since), row.since) > LATE


def _is_behind(
    session: Session, lags: Lags, row: Row[Any], now: datetime, last: JobRun | None
) -> bool:
    """Say whether what is to be done waits for long, and nobody was at it meanwhile."""
    since = now - LATE
    is_looked_after = last is not None and since < last.started_at <= now
    return row.since <= since and not is_looked_after and lags(session, since)


def _view(row: Row[Any]) -> JobRun:
    return JobRun(
        id=row.id,
        scheduled_for=row.scheduled_for,
        started_at=row.started_at,
        finished_at=row.finished_at,
        outcome=Outcome(row.outcome),
        percent=row.percent,
        said=row.said,
        details=tuple(filter(None, row.details.split("\n"))),
        error=row.error,
        event=row.event,
        tries=row.tries,
        worker=row.worker,
    )
