"""Jobs: who may do a run, until when, and how it went. What is to be done is in `jobs.schedule`.

A run is claimed for its moment, which has one run only, and held by a lease that whoever is at it
prolongs. `fence` ascends with every claim: a process that was paused, or whose lease ran out, is
refused in the very transaction that it wants to write in. All instants are the database's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from finance_app.domain import schedules
from finance_app.domain.jobs import Claim, Outcome, Result
from finance_app.errors import ConflictError, LeaseLostError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import clock
from finance_app.queries import jobs as queries
from finance_app.queries.keys import dialect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.schedules import Rule

LEASE = timedelta(seconds=30)  # without a sign of life; then another process may take over
MOST_TRIES = 5  # processes that died over one run
KEPT = 200  # runs of a job
TICK = timedelta(milliseconds=1)
DIED = "Each process that did it ended on the way."
LONGEST = 300  # characters of a sentence

job, job_run = tables.job, tables.job_run


def now(session: Session) -> datetime:
    """Return this instant, by the clock that all processes have in common."""
    return clock.now(session)


def learn(session: Session, names: Iterable[str]) -> None:
    """Know jobs from now on; their moments count from then."""
    fresh = [{"name": name} for name in names if name not in queries.everything(session)]
    if not fresh:
        return
    plain = {"since": clock.now(session), "fence": 0, "failures": 0, "cancelled": False}
    make = sqlite_insert if dialect_of(session) == "sqlite" else postgresql_insert
    rows = [one | plain for one in fresh]
    session.execute(make(job).values(rows).on_conflict_do_nothing())


def due(session: Session, rules: Mapping[str, Rule]) -> dict[str, datetime | None]:
    """Return which jobs are to run now, each with the moment that its rule names.

    None where it is to run in any case: it was asked for, failed before, or lost its process.
    """
    now, runs = clock.now(session), queries.open_runs(session)
    known = {name: row for name, row in queries.everything(session).items() if name in rules}
    moments = {
        name: moment
        for name, row in known.items()
        if name not in runs and (moment := moment_of(row, rules[name], now))
    }
    done = queries.present(session, moments.items())
    found = {
        name: None if known[name].asked_at or known[name].failures else moment
        for name, moment in moments.items()
        if (name, moment) not in done or known[name].asked_at
    }
    taken = {
        name
        for name in known.keys() & runs
        if not is_held(runs[name], now) or _is_beyond(runs[name], now)
    }
    return found | dict.fromkeys(taken)


def is_stuck(session: Session, name: str) -> bool:
    """Say whether a run goes on whose lease is over."""
    found = queries.open_runs(session).get(name)
    return found is not None and not is_held(found, clock.now(session))


def moment_of(row: Row[Any], rule: Rule, now: datetime) -> datetime | None:
    """Return the moment that a run of a job would be for now; None where it is not its time.

    What a clock that was ahead wrote down does not count.
    """
    since = min(row.since, now)
    if row.asked_at is not None:
        asked_at: datetime = row.asked_at
        return min(asked_at, now)
    if row.failures and row.retry_at is not None:
        latest = schedules.retry(rule, now, row.failures, since)
        return now if row.retry_at <= now or row.retry_at > latest else None
    return schedules.last(rule, now, since)


def is_held(run: Row[Any], now: datetime) -> bool:
    """Say whether somebody is at a run, as far as is known."""
    return run.lease_until is not None and run.lease_until > now


def _is_beyond(run: Row[Any], now: datetime) -> bool:
    """Say whether a lease was given by a clock that was ahead; it lasts no longer than others."""
    return run.lease_until is not None and run.lease_until > now + LEASE


def claim(
    session: Session, name: str, rule: Rule, worker: str, *, anyway: bool = False
) -> Claim | None:
    """Take what is to be run; None where nothing is, or somebody is at it.

    Args:
        worker: who takes it, for people to read.
        anyway: somebody wants it to run, whether or not it is time.

    Raises:
        ConflictError: somebody wants it to run, and it does already.
    """
    learn(session, [name])
    row = (queries.locked if anyway else queries.claimable)(session, name)
    if row is None:
        return None
    now = clock.now(session)
    run = None if row.run_id is None else queries.run(session, row.run_id)
    if run is not None:
        return _taken_over(session, row, run, rule, worker, now, anyway=anyway)
    moment = now if anyway else moment_of(row, rule, now)
    asked = anyway or row.asked_at is not None
    while moment and queries.present(session, [(name, moment)]):
        if not asked:
            return None
        moment += TICK
    return _begun(session, row, moment, worker, now) if moment else None


def _begun(session: Session, row: Row[Any], moment: datetime, worker: str, now: datetime) -> Claim:
    found = Claim(row.name, new_key(), row.fence + 1, moment, worker)
    session.execute(
        insert(job_run).values(
            id=found.run_id,
            name=row.name,
            scheduled_for=moment,
            fence=found.fence,
            tries=1,
            worker=worker,
            lease_until=now + LEASE,
            started_at=now,
            outcome=Outcome.RUNNING,
            percent=0,
            said="",
            details="",
            error="",
            event="",
        )
    )
    since = min(row.since, now)
    _set(session, row.name, fence=found.fence, run_id=found.run_id, asked_at=None, since=since)
    return found


def _taken_over(
    session: Session,
    row: Row[Any],
    run: Row[Any],
    rule: Rule,
    worker: str,
    now: datetime,
    *,
    anyway: bool,
) -> Claim | None:
    """Go on with a run that nobody is at any more."""
    if is_held(run, now):
        if _is_beyond(run, now):
            session.execute(_run(run.id).values(lease_until=now + LEASE))
        if anyway:
            raise ConflictError(f"The job “{row.name}” is running already ({run.worker}).")
        return None
    found = Claim(row.name, run.id, row.fence + 1, run.scheduled_for, worker)
    _set(session, row.name, fence=found.fence)
    tries = run.tries + 1
    held = {"fence": found.fence, "worker": worker, "lease_until": now + LEASE, "tries": tries}
    session.execute(_run(run.id).values(held))
    if row.cancelled or run.tries >= MOST_TRIES:
        outcome = Outcome.CANCELLED if row.cancelled else Outcome.FAILED
        error = "" if row.cancelled else DIED
        finish(session, found, rule, outcome=outcome, error=error)
        return None
    return found


def require(session: Session, held: Claim) -> datetime:
    """Refuse whoever may not do a run any more; hold off those who would take it over.

    Returns:
        This instant.

    Raises:
        LeaseLostError: the lease is over, or somebody else has it.
    """
    queries.bound_idling(session, LEASE.total_seconds())
    row = queries.locked(session, held.name)
    now, run = clock.now(session), queries.run(session, held.run_id)
    if row is None or run is None or row.fence != held.fence or row.run_id != held.run_id:
        raise LeaseLostError
    if not is_held(run, now):
        raise LeaseLostError
    return now


def beat(session: Session, held: Claim, percent: int) -> None:
    """Prolong a lease that is not over, and note how far the run is.

    Raises:
        LeaseLostError: it is over.
    """
    now = clock.now(session)
    mine = (job_run.c.fence == held.fence) & (job_run.c.lease_until > now)
    values = {"lease_until": now + LEASE, "percent": percent}
    done = session.execute(_run(held.run_id).where(mine).values(values).returning(job_run.c.id))
    if done.first() is None:
        raise LeaseLostError


def is_cancelled(session: Session, held: Claim) -> bool:
    """Say whether somebody wants a run to stop."""
    row = queries.everything(session).get(held.name)
    return row is not None and row.run_id == held.run_id and row.cancelled


def finish(
    session: Session,
    held: Claim,
    rule: Rule,
    result: Result | None = None,
    *,
    outcome: Outcome | None = None,
    error: str = "",
    event: str = "",
) -> None:
    """Write down how a run ended, in the transaction of its last effect.

    Args:
        result: what came of it.
        outcome: how it ended otherwise.
        error: what went wrong, as a sentence.
        event: under which number the log has it.

    Raises:
        LeaseLostError: somebody else may be at it by now.
    """
    now, said = require(session, held), result or Result()
    ended = outcome or (Outcome.DONE if said.is_fine else Outcome.ATTENTION)
    session.execute(
        _run(held.run_id).values(
            finished_at=now,
            lease_until=None,
            outcome=ended,
            percent=100 if result else job_run.c.percent,
            said=said.said[:LONGEST],
            details="\n".join(said.details),
            error=error[:LONGEST],
            event=event,
        )
    )
    row = queries.everything(session)[held.name]
    failures = row.failures + 1 if ended is Outcome.FAILED else 0
    retry = schedules.retry(rule, now, failures, row.since) if failures else None
    _set(session, held.name, run_id=None, cancelled=False, failures=failures, retry_at=retry)
    _trim(session, held.name)


def release(session: Session, held: Claim) -> None:
    """Let another process go on with a run at once; whoever held it is refused from here on."""
    mine = (job_run.c.fence == held.fence) & job_run.c.lease_until.is_not(None)
    tries = job_run.c.tries - 1  # it did not die of it
    session.execute(_run(held.run_id).where(mine).values(lease_until=None, tries=tries))


def free(session: Session, worker: str) -> set[str]:
    """Let another process go on at once with whatever a dead one was at; return those jobs."""
    its = (job_run.c.worker == worker) & job_run.c.lease_until.is_not(None)
    freed = update(job_run).where(its).values(lease_until=None).returning(job_run.c.name)
    return set(session.scalars(freed))


def note(session: Session, name: str, result: Result, worker: str, started_at: datetime) -> None:
    """Keep what came of something that was done in another way than as a job."""
    learn(session, [name])
    now, known = clock.now(session), queries.everything(session)[name]
    outcome = Outcome.DONE if result.is_fine else Outcome.ATTENTION
    session.execute(
        insert(job_run).values(
            id=new_key(),
            name=name,
            scheduled_for=now,
            fence=known.fence,
            tries=1,
            worker=worker,
            started_at=min(started_at, now),
            finished_at=now,
            outcome=outcome,
            percent=100,
            said=result.said[:LONGEST],
            details="\n".join(result.details),
            error="",
            event="",
        )
    )
    _trim(session, name)


def _trim(session: Session, name: str) -> None:
    oldest = queries.kept_from(session, name, KEPT)
    if oldest is not None:
        old = (job_run.c.name == name) & (job_run.c.fence < oldest)
        session.execute(delete(job_run).where(old, job_run.c.finished_at.is_not(None)))


def _run(key: int) -> Any:
    return update(job_run).where(job_run.c.id == key)


def _set(session: Session, name: str, **values: Any) -> None:
    session.execute(update(job).where(job.c.name == name).values(values))
