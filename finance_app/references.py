"""What a line of the log is found by: the request, the event or the job's run it was written in.

A reference is shown to whoever met an error, and says nothing to anybody without the log.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

HALF = 6  # bytes: 12 digits, as the ids of events have


def new() -> str:
    """Return a reference that nobody had before."""
    return secrets.token_hex(HALF)


def during(**known: str) -> AbstractContextManager[None]:
    """Have every line say so that is written in a block, on its threads included."""
    return bound_contextvars(**known)


def from_now(**known: str) -> None:
    """Have every line say so that a task writes from now on, and nothing it said before."""
    clear_contextvars()
    bind_contextvars(**known)
