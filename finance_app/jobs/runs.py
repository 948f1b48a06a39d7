"""One run of a job: what it works with, kept alive while it does, and how it ends."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db, references
from finance_app.domain.jobs import Outcome, Result
from finance_app.errors import AppError, LeaseLostError, whereabouts
from finance_app.services import jobs, troubles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.jobs import Claim
    from finance_app.domain.schedules import Rule

    type Work = Callable[[Run], Result | None]

EVERY = 1.0  # seconds between two signs that matter: cancelled, further on
UNFORESEEN = "It failed in a way that nobody foresaw."
UNANSWERED = "The database did not answer as it should."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that recurs.

    Args:
        name: what commands and the database know it by.
        title: what people know it by.
        does: what it is good for, in a sentence.
        rule: when.
        work: does it.
        looks: says cheaply whether there is anything to do; where not, its moment passes without a
            trace. Without one, each moment has its run.
        lags: says whether something waits since a moment, where `looks` at that one does not.
        is_beside: it computes for long, so a process of its own does it; it tells how far it is.
        is_urgent: what it finds is mailed to administrators at once; that a job fails, once it has
            failed for a day.
    """

    name: str
    title: str
    does: str
    rule: Rule
    work: Work
    looks: Callable[[Session, datetime], bool] | None = None
    lags: Callable[[Session, datetime], bool] | None = None
    is_beside: bool = False
    is_urgent: bool = False

    @property
    def lagging(self) -> Callable[[Session, datetime], bool] | None:
        """Says whether there was something to do at a moment that nobody did since."""
        return self.lags or self.looks


class _StoppedError(Exception):
    """The run is to stop: it was cancelled, or this process ends."""


class Run:
    """What a job works with. Whatever it writes through `write` counts once.

    Args:
        job: what is done.
        held: the right to do it.
        stopping: is set once this process is to end.
    """

    def __init__(self, job: Job, held: Claim, stopping: threading.Event) -> None:
        self.job, self.held, self.stopping = job, held, stopping
        self.percent = 0
        self.cancelled, self.lost = threading.Event(), threading.Event()
        self.moment = held.scheduled_for
        self.is_over = False

    def now(self) -> datetime:
        """Return this instant by the database's clock."""
        with db.read() as session:
            return jobs.now(session)

    def check(self) -> None:
        """Go on only where the run still may; long work asks again and again.

        Raises:
            LeaseLostError: it lasted without a sign of life, so another process may be at it.
        """
        if self.lost.is_set():
            raise LeaseLostError
        if self.cancelled.is_set() or self.stopping.is_set():
            raise _StoppedError

    def at(self, percent: int) -> None:
        """Note how far it is, and go on as with `check`."""
        self.percent = percent
        self.check()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session in whose transaction nobody else can be at the run.

        `moment` is the instant of it.

        Raises:
            LeaseLostError: somebody else may be at it.
        """
        self.check()
        with db.write() as session:
            self.moment = jobs.require(session, self.held)
            yield session

    def finish(self, session: Session, result: Result) -> None:
        """End the run in the transaction of its last effect; tell administrators what it found."""
        jobs.finish(session, self.held, self.job.rule, result)
        now, title = jobs.now(session), self.job.title
        if self.job.is_urgent and not result.is_fine:
            troubles.failing(session, title, result.said, now, since=now - troubles.LONG)
        else:
            troubles.over(session, title, now)
        self.is_over = True


class Beating:
    """Shows that a run is alive, and notices that it was cancelled, on a thread of its own.

    Args:
        going: is asked with every look; the run is to stop once it says no.
    """

    def __init__(self, run: Run, going: Callable[[], bool]) -> None:
        self.run, self.going = run, going
        self.ended = threading.Event()
        here = copy_context()  # the log names the same run there
        self.thread = threading.Thread(
            target=here.run, args=(self._beat,), name="finance-beat", daemon=True
        )

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _beat(self) -> None:
        told, shown = time.monotonic(), 0
        while not self.ended.wait(EVERY):
            if not self.going():
                self.run.stopping.set()
            try:
                if shown != self.run.percent or time.monotonic() - told > jobs.LEASE.seconds / 3:
                    told, shown = time.monotonic(), self.run.percent
                    with db.write() as session:
                        jobs.beat(session, self.run.held, shown)
                with db.read() as session:
                    if jobs.is_cancelled(session, self.run.held):
                        self.run.cancelled.set()
            except LeaseLostError:
                self.run.lost.set()
            except SQLAlchemyError as error:
                log.warning("%s: no sign of life: %s", self.run.job.name, type(error).__name__)


def perform(
    job: Job,
    held: Claim,
    stopping: threading.Event | None = None,
    going: Callable[[], bool] = lambda: True,
) -> Outcome | None:
    """Do a run and write down how it went; None where somebody else goes on with it.

    Args:
        stopping: is set once this process is to end; the run is released then.
        going: is asked now and then whether it may go on.
    """
    run = Run(job, held, stopping or threading.Event())
    with references.during(job=job.name, run=str(held.run_id)):
        return _performed(run, going)


def _performed(run: Run, going: Callable[[], bool]) -> Outcome | None:
    job, held = run.job, run.held
    try:
        with Beating(run, going):
            result = job.work(run) or Result()
        if not run.is_over:
            with db.write() as session:
                run.finish(session, result)
    except _StoppedError:
        return _stopped(run)
    except LeaseLostError:
        log.warning("job %s: run %s is somebody else's by now", job.name, held.run_id)
        return None
    except Exception as error:  # noqa: BLE001  whatever it is, the next moment must come
        number = references.new()
        log.error("job %s failed, event %s: %s", job.name, number, whereabouts(error))  # noqa: TRY400  its message may hold what is somebody's
        return _failed(run, _sentence(error), number)
    return Outcome.DONE if result.is_fine else Outcome.ATTENTION


def _stopped(run: Run) -> Outcome | None:
    with db.write() as session:
        if not run.cancelled.is_set():
            jobs.release(session, run.held)
            return None
        jobs.finish(session, run.held, run.job.rule, outcome=Outcome.CANCELLED)
    return Outcome.CANCELLED


def _failed(run: Run, sentence: str, number: str) -> Outcome | None:
    ended = Outcome.FAILED
    try:
        with db.write() as session:
            rule = run.job.rule
            jobs.finish(session, run.held, rule, outcome=ended, error=sentence, event=number)
            troubles.failing(session, run.job.title, sentence, jobs.now(session))
    except LeaseLostError:
        return None
    return ended


def _sentence(error: Exception) -> str:
    if isinstance(error, AppError):
        return error.message
    return UNANSWERED if isinstance(error, SQLAlchemyError) else UNFORESEEN
