"""Jobs and their runs, as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from finance_app.domain import schedules
from finance_app.domain.actors import Actor
from finance_app.domain.jobs import JobRun, Outcome, Standing
from finance_app.jobs.overview import Shown
from finance_app.ui import links
from finance_app.ui.moments import moment

WORDS = {
    Outcome.RUNNING: ("Running", "accent"),
    Outcome.DONE: ("Done", "income"),
    Outcome.ATTENTION: ("Needs attention", "doubt"),
    Outcome.FAILED: ("Failed", "trouble"),
    Outcome.CANCELLED: ("Cancelled", ""),
}
OFF = "FINANCE_JOBS is off here: `python -m finance_app worker` does what stands below."
HERE = "The server does these by itself. What is shown here follows by itself, too."
LATE = "It should have run by now. Look whether the server, or a worker beside it, is running."


@dataclass(frozen=True)
class JobRow:
    """A job.

    Args:
        word: how it stands.
        when: when it runs, and next.
        last: how it went the last time.
        trouble: what is wrong.
        more: about that, a line each.
        doing: what goes on, and how far it is.
    """

    name: str = ""
    title: str = ""
    does: str = ""
    word: str = ""
    tone: str = ""
    when: str = ""
    last: str = ""
    trouble: str = ""
    more: tuple[str, ...] = ()
    doing: str = ""
    percent: int = 0
    is_running: bool = False
    is_busy: bool = False
    href: str = ""


@dataclass(frozen=True)
class RunRow:
    """A run of a job that ended."""

    id: str = ""
    at: str = ""
    word: str = ""
    tone: str = ""
    took: str = ""
    said: str = ""
    more: tuple[str, ...] = ()
    by: str = ""


def rows(found: list[Shown], actor: Actor) -> list[JobRow]:
    """Write jobs out."""
    return [row(each, actor) for each in found]


def row(one: Shown, actor: Actor) -> JobRow:
    """Write a job out."""
    job, standing = one.job, one.standing
    last, running = standing.last, standing.running
    word, tone = _word(standing)
    return JobRow(
        name=job.name,
        title=job.title,
        does=job.does,
        word=word,
        tone=tone,
        when=f"{schedules.words(job.rule)}{_next(one, actor)}",
        last=f"{moment(last.started_at, actor)}, {took(last)}{_said(last)}" if last else "",
        trouble=trouble(standing),
        more=last.details if last else (),
        doing=_doing(standing, actor),
        percent=running.percent if running else 0,
        is_running=running is not None and not standing.is_cancelled,
        is_busy=running is not None or standing.is_asked,
        href=links.admin("jobs", job=job.name),
    )


def runs(found: list[JobRun], actor: Actor) -> list[RunRow]:
    """Write runs out."""
    return [
        RunRow(
            id=str(one.id),
            at=moment(one.started_at, actor),
            word=WORDS[one.outcome][0],
            tone=WORDS[one.outcome][1],
            took=took(one),
            said=_failure(one) or one.said,
            more=one.details,
            by=one.worker,
        )
        for one in found
    ]


def took(run: JobRun) -> str:
    """Write how long a run took: `0.4 s`, `3 min 20 s`."""
    span = (run.finished_at or run.started_at) - run.started_at
    if span < timedelta(seconds=0.1):
        return "under 0.1 s"
    minutes, seconds = divmod(span, timedelta(minutes=1))
    if not minutes:
        return f"{seconds / timedelta(seconds=1):.1f} s"
    return f"{minutes} min {seconds // timedelta(seconds=1)} s"


def trouble(standing: Standing) -> str:
    """Say what is wrong with a job; nothing where nothing is."""
    if standing.is_late:
        return LATE
    last = standing.last
    if last is None or standing.running is not None:
        return ""
    again = " It is tried again by itself." if standing.failures else ""
    if last.outcome is Outcome.ATTENTION:
        return last.said
    return f"{_failure(last)}{again}" if last.outcome is Outcome.FAILED else ""


def _failure(run: JobRun) -> str:
    event = f" The log has the reason under {run.event}." if run.event else ""
    return f"{run.error}{event}" if run.error else ""


def _said(run: JobRun) -> str:
    return f". {run.said}" if run.said and run.outcome is Outcome.DONE else "."


def _word(standing: Standing) -> tuple[str, str]:
    if standing.running is not None:
        return ("Stopping", "accent") if standing.is_cancelled else WORDS[Outcome.RUNNING]
    if standing.is_late:
        return "Late", "doubt"
    if standing.is_asked:
        return "Waiting", "accent"
    return WORDS[standing.last.outcome] if standing.last else ("Not run yet", "")


def _next(one: Shown, actor: Actor) -> str:
    if one.standing.is_asked:
        return ". Next: in a moment."
    if one.is_idle:
        return ", where there is something to do."
    return f". Next: {moment(one.standing.next_at, actor)}."


def _doing(standing: Standing, actor: Actor) -> str:
    running = standing.running
    if running is None:
        return ""
    return f"Since {moment(running.started_at, actor)}: {running.percent} %"
