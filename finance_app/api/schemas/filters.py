"""The filters of lists, as they stand in an address."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from finance_app.api.schemas.common import Key, Wanted
from finance_app.domain.entries import (
    UNCATEGORISED,
    Cursor,
    Direction,
    EntryFilter,
    LineKind,
)
from finance_app.errors import InvalidInputError

MOST = 100
DEFAULT = 50
LONGEST = 200  # characters of a search

Major = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=8)]


class Turned(Wanted):
    """What pages of every list take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: str = Field(default="", max_length=40, description="The `next` of the page before.")
    size: int = Field(default=DEFAULT, ge=1, le=MOST)
    fields: str = Field(
        default="", max_length=300, description="The only ones wanted, with commas between them."
    )


class EntryQuery(Turned):
    """Which entries a list has."""

    start: date | None = Field(default=None, description="The first day.")
    last: date | None = Field(default=None, description="The last day.")
    account: Key | None = None
    category: list[Key | Literal["none"]] = Field(
        default_factory=list, max_length=50, description="Any of these; `none` is uncategorised."
    )
    payee: Key | None = None
    tag: Key | None = None
    text: str = Field(
        default="", max_length=LONGEST, description="Part of a payee’s name, a note or a memo."
    )
    least: Major | None = Field(default=None, description="Amounts as small as this, without sign.")
    most: Major | None = Field(default=None, description="Amounts as large as this, without sign.")
    direction: Direction | None = None
    kind: LineKind | None = None

    def wanted(self) -> EntryFilter:
        """Return which entries are wanted."""
        categories = tuple(UNCATEGORISED if one == "none" else one for one in self.category)
        return EntryFilter(
            self.start,
            self.last,
            self.account,
            categories or None,
            self.payee,
            self.tag,
            self.text,
            self.least,
            self.most,
            self.direction,
            self.kind,
        )

    def place(self) -> Cursor | None:
        """Return where the page begins.

        Raises:
            InvalidInputError: that is no cursor.
        """
        place = Cursor.parse(self.cursor) if self.cursor else None
        if self.cursor and place is None:
            raise InvalidInputError("Take the cursor from “next” of a page.", field="cursor")
        return place
