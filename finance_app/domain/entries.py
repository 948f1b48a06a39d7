"""Entries: where they come from, how sure they are, what makes one whole, what is derived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from finance_app.domain.currencies import require_currency
from finance_app.domain.money import require_holdable
from finance_app.domain.periods import EARLIEST, LATEST
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError, Wrong

if TYPE_CHECKING:
    from decimal import Decimal

    from finance_app.domain.money import Money
    from finance_app.domain.totals import Total

LONGEST_NOTE = 1000
LONGEST_PAYEE = 200
LONGEST_TAG = 50
MOST_TAGS = 20
MOST_LINES = 100
LARGEST_KEY = 2**63 - 1


class Status(StrEnum):
    """How sure an entry is."""

    PENDING = "pending"
    CLEARED = "cleared"
    RECONCILED = "reconciled"


class Source(StrEnum):
    """Where an entry came from."""

    TYPED = "typed"
    IMPORT = "import"
    RECURRING = "recurring"
    API = "api"


@dataclass(frozen=True, slots=True)
class LineDraft:
    """What a part of an entry is to be for; amount in the account's minor units."""

    amount: int
    category_id: int | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as somebody wants it; amounts are signed minor units of the account's currency.

    `tags` are names; those that are new to the book are added to it.
    """

    account_id: int
    day: date
    amount: int
    payee: str = ""
    note: str = ""
    lines: tuple[LineDraft, ...] = ()
    status: Status = Status.CLEARED
    original_amount: int | None = None
    original_currency: str | None = None
    tags: tuple[str, ...] = ()

    def checked(self) -> Self:
        """Return the draft with its texts trimmed and one line where none is given.

        Raises:
            InvalidInputError: the day, a text or an amount is out of bounds, or the lines do not
                sum to the amount.
        """
        payee, note = " ".join(storable(self.payee).split()), storable(self.note).strip()
        lines = self.lines or (LineDraft(self.amount),)
        lines = tuple(replace(line, memo=storable(line.memo)) for line in lines)
        tags, wrong = _distinct(self.tags), Wrong()
        with wrong:
            _require_short(payee, LONGEST_PAYEE, "payee")
        with wrong:
            _check_tags(tags)
        with wrong:
            require_holdable(self.amount)
        with wrong:
            _require_day(self.day)
        with wrong:
            _require_short(note, LONGEST_NOTE, "note")
        with wrong:
            _check_lines(self.amount, lines)
        with wrong:
            _check_original(self.original_amount, self.original_currency)
        wrong.tell()
        return replace(self, payee=payee, note=note, tags=tags, lines=lines)


def _require_day(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise InvalidInputError("Choose a day from 1900 to 2199.", field="day")


def _require_short(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise InvalidInputError(f"Keep the {field} to {longest} characters.", field=field)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names trimmed, without empty ones and without those that are compared alike."""
    found: dict[str, str] = {}
    for name in names:
        if typed := " ".join(storable(name).split()):
            found.setdefault(folded(typed), typed)
    return tuple(found.values())


def _check_tags(tags: tuple[str, ...]) -> None:
    if len(tags) > MOST_TAGS:
        raise InvalidInputError(f"Give an entry at most {MOST_TAGS} tags.", field="tags")
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise InvalidInputError(f"Keep a tag to {LONGEST_TAG} characters.", field="tags")


def _check_lines(amount: int, lines: tuple[LineDraft, ...]) -> None:
    if len(lines) > MOST_LINES:
        raise InvalidInputError(f"An entry has at most {MOST_LINES} lines.", field="lines")
    for line in lines:
        require_holdable(line.amount)
        _require_short(line.memo, LONGEST_NOTE, "memo")
    if sum(line.amount for line in lines) != amount:
        raise InvalidInputError("The lines must add up to the amount.", field="lines")


def _check_original(amount: int | None, currency: str | None) -> None:
    if (amount is None) != (currency is None):
        raise InvalidInputError(
            "Give both the amount and the currency that was paid in.", field="original"
        )
    if amount is not None and currency is not None:
        require_holdable(amount)
        require_currency(currency)


def folded(name: str) -> str:
    """Return a name as it is compared: case and spaces do not count."""
    return " ".join(name.split()).casefold()[:LONGEST_PAYEE]


class Direction(StrEnum):
    """Which way money went."""

    IN = "in"
    OUT = "out"


class LineKind(StrEnum):
    """What a line is to its book: earned, spent, or moved between its accounts.

    A category decides, so that a refund is spending; without one money in is income.
    """

    INCOME = "income"
    SPENDING = "spending"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries a list shows; what is None does not matter.

    Args:
        kind: any line of this kind, and on one of `category_ids` where both are given.
        category_ids: any line on one of these, or uncategorised with `UNCATEGORISED`.
        text: part of a payee's name, a note or a memo.
        least: amounts in major units, without their sign, as small as this…
        most: …and as large as this.
    """

    start: date | None = None
    last: date | None = None
    account_id: int | None = None
    category_ids: tuple[int, ...] | None = None
    payee_id: int | None = None
    tag_id: int | None = None
    text: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    direction: Direction | None = None
    kind: LineKind | None = None

    def asks_for(self, line: LineView) -> bool:
        """Say whether a line is one that the list is about."""
        category = UNCATEGORISED if line.category_id is None else line.category_id
        if line.kind is LineKind.TRANSFER:
            return self.category_ids is None and self.kind in (None, line.kind)
        on_one = self.category_ids is None or category in self.category_ids
        return on_one and self.kind in (None, line.kind)


UNCATEGORISED = 0  # among category ids: lines that are for nothing yet
NO_CATEGORY = "none"  # the same in an address
OWN = "own-"  # in an address, before a category's key: without those below it


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list that runs from the newest day to the oldest."""

    day: date
    id: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a place as it stands in a URL, `2026-11-23.17`; None for none or nonsense."""
        day, _, key = text.partition(".")
        if not (key.isascii() and key.isdigit()) or len(key) > len(str(LARGEST_KEY)):
            return None
        try:
            place = cls(date.fromisoformat(day), int(key))
        except ValueError:
            return None
        return place if place.id <= LARGEST_KEY else None

    def __str__(self) -> str:
        return f"{self.day}.{self.id}"


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as a screen shows it; `transfer_account` names the other side of a transfer."""

    id: int
    amount: int
    memo: str
    category_id: int | None
    category: str
    hue: int
    transfer_account: str
    kind: LineKind = LineKind.SPENDING


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag as an entry has it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as a screen shows it, with everything named."""

    id: int
    version: int
    day: date
    account_id: int
    account: str
    amount: Money
    payee_id: int | None
    payee: str
    note: str
    status: str
    source: str
    original: Money | None
    base_amount: int | None
    rate_day: date | None
    rate_source: str | None
    lines: tuple[LineView, ...]
    tags: tuple[Tagged, ...] = ()

    @property
    def title(self) -> str:
        """What the entry is called: its payee, else its note, else what it is."""
        moved = any(line.transfer_account for line in self.lines)
        return self.payee or self.note or ("Transfer" if moved else "No payee")


@dataclass(frozen=True, slots=True)
class EntrySums:
    """How many entries a list has, and what those of their lines that it is about come to."""

    count: int
    currencies: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of a list: entries from new to old, and the places where its neighbours begin."""

    entries: tuple[EntryView, ...]
    newer: Cursor | None = None
    older: Cursor | None = None
