"""Mails that a user can do without. Those about getting into the account are always sent."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

SEPARATOR = ","


class Notice(StrEnum):
    """What a mail is about."""

    EXPORT = "export"
    ROLE = "role"
    PEOPLE = "people"

    @property
    def label(self) -> str:
        """When it is sent."""
        return _LABELS[self]


_LABELS = {
    Notice.EXPORT: "When the file of all my data is ready",
    Notice.ROLE: "When I am removed from a book, or may do more or less in it",
    Notice.PEOPLE: "When somebody joins or leaves a book that I own",
}


def unwanted(text: str) -> frozenset[Notice]:
    """Return what is not wanted, as it is kept; what was wanted once and is no more is left out."""
    return frozenset(Notice(one) for one in text.split(SEPARATOR) if one in set(Notice))


def written(unwanted: Collection[Notice]) -> str:
    """Return what is not wanted as it is kept."""
    return SEPARATOR.join(one for one in Notice if one in unwanted)
