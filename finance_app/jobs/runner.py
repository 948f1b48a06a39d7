"""Runs the jobs that are due, here or in processes beside, until it is told to stop.

Any number of processes may do so on one database: each run is claimed by one of them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db
from finance_app.errors import whereabouts
from finance_app.jobs.beside import Beside
from finance_app.jobs.runs import perform
from finance_app.jobs.schedule import schedule
from finance_app.services import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.jobs import Claim
    from finance_app.domain.schedules import Rule
    from finance_app.jobs.runs import Job

EVERY = 0.5  # seconds between two looks
GRACE = 4.0  # seconds for runs to end once the runner is to stop

log = logging.getLogger(__name__)


def worker() -> str:
    """Say who does a run: machine and process."""
    return f"{platform.node()[:60]}, process {os.getpid()}"


class Runner:
    """Looks again and again what is due, and sees to it.

    Args:
        plan: the jobs; all that there are by default.
        every: seconds between two looks.
    """

    def __init__(self, plan: Sequence[Job] | None = None, every: float = EVERY) -> None:
        chosen = schedule() if plan is None else plan
        self.here = {each.name: each for each in chosen if not each.is_beside}
        self.beside = [Watched(each) for each in chosen if each.is_beside]
        self.names = [each.name for each in chosen]
        self.every = every
        self.running: dict[str, asyncio.Task[object]] = {}
        self.held: dict[str, Claim] = {}
        self.idle: dict[str, datetime] = {}
        self.stopping = threading.Event()
        self.watches: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; `stop` ends it."""
        loop = asyncio.get_running_loop()
        looks = (self.watch(), *(each.watch() for each in self.beside))
        self.watches = [loop.create_task(each) for each in looks]

    async def watch(self) -> None:
        """Look until cancelled; whatever goes wrong, the next look comes."""
        trouble = ""
        while True:
            try:
                await self.look()
                trouble = ""
            except Exception as error:  # noqa: BLE001  whatever it is, the next look must come
                if type(error).__name__ != trouble:  # said once, not twice a second
                    trouble = type(error).__name__
                    log.error("which jobs are due is not known: %s", whereabouts(error))  # noqa: TRY400  its message may hold what was asked
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """Have whatever is due done, each job on a thread of its own."""
        if self.names:
            await db.tell(jobs.learn, self.names)
            self.names = []
        for name in await db.ask(self._due):
            if name not in self.running:
                task = asyncio.get_running_loop().create_task(db.work(self._do, self.here[name]))
                self.running[name] = task
                task.add_done_callback(partial(self._ended, name))

    async def stop(self, grace: float = GRACE) -> None:
        """Let runs end, and release those that do not."""
        self.stopping.set()
        for each in self.watches:
            each.cancel()
        for one in self.beside:
            one.stop()
        if self.running:
            await asyncio.wait(self.running.values(), timeout=grace)
        for held in list(self.held.values()):
            await db.tell(jobs.release, held)

    def _due(self, session: Session) -> list[str]:
        """Return what is to be done; a moment at which there is nothing to do has passed."""
        found = []
        for name, moment in jobs.due(session, self._rules()).items():
            looks = self.here[name].looks
            if moment is None or looks is None:
                found.append(name)
            elif self.idle.get(name) != moment:
                if looks(session, jobs.now(session)):
                    found.append(name)
                else:
                    self.idle[name] = moment
        return found

    def _do(self, job: Job) -> None:
        with db.write() as session:
            held = jobs.claim(session, job.name, job.rule, worker())
        if held is None:
            return
        self.held[job.name] = held
        try:
            perform(job, held, self.stopping)
        except SQLAlchemyError as error:
            log.error("job %s: how it went is not known: %s", job.name, whereabouts(error))  # noqa: TRY400  as above
        finally:
            self.held.pop(job.name, None)

    def _ended(self, name: str, task: asyncio.Task[object]) -> None:
        del self.running[name]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            log.error("job %s could not be begun: %s", name, whereabouts(error))

    def _rules(self) -> dict[str, Rule]:
        return {name: each.rule for name, each in self.here.items()}


class Watched(Beside):
    """Has a job that computes for long done by a process beside this one."""

    ENDING: ClassVar[float] = 2.0  # seconds

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self.what = f"job {job.name}"
        self.command = ("jobs", "run", job.name, "--watched")
        self.began = 0.0

    async def is_due(self, now: datetime) -> bool:  # noqa: ARG002  the database's clock counts
        """Say whether it is to be run by now."""
        return await db.ask(self._is_due)

    async def is_stuck(self, moment: datetime) -> bool:  # noqa: ARG002  as above
        """Say whether its lease is over, though its process had time to claim it."""
        had_time = time.monotonic() - self.began > jobs.LEASE.total_seconds()
        return had_time and await db.ask(jobs.is_stuck, self.job.name)

    def start(self) -> None:
        """Start the process; until it has claimed the run, the lease of another may be over."""
        self.began = time.monotonic()
        super().start()

    def stop(self) -> None:
        """Let the process release its run, and end it."""
        self.end(self.ENDING)
        super().stop()

    def _is_due(self, session: Session) -> bool:
        found = jobs.due(session, {self.job.name: self.job.rule})
        return self.job.name in found
