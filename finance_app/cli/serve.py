"""`serve`: check what can go wrong, bring the database up to date, then become the server."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.cli import frontend, terminal
from finance_app.config import settings
from finance_app.errors import ConfigurationError, ConflictError
from finance_app.jobs.runner import worker
from finance_app.secret_keys import secret_key
from finance_app.services import flags, jobs, mail, maintenance

if TYPE_CHECKING:
    import argparse

    from finance_app.config import Settings

STOPS = (signal.SIGINT, signal.SIGTERM)
SERVER = ("-m", "finance_app.web.server")
MAIL = "mail"  # the job
LONGEST = 300  # bytes that say who serves
TROUBLE = {
    errno.EADDRINUSE: "Port {port} is taken; stop what listens there or choose another, such as "
    "PORT={other}.",
    errno.EACCES: "Port {port} is reserved for the system; choose another, such as PORT=8000.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none, everything is a setting."""
    parser.epilog = "Host, port and data folder are settings: FINANCE_HOST, PORT, FINANCE_DATA_DIR."


def run(_args: argparse.Namespace) -> int:
    """Start the app."""
    return serve()


def serve() -> int:
    """Turn this process into the server; it returns only where that is refused.

    Raises:
        ConfigurationError: nothing is built, the host or port cannot be used, or a flag is none.
        ConflictError: another instance serves this database.
    """
    chosen = settings()
    flags.require_known()
    if not (frontend.CLIENT / "index.html").is_file():
        message = "The browser's part is not built; run `python -m finance_app build` first."
        raise ConfigurationError(message)
    chosen.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    dead = claim(chosen)
    require_free(chosen.host, chosen.port)
    maintenance.prepare(terminal.now())
    take_over(dead)
    secret_key()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # the server listens to them once it can
    os.execve(  # noqa: S606  our own interpreter, fixed arguments
        sys.executable, [sys.executable, *SERVER], frontend.serving_environment()
    )


def claim(chosen: Settings) -> str:
    """Claim a SQLite database until this process ends; PostgreSQL is for several servers.

    Returns:
        Who claimed it before and has ended since; "" where nobody did.

    Raises:
        ConflictError: another instance serves this database.
    """
    if not chosen.is_sqlite:
        return ""  # in the data folder everything has a name of its own, or is claimed in a row
    held, dead = lock(lock_path(chosen))
    os.set_inheritable(held, True)  # noqa: FBT003  its only argument
    return dead


def lock_path(chosen: Settings) -> Path:
    """Return the file that says who serves a SQLite database, which it lies beside."""
    return Path(chosen.resolved_database_url.removeprefix("sqlite:///")).with_suffix(".lock")


def lock(path: Path) -> tuple[int, str]:
    """Claim a database for this process, until it ends in whatever way.

    Returns:
        The file descriptor that holds the claim, and who held it before.

    Raises:
        ConflictError: another process has it.
    """
    held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = _owner(held)
        os.close(held)
        message = f"Another instance ({owner or 'unknown'}) serves this database; stop it first."
        raise ConflictError(message) from error
    dead = _owner(held)
    os.truncate(held, 0)
    os.pwrite(held, worker().encode(), 0)
    return held, dead


def _owner(held: int) -> str:
    return os.pread(held, LONGEST, 0).decode()


def take_over(dead: str) -> None:
    """Go on at once with what a server was at that was killed, without waiting for its leases.

    Args:
        dead: who claimed the database before, as `claim` tells.
    """
    if not dead:
        return
    with db.write() as session:
        if MAIL in jobs.free(session, dead):
            mail.free(session, jobs.now(session))


def require_free(host: str, port: int) -> None:
    """Check that the address can be listened on.

    Raises:
        ConfigurationError: it cannot; the message says why.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        unknown = f"FINANCE_HOST={host} is not an address of this machine."
        message = TROUBLE.get(error.errno or 0, unknown).format(port=port, other=port + 1)
        raise ConfigurationError(message) from error
