"""The filters of lists, as they stand in an address."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from finance_app.api.schemas.common import Key, Wanted, key_of
from finance_app.domain.change_kinds import Topic
from finance_app.domain.changes import ChangeFilter
from finance_app.domain.entries import (
    UNCATEGORISED,
    Cursor,
    Direction,
    EntryFilter,
    LineKind,
)
from finance_app.domain.own_rate_rules import Place
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError

MOST = 100
DEFAULT = 50
MOST_ROWS = 10_000_000  # of a bank's file
LONGEST = 200  # characters of a search

Storable = Annotated[str, AfterValidator(storable)]
Major = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=8)]


class Turned(Wanted):
    """What pages of every list take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: str = Field(default="", max_length=400, description="The `next` of the page before.")
    fields: str = Field(
        default="", max_length=300, description="The only ones wanted, with commas between them."
    )


class EntryQuery(Turned):
    """Which entries a list has."""

    size: int = Field(default=DEFAULT, ge=1, le=MOST, description="How many a page has.")
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
            raise _no_cursor()
        return place


class NameQuery(Turned):
    """Which of those that are known by a name a list has."""

    text: Storable = Field(default="", max_length=LONGEST, description="Part of the name.")

    def place(self) -> str:
        """Return the name after which the page begins, as names are compared.

        Raises:
            InvalidInputError: that is no cursor.
        """
        try:
            return storable(urlsafe_b64decode(self.cursor.encode()).decode())
        except ValueError:
            raise _no_cursor() from None

    @staticmethod
    def written(place: str) -> str | None:
        """Return the cursor of a place; null where there is none."""
        return urlsafe_b64encode(place.encode()).decode() or None


class RowQuery(Wanted):
    """Which rows of a bank's file a list has."""

    group: int = Field(default=0, ge=0, le=MOST_ROWS)
    cursor: str = Field(default="", max_length=400, description="The `next` of the page before.")
    size: int = Field(default=DEFAULT, ge=1, le=MOST, description="How many a page has.")

    def place(self) -> int:
        """Return the number of the first row.

        Raises:
            InvalidInputError: that is no cursor.
        """
        try:
            return key_of(self.cursor) if self.cursor else 0
        except ValueError:
            raise _no_cursor() from None


class KeyQuery(Turned):
    """Which part of a list with keys is wanted."""

    def place(self) -> int | None:
        """Return the key before which the page begins.

        Raises:
            InvalidInputError: that is no cursor.
        """
        try:
            return key_of(self.cursor) if self.cursor else None
        except ValueError:
            raise _no_cursor() from None


class ChangeQuery(KeyQuery):
    """Which change sets a list has."""

    by: Key | None = Field(default=None, description="The user who made them.")
    topic: Topic | None = None
    since: datetime | None = Field(default=None, description="From this moment on.")
    until: datetime | None = Field(default=None, description="Before this moment.")

    def wanted(self) -> ChangeFilter:
        """Return which change sets are wanted; moments without a zone are in UTC."""
        since, until = (_in_utc(one) for one in (self.since, self.until))
        return ChangeFilter(self.by, self.topic, since, until)


class OwnRateQuery(Turned):
    """Which of a book's own rates a list has."""

    def place(self) -> Place | None:
        """Return the pair and day after which the page begins.

        Raises:
            InvalidInputError: that is no cursor.
        """
        if not self.cursor:
            return None
        try:
            origin, target, day = self.cursor.split(".")
            return origin, target, date.fromisoformat(day)
        except ValueError:
            raise _no_cursor() from None

    @staticmethod
    def written(place: Place | None) -> str | None:
        """Return the cursor of a place; null where there is none."""
        return None if place is None else ".".join(map(str, place))


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=UTC)


def _no_cursor() -> InvalidInputError:
    return InvalidInputError("Take the cursor from “next” of a page.", field="cursor")
