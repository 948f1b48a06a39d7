"""Change sets: what one use case wrote, as a list shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from finance_app.domain.change_kinds import Topic


MEMBERS = "member."
"""How the kinds of change sets begin that are about who may see a book."""
SOMEBODY = "somebody"
"""What such a set calls whom it is about, so that no address is kept in it for good."""
_NAMED = re.compile(rf"\b{SOMEBODY}(?=[ ,])")


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which change sets are looked for.

    Args:
        by: the user who made them; everybody where None is named.
        topic: what they are about.
        since: from this moment on…
        until: …and before this one.
    """

    by: int | None = None
    topic: Topic | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeSetView:
    """One change set.

    Args:
        by: the address of who did it; nothing where they are gone.
        by_name: their name, if they have one.
        written: how many rows of each table.
        undoes_id: the one that it took back.
        undone: it was taken back itself, perhaps brought back since.
        last: the newest set of those that took it back and brought it back; else it itself.
        stands: what it did is done, so taking it back is undoing `last`; else bringing it back is.
    """

    id: int
    at: datetime
    kind: str
    summary: str
    by: str
    by_name: str
    written: Mapping[str, int]
    undoes_id: int | None
    undone: bool
    last: int
    stands: bool

    @property
    def is_about_members(self) -> bool:
        """Whether it is about who may see the book: nobody gets in or out by undoing."""
        return self.kind.startswith(MEMBERS)

    def about(self, address: str) -> ChangeSetView:
        """Return it as it is read while there is an address for whom it is about."""
        return replace(self, summary=_NAMED.sub(address, self.summary, count=1))

    @property
    def rows(self) -> int:
        """How many rows of all tables: what taking it back has to write."""
        return sum(self.written.values())
