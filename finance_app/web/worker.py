"""The process that does what recurs, beside the one that serves.

Started by `python -m finance_app worker`, which has checked everything before.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import NoReturn

from finance_app import db
from finance_app.config import settings
from finance_app.jobs.runner import Runner
from finance_app.web import logs

STOPS = (signal.SIGINT, signal.SIGTERM)


def main() -> NoReturn:
    """Do what is due until told to stop: exit code 0."""
    logs.configure(settings().log_level, settings().log_format)
    logs.catch_all()
    asyncio.run(_work())
    db.dispose()
    sys.stdout.flush()
    os._exit(0)  # a run that does not end was released, and its thread would be waited for


async def _work() -> None:
    told = asyncio.Event()
    for stop in STOPS:
        asyncio.get_running_loop().add_signal_handler(stop, told.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    runner = Runner()
    runner.start()
    sys.stdout.write("Doing what recurs. Ctrl-C stops it.\n")
    sys.stdout.flush()
    await told.wait()
    await runner.stop()


if __name__ == "__main__":
    main()
