"""What becomes of one's books, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.leaving import BookFate, Fate
from finance_app.ui.books import whose

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 3  # of those who share a book
LAST = (
    "You are the only administrator. Afterwards nobody administers this server, unless whoever "
    "runs it adds one on the command line."
)


@dataclass(frozen=True)
class FateRow:
    """A book, whose it is, and what becomes of it."""

    name: str = ""
    about: str = ""
    said: str = ""
    taken: bool = False


def row(one: BookFate) -> FateRow:
    """Write a book out."""
    about = whose(one.role, one.owner, len(one.others))
    return FateRow(one.name, about, _said(one), one.fate is Fate.IS_TAKEN)


def _said(one: BookFate) -> str:
    if one.fate is Fate.GOES:
        return "Deleted with you."
    if one.fate is Fate.STAYS:
        return f"Stays with {_named(one.others)}."
    them = "one of them" if len(one.others) > 1 else "them"
    return f"Deleted for {_named(one.others)} too, unless you make {them} an owner first."


def _named(others: Sequence[str]) -> str:
    """Name people: `Eve, Bob and 2 others`."""
    some, more = list(others[:NAMED]), len(others) - NAMED
    if more > 0:
        some.append("1 other" if more == 1 else f"{more} others")
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}"
