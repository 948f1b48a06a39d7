"""What is known of jobs that run by themselves. When they recur is in `domain.schedules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LATE = timedelta(minutes=5)


class Outcome(StrEnum):
    """How a run ended, or that it has not."""

    RUNNING = "running"
    DONE = "done"
    ATTENTION = "attention"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do a run, until its lease is over.

    Args:
        fence: ascends with every claim of the job; whoever has an older one is refused.
    """

    name: str
    run_id: int
    fence: int
    scheduled_for: datetime
    worker: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run.

    Args:
        said: in one sentence; nothing where there is nothing to say.
        details: what an administrator looks into, a line each.
        is_fine: nothing needs attention.
    """

    said: str = ""
    details: tuple[str, ...] = ()
    is_fine: bool = True


@dataclass(frozen=True, slots=True)
class JobRun:
    """One time that a job ran.

    Args:
        tries: processes that began it.
        error: what went wrong, as a sentence, and `event` the number that the log has it under.
    """

    id: int
    scheduled_for: datetime
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome
    percent: int
    said: str
    details: tuple[str, ...]
    error: str
    event: str
    tries: int
    worker: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands.

    Args:
        running: the run that goes on.
        last: the last one that ended.
        next_at: when it runs next.
        failures: in a row.
        is_asked: somebody wants it to run now.
        is_cancelled: the run that goes on is to stop.
        is_late: it should have run by now.
    """

    name: str
    running: JobRun | None
    last: JobRun | None
    next_at: datetime
    failures: int
    is_asked: bool
    is_cancelled: bool
    is_late: bool

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should look at it."""
        ended_badly = self.last is not None and self.last.outcome is Outcome.ATTENTION
        return self.is_late or self.failures > 0 or ended_badly
