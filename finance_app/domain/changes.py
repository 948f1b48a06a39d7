"""Change sets: what one use case wrote, as a list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChangeSetView:
    """One change set; `undoes_id` names the one that it took back."""

    id: int
    at: datetime
    kind: str
    summary: str
    by: str
    rows: int
    undoes_id: int | None
    undone: bool
