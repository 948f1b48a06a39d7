"""A process that does a job at each tick, as many others do at the same time.

    python tests/jobs/ticking.py

The job adds a row for its tick; both take a moment, so that it can be hit on the way. The clock is
the database's, and so is how fast it goes: a row of `tick_clock`.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app import db
from finance_app.domain.jobs import Result
from finance_app.domain.schedules import Every
from finance_app.errors import LeaseLostError
from finance_app.jobs import runs
from finance_app.jobs.runner import Runner, worker
from finance_app.jobs.runs import Job, Run
from finance_app.queries import clock
from finance_app.services import jobs

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SCHEMA = (
    "CREATE TABLE tick_clock (base timestamptz, speed float, ahead interval)",
    "CREATE TABLE tick_effect (moment timestamptz, worker text)",
    "CREATE TABLE tick_refused (worker text)",
    "INSERT INTO tick_clock VALUES (clock_timestamp(), 5, '0')",
)
LEASE = timedelta(seconds=5)  # a second, as fast as the clock goes
NOW = text("SELECT base + (clock_timestamp() - base) * speed + ahead FROM tick_clock")


def now(session: Session) -> datetime:
    found: datetime = session.execute(NOW).scalar_one()
    return found.astimezone(UTC)


def take_a_moment() -> None:
    time.sleep(random.random() * 0.08)  # noqa: S311  no secret


def tick(run: Run) -> Result:
    take_a_moment()
    try:
        with run.write() as session:
            added = text("INSERT INTO tick_effect VALUES (:moment, :worker)")
            session.execute(added, {"moment": run.held.scheduled_for, "worker": worker()})
            take_a_moment()
            run.finish(session, Result("Ticked."))
    except LeaseLostError:
        with db.write() as session:
            session.execute(text("INSERT INTO tick_refused VALUES (:me)"), {"me": worker()})
        raise
    return Result()


TICK = Job("tick", "Tick", "Ticks.", Every(1), tick)


async def main() -> None:
    clock.now, jobs.LEASE, runs.EVERY = now, LEASE, 0.1  # the one place
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    runner = Runner([TICK], every=0.05)
    runner.start()
    await told.wait()
    await runner.stop()


if __name__ == "__main__":
    asyncio.run(main())
