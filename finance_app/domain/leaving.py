"""Leaving for good: how long one may think it over, and what becomes of one's books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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
    """

    name: str
    fate: Fate
    others: tuple[str, ...] = ()


def fate(other_roles: Collection[Role]) -> Fate:
    """Return what becomes of a book.

    Args:
        other_roles: of those in it who do not leave.
    """
    if Role.OWNER in other_roles:
        return Fate.STAYS
    return Fate.IS_TAKEN if other_roles else Fate.GOES
