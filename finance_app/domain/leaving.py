"""Leaving for good: how long one may think it over, and what becomes of one's books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain.actors import Role

if TYPE_CHECKING:
    from collections.abc import Collection

GRACE = timedelta(days=7)


class Fate(StrEnum):
    """What becomes of a book."""

    GOES = "goes"
    """Nobody else is in it."""

    IS_TAKEN = "is taken"
    """Others are in it, none of them an owner: it goes, and they lose it."""

    STAYS = "stays"
    """Somebody else owns it too."""


@dataclass(frozen=True, slots=True)
class BookFate:
    """A book of somebody who leaves.

    Args:
        others: who else is in it, by the names they go by.
        role: what the one who leaves may do in it.
        owner: what an owner goes by, where they are none themselves.
    """

    name: str
    fate: Fate
    others: tuple[str, ...] = ()
    role: Role = Role.OWNER
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody whom a book may pass on to.

    Args:
        joined_at: None where that was never written down, which was long ago.
        is_here: whether they can sign in and do not leave.
    """

    user_id: int
    role: Role
    joined_at: datetime | None
    is_here: bool


_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_ORDER = (Role.OWNER, Role.EDITOR, Role.VIEWER)


def heir_of(others: Collection[Heir]) -> int:
    """Return whom a book passes on to: of those who are here, who may do most; of these the oldest.

    Args:
        others: at least one.
    """

    def place(one: Heir) -> tuple[bool, int, datetime, int]:
        joined = one.joined_at or _BEFORE_ALL
        return not one.is_here, _ORDER.index(one.role), joined, one.user_id

    return min(others, key=place).user_id


def fate(other_roles: Collection[Role]) -> Fate:
    """Return what becomes of a book.

    Args:
        other_roles: of those in it who do not leave.
    """
    if Role.OWNER in other_roles:
        return Fate.STAYS
    return Fate.IS_TAKEN if other_roles else Fate.GOES
