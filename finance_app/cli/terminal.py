"""What the commands share at the terminal: who acts, secrets that are asked for, files read."""

from __future__ import annotations

import getpass
import select
import sys
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.services import maintenance, users

if TYPE_CHECKING:
    from pathlib import Path

    from finance_app.domain.actors import Actor

LARGEST_KEY = 2**63 - 1
LARGEST_FILE = 256 * 1024 * 1024  # bytes


def now() -> datetime:
    """Return this instant: the clock of every command."""
    return datetime.now(UTC)


def day(text: str) -> date:
    """Read a day among the arguments.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no day; write it like 2026-01-31.") from error


def key(text: str) -> int:
    """Read what a list named among the arguments.

    Raises:
        ArgumentTypeError: nothing can have it.
    """
    if not text.isdecimal() or int(text) > LARGEST_KEY:
        raise ArgumentTypeError(f"“{text[:40]}” names nothing; a list says what there is.")
    return int(text)


def actor(email: str) -> Actor:
    """Return a user as an actor.

    Raises:
        ConflictError: the database has another schema.
        NotFoundError: nobody has that address.
    """
    with db.read() as session:
        maintenance.require_ready(session)
        return users.actor_by_email(session, email, now())


def is_watched() -> bool:
    """Say whether whoever started this still holds the other end of its input."""
    return not select.select([sys.stdin], [], [], 0)[0]


def new_password(email: str) -> str:
    """Ask for a password twice at a terminal, or read one line where input is piped.

    Raises:
        InvalidInputError: the two differ, or it is not good enough.
    """
    if not sys.stdin.isatty():
        return users.require_password(sys.stdin.readline().rstrip("\r\n"), email)
    password = users.require_password(getpass.getpass("New password: "), email)
    if getpass.getpass("Once more: ") != password:
        raise InvalidInputError("The two passwords differ.")
    return password


def content(path: Path) -> bytes:
    """Return a file's bytes. A device or a pipe may never end, so neither is even opened.

    Raises:
        NotFoundError: it cannot be read.
        InvalidInputError: it is no file, or too large to be a bank's.
    """
    try:
        if not path.is_file():
            path.stat()  # what is not there says so
            raise InvalidInputError(f"{path} is no file; name one that the bank wrote.")
        with path.open("rb") as file:
            found = file.read(LARGEST_FILE + 1)  # whatever its size is said to be
    except OSError as error:
        raise NotFoundError(f"{path} cannot be read: {error.strerror}.") from error
    if len(found) > LARGEST_FILE:
        raise InvalidInputError(f"{path} is larger than 256 MB; export a shorter period.")
    return found
