"""Has amounts converted anew by a process beside the server, so that no screen waits for it.

It is started when something is to be done, as after a restart, and again where it dies or hangs.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from finance_app import db
from finance_app.services import recompute_runs

EVERY = 1.0  # seconds between two looks
HUNG = timedelta(seconds=60)  # without a sign of life; whoever waits for the database has 30
LONGEST = 60  # seconds before it is tried again after several failures
COMMAND = ("-m", "finance_app", "recompute", "--watched")

log = logging.getLogger(__name__)


class Recomputer:
    """Looks again and again whether something is to be done, and sees to it.

    Args:
        every: seconds between two looks.
    """

    def __init__(self, every: float = EVERY) -> None:
        self.every = every
        self.process: subprocess.Popen[bytes] | None = None
        self.failed = 0  # times in a row

    async def watch(self) -> None:
        """Look until the server stops."""
        while True:
            await asyncio.sleep(min(self.every * 2**self.failed, LONGEST))
            try:
                await self.look()
            except SQLAlchemyError as error:
                log.error("what is to be recomputed is not known: %s", type(error).__name__)  # noqa: TRY400  the message may hold what was asked

    async def look(self) -> None:
        """Start the process where there is something to do, and end it where it hangs."""
        now = datetime.now(UTC)
        if self.process is None:
            if await db.ask(recompute_runs.is_due, now):
                self.start()
        elif (code := self.process.poll()) is not None:
            self.stop()
            self.failed = self.failed + 1 if code else 0
            if code:
                log.error("recomputing ended with %s and is tried again", code)
        elif await db.ask(recompute_runs.is_stuck, now - HUNG):
            log.error("recomputing gave no sign of life and is started anew")
            self.process.kill()

    def start(self) -> None:
        """Start the process; it ends by itself when this one is gone."""
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter, fixed arguments
            [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """End the process: what it is at is rolled back, and goes on at the next start."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()  # closes the pipe as well
            self.process = None
