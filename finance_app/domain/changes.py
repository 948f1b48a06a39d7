"""Change sets: what one use case wrote, as a list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChangeSetView:
    """One change set.

    Args:
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
    written: Mapping[str, int]
    undoes_id: int | None
    undone: bool
    last: int
    stands: bool

    @property
    def rows(self) -> int:
        """How many rows of all tables: what taking it back has to write."""
        return sum(self.written.values())
