"""Payees and tags alike: known by a name alone, and free to be renamed and merged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain.entries import folded
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import date

MOST_COUNTED = 1000
"""A list counts a label's entries up to here: it is shown at once, however large the book is."""


class LabelKind(StrEnum):
    """What is known by its name."""

    PAYEE = "payee"
    TAG = "tag"

    @property
    def longest(self) -> int:
        """How many characters a name may have."""
        return {LabelKind.PAYEE: 200, LabelKind.TAG: 50}[self]

    def named(self, text: str) -> tuple[str, str]:
        """Return a name as it was typed, trimmed, and as it is compared.

        Raises:
            InvalidInputError: it is empty or too long.
        """
        name = " ".join(storable(text).split())
        if not name or len(name) > self.longest:
            raise InvalidInputError(
                f"Give the {self} a name of at most {self.longest} characters.", field="name"
            )
        return name, self.key(name)

    def key(self, text: str) -> str:
        """Return a name as it is compared: case and spaces do not count."""
        return folded(text)[: self.longest]


@dataclass(frozen=True, slots=True)
class LabelView:
    """A payee or tag as a screen shows it.

    Args:
        count: its entries, at most one more than `MOST_COUNTED`.
        last: the day of a payee's newest entry.
    """

    id: int
    name: str
    key: str
    version: int
    count: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LabelPage:
    """One page of a list by name; the keys before and after which others stand."""

    labels: tuple[LabelView, ...]
    before: str = ""
    after: str = ""
