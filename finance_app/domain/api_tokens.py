"""Tokens that let programs in: what one looks like, what it allows, and how long it lasts."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from enum import StrEnum

from finance_app.errors import InvalidInputError

PREFIX = "fin_"  # programs that look for lost secrets know it by
LONGEST_NAME = 60
LONGEST_KEY = 200  # characters of an Idempotency-Key
MOST = 50  # of one user
MOST_DAYS = 3650  # that one may last, unless it is without end

_BYTES = 32
_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)


class Scope(StrEnum):
    """What whoever holds a token may do; each includes the one before."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """Say whether it allows what another one allows."""
        order = list(Scope)
        return order.index(self) >= order.index(other)


def new() -> str:
    """Return a new token of 256 bits."""
    return PREFIX + secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Say whether it could be a token."""
    return _TOKEN.fullmatch(text) is not None


def require_name(text: str) -> str:
    """Return what somebody calls a token.

    Raises:
        InvalidInputError: it is empty, too long, or cannot be read.
    """
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInputError(
            f"Give it a name of at most {LONGEST_NAME} characters.", field="name"
        )
    return name


def require_scope(text: str) -> Scope:
    """Return the scope that a word names.

    Raises:
        InvalidInputError: there is none of that name.
    """
    try:
        return Scope(text)
    except ValueError:
        known = ", ".join(Scope)
        raise InvalidInputError(f"A token’s scope is one of {known}.", field="scope") from None


def require_lasting(days: int) -> timedelta | None:
    """Return how long a token lasts; None is without end.

    Args:
        days: 0 is without end.

    Raises:
        InvalidInputError: it is below 0 or beyond ten years.
    """
    if not 0 <= days <= MOST_DAYS:
        said = f"A token lasts from 1 to {MOST_DAYS} days; 0 is without end."
        raise InvalidInputError(said, field="days")
    return timedelta(days=days) if days else None
