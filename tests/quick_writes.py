"""No write waits for a password's hash or the network: either fails on a thread that writes.

Everybody else's writes wait for a transaction that writes, on SQLite all of them.
"""

from __future__ import annotations

import socket
import threading
from functools import wraps
from typing import TYPE_CHECKING, Any

import bcrypt

if TYPE_CHECKING:
    from collections.abc import Callable

WRITING = ("finance-write", "finance-long")
SLOW = "That is slow; do it before the transaction that writes."


def use() -> None:
    """Watch over it from now on, in all tests."""
    for module, name in ((bcrypt, "hashpw"), (bcrypt, "checkpw"), (socket, "create_connection")):
        setattr(module, name, _watched(getattr(module, name)))


def _watched(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def watched(*args: Any, **named: Any) -> Any:
        assert not threading.current_thread().name.startswith(WRITING), SLOW
        return function(*args, **named)

    return watched
