"""`jobs`: list what recurs and how it went, or do one of it now."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain import schedules
from finance_app.domain.audit import What
from finance_app.domain.jobs import Outcome
from finance_app.jobs import overview
from finance_app.jobs.runner import worker
from finance_app.jobs.runs import perform
from finance_app.jobs.schedule import find
from finance_app.services import audit, job_views, jobs, maintenance

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from finance_app.domain.jobs import Claim, JobRun
    from finance_app.jobs.overview import Shown
    from finance_app.jobs.runs import Job

NICENESS = 10  # screens come first
ENDED = {
    Outcome.DONE: "done",
    Outcome.ATTENTION: "needs attention",
    Outcome.FAILED: "failed",
    Outcome.CANCELLED: "cancelled",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="say when each ran last and runs next")
    listing.set_defaults(verb=_list)
    running = verbs.add_parser("run", help="do one of it now")
    running.add_argument("name", metavar="NAME", help="as in the list")
    running.add_argument(
        "--watched",
        action="store_true",
        help="as the app starts it: only where it is due; input ends it",
    )
    running.set_defaults(verb=_run)
    parser.epilog = (
        "The app does all of it by itself. `list` exits with 1 where something needs attention,"
        " `run` where it failed, needs attention, is running already or there is no such job."
    )


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    with db.read() as session:
        maintenance.require_ready(session)
    code: int = args.verb(args)
    return code


def _list(_args: argparse.Namespace) -> int:
    with db.read() as session:
        found = overview.everything(session)
    print("\n".join(_described(each) for each in found))
    return 1 if any(each.standing.needs_attention for each in found) else 0


def _run(args: argparse.Namespace) -> int:
    job = find(args.name)
    os.nice(NICENESS)
    if args.watched:
        held = _claimed(job, anyway=False)
        if held is not None:
            perform(job, held, going=terminal.is_watched)
        return 0
    held = _claimed(job, anyway=True) or _claimed(job, anyway=True)  # it may have ended a dead run
    ended = None if held is None else perform(job, held)
    if ended is None:
        print(f"Another process went on with “{job.name}”.", file=sys.stderr)
        return 1
    with db.read() as session:
        last = job_views.runs(session, job.name)[0]
    print(f"{job.title}: {_told(last)}", file=sys.stdout if ended is Outcome.DONE else sys.stderr)
    for line in last.details:
        print(f"  {line}")
    return 0 if ended is Outcome.DONE else 1


def _claimed(job: Job, *, anyway: bool) -> Claim | None:
    with db.write() as session:
        held = jobs.claim(session, job.name, job.rule, worker(), anyway=anyway)
        if anyway and held is not None:
            audit.add(session, What.RUN_JOB, terminal.now(), subject=job.name)
        return held


def _described(one: Shown) -> str:
    standing = one.standing
    lines = [f"{one.job.name}: {one.job.does}", f"  when       {schedules.words(one.job.rule)}"]
    if standing.last is not None:
        began = _moment(standing.last.started_at)
        lines.append(f"  last       {began}, {_told(standing.last)}")
    if standing.running is not None:
        since = _moment(standing.running.started_at)
        percent = standing.running.percent
        lines.append(f"  running    since {since}, {percent} % ({standing.running.worker})")
    elif standing.is_late:
        lines.append("  late       it should have run by now; does a process do the jobs?")
    elif one.is_idle:
        lines.append("  next       as soon as there is something to do")
    else:
        lines.append(f"  next       {_moment(standing.next_at)}")
    return "\n".join(lines)


def _told(run: JobRun) -> str:
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0
    said = f": {run.error or run.said}" if run.error or run.said else ""
    event = f" (event {run.event})" if run.event else ""
    return f"{ENDED[run.outcome]} after {seconds:.1f} s{said}{event}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
