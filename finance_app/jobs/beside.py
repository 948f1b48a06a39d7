"""Processes beside the server: what takes long is done there, so that no screen waits for it.

One is started when something is to be done, as after a restart, and again where it dies or hangs.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from finance_app.errors import UnavailableError

EVERY = 1.0  # seconds between two looks
HUNG = timedelta(seconds=60)  # without a sign of life; whoever waits for the database has 30
LONGEST = 60  # seconds before it is tried again after several failures
COMMAND = ("-m", "finance_app")

log = logging.getLogger(__name__)


class Beside:
    """Looks again and again whether something is to be done, and sees to it.

    Args:
        every: seconds between two looks.
    """

    what: str
    """What is done, as the log says it."""

    command: tuple[str, ...]
    """Who does it: a command of the app, and its arguments."""

    def __init__(self, every: float = EVERY) -> None:
        self.every = every
        self.process: subprocess.Popen[bytes] | None = None
        self.failed = 0  # times in a row

    async def is_due(self, now: datetime) -> bool:
        """Say whether something is to be done that nobody is at."""
        raise NotImplementedError

    async def is_stuck(self, moment: datetime) -> bool:
        """Say whether whoever is at it was not seen since a moment."""
        raise NotImplementedError

    async def watch(self) -> None:
        """Look until the server stops."""
        while True:
            await asyncio.sleep(min(self.every * 2**self.failed, LONGEST))
            try:
                await self.look()
            except UnavailableError:
                continue  # the log has it from where it happened
            except SQLAlchemyError as error:
                name = type(error).__name__  # its message may hold what was asked
                log.error("%s: what is to be done is not known: %s", self.what, name)  # noqa: TRY400  as above

    async def look(self) -> None:
        """Start the process where there is something to do, and end it where it hangs."""
        now = datetime.now(UTC)
        if self.process is None:
            if await self.is_due(now):
                self.start()
        elif (code := self.process.poll()) is not None:
            self.stop()
            self.failed = self.failed + 1 if code else 0
            if code:
                log.error("%s ended with %s and is tried again", self.what, code)
        elif await self.is_stuck(now - HUNG):
            log.error("%s gave no sign of life and is started anew", self.what)
            self.process.kill()

    def start(self) -> None:
        """Start the process; it ends by itself when this one is gone."""
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter, fixed arguments
            [sys.executable, *COMMAND, *self.command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def end(self, patience: float) -> None:
        """Tell the process to end, and wait a while for that."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)

    def stop(self) -> None:
        """End the process: what it is at is rolled back, and goes on at the next start."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()  # closes the pipe as well
            self.process = None
