"""What it means when the database cannot be used, and what people are told and the log says then.

Only for what nobody's input caused: no space, no right to write, a disk that fails, a server that
is away. A statement that is wrong is a mistake of the program and is none of this.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.exc import (  # the pool's own TimeoutError
    DBAPIError,
    InterfaceError,
    OperationalError,
    TimeoutError,  # noqa: A004
)

from finance_app.config import settings
from finance_app.errors import UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.exc import SQLAlchemyError

SPARED = 0.5  # seconds in which nobody tries again
AGAIN = 10.0  # seconds before the log says the same again

log = logging.getLogger(__name__)
_said: dict[Outage, float] = {}


@dataclass(frozen=True, slots=True)
class Outage:
    """One way for a database to be of no use.

    Args:
        told: to whoever was at work: what happened and what to do.
        logged: to whoever runs the server; `{where}` is where the data is.
    """

    told: str
    logged: str


FULL = Outage(
    "Nothing can be saved at the moment, as the server’s disk is full. What was saved before is "
    "safe; whoever runs the server has to free some space.",
    "the disk is full and nothing is saved until there is space again: free some for {where}",
)
READ_ONLY = Outage(
    "Nothing can be saved at the moment, as the server may not write its data. What was saved "
    "before is safe; whoever runs the server has to give that right back.",
    "the data may not be written and nothing is saved until it may: make {where} writable",
)
BROKEN = Outage(
    "The server’s disk failed, so this may not have been saved. Look whether it was before you "
    "try again, and tell whoever runs the server.",
    "the disk failed while reading or writing: look at the disk and the rights of {where}",
)
AWAY = Outage(
    "The database does not answer at the moment, so this may not have been saved. Wait a little "
    "and look whether it was before you try again.",
    "the database does not answer and is tried again with every request: look whether {where} runs",
)
BUSY = Outage(
    "The database is busy with something that takes long, so this was not saved. "
    "Try again in a minute.",
    "the database was busy for too long: look what else works on {where}",
)
CODES = {
    "53100": FULL,
    "25006": READ_ONLY,
    "58030": BROKEN,
    **dict.fromkeys(("53300", "57P01", "57P02", "57P03", "57P05"), AWAY),
}
"""What PostgreSQL calls it."""
WORDS = {
    "disk is full": FULL,
    "No space left": FULL,
    "readonly database": READ_ONLY,
    "read-only": READ_ONLY,
    "disk I/O error": BROKEN,
    "unable to open database file": BROKEN,
    "is locked": BUSY,
}
"""What SQLite says, and PostgreSQL where it has no code for it."""


def unavailable(error: SQLAlchemyError) -> UnavailableError | None:
    """Return what people are told of an error, and log it; None where it is none of this."""
    found = outage(error)
    if found is None:
        return None
    if time.monotonic() - _said.get(found, -AGAIN) >= AGAIN:  # under load it comes with everything
        _said[found] = time.monotonic()
        where = str(settings().data_dir) if settings().is_sqlite else "PostgreSQL"
        log.error("%s", found.logged.format(where=where))
    return UnavailableError(found.told)


def is_unreached(error: SQLAlchemyError) -> bool:
    """Say whether not even a connection came about."""
    code = getattr(getattr(error, "orig", None), "pgcode", None)
    return isinstance(error, OperationalError) and code is None and not error.connection_invalidated


class Rest:
    """Spares everybody the wait for a server that could not be reached a moment ago.

    One at a time tries whether it can be by now; whoever comes meanwhile is told at once. Else a
    few threads wait for the network one after another for everything that is asked, and what was
    asked long ago is still being refused when the server is back.

    Args:
        trying: seconds until another may try, where the one before has not said what came of it.
    """

    def __init__(self, trying: float) -> None:
        self._trying = trying
        self._until: float | None = None
        self._turn = Lock()

    def check(self) -> None:
        """Let pass whoever may try.

        Raises:
            UnavailableError: somebody else did a moment ago.
        """
        with self._turn:
            if self._until is None:
                return
            if time.monotonic() < self._until:
                raise UnavailableError(AWAY.told)
            self._until = time.monotonic() + self._trying

    def begin(self) -> None:
        """Note that it could not be reached."""
        self._until = time.monotonic() + SPARED

    def end(self) -> None:
        """Note that it could."""
        self._until = None


def outage(error: SQLAlchemyError) -> Outage | None:
    """Return what an error means; None where it is none of this."""
    if isinstance(error, TimeoutError):
        return AWAY
    if not isinstance(error, DBAPIError):
        return None
    code, said = getattr(error.orig, "pgcode", None), str(error.orig)
    if code in CODES:
        return CODES[code]
    known = (one for words, one in WORDS.items() if words in said)
    if code is None and (found := next(known, None)):
        return found
    is_blameless = isinstance(error, OperationalError | InterfaceError)  # neither text nor values
    is_away = error.connection_invalidated or (code is None and is_blameless)
    return AWAY if is_away and not settings().is_sqlite else None
