"""Change sets, as programs see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown

if TYPE_CHECKING:
    from finance_app.domain.changes import ChangeSetView
    from finance_app.services.history import Undone


class Changed(Shown):
    """What was written, to be undone by that key."""

    change_set: Key | None = Field(description="Null where nothing was to be written.")


class ChangeSet(Shown):
    """What one use case wrote."""

    id: Key
    at: datetime
    kind: str = Field(examples=["entry.add"])
    summary: str = Field(examples=["Added Corner Bakery €12.30"])
    by: str = Field(description="The address of who did it; empty where they are gone.")
    by_name: str
    written: dict[str, int] = Field(description="How many rows of each table.")
    undoes: Key | None = Field(description="The change set that it took back.")
    is_undone: bool = Field(description="It was taken back itself, and perhaps brought back since.")
    stands: bool = Field(description="What it did is done.")

    @classmethod
    def of(cls, view: ChangeSetView) -> Self:
        """Return a change set as programs get it."""
        return cls(
            id=view.id,
            at=view.at,
            kind=view.kind,
            summary=view.summary,
            by=view.by,
            by_name=view.by_name,
            written=dict(view.written),
            undoes=view.undoes_id,
            is_undone=view.undone,
            stands=view.stands,
        )


class TakenBack(Shown):
    """What undoing did."""

    change_set: Key = Field(description="The one that undid it, which can be undone, too.")
    left: tuple[str, ...] = Field(description="What was left because it was changed since.")

    @classmethod
    def of(cls, undone: Undone) -> Self:
        """Return it as programs get it."""
        return cls(change_set=undone.set_id, left=undone.left)
