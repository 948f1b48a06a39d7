"""`worker`: do what recurs in a process of its own, beside those that serve."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.config import settings
from finance_app.errors import ConfigurationError
from finance_app.secret_keys import secret_key
from finance_app.services import flags, maintenance

if TYPE_CHECKING:
    import argparse

STOPS = (signal.SIGINT, signal.SIGTERM)
WORKER = ("-m", "finance_app.web.worker")
NEEDS = (
    "A worker beside the server needs PostgreSQL. With SQLite the server does the jobs itself:"
    " leave FINANCE_JOBS on, and start nothing else."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none, everything is a setting."""
    parser.epilog = "Set FINANCE_JOBS=off for the server, and give both the same settings."


def run(_args: argparse.Namespace) -> int:
    """Turn this process into the worker; it returns only where that is refused.

    Raises:
        ConfigurationError: the database is SQLite, or of another version.
    """
    if settings().is_sqlite:
        raise ConfigurationError(NEEDS)
    flags.require_known()
    with db.read() as session:
        maintenance.require_ready(session)
    secret_key()
    db.dispose()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # the worker listens to them once it can
    os.execv(sys.executable, [sys.executable, *WORKER])  # noqa: S606  our own interpreter, fixed arguments
