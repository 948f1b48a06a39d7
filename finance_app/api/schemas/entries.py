"""Entries, as programs see and send them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.accounts import require_account
from finance_app.api.schemas.common import Amount, Key, Shown, Wanted, WantedAmount
from finance_app.domain.entries import (
    MOST_LINES,
    MOST_TAGS,
    EntryDraft,
    LineDraft,
    LineKind,
    Source,
    Status,
)
from finance_app.domain.money import Money
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finance_app.domain.entries import EntryView, LineView

MOST_AT_ONCE = 1000


class Line(Shown):
    """What a part of an entry is for."""

    id: Key
    amount: Amount
    memo: str
    category_id: Key | None
    category: str = Field(description="Its name; empty where there is none.")
    kind: LineKind
    transfer_account: str = Field(description="The account on the other side, for a transfer.")

    @classmethod
    def of(cls, view: LineView, currency: str) -> Self:
        """Return a line as programs get it."""
        return cls(
            id=view.id,
            amount=Amount.of(Money(view.amount, currency)),
            memo=view.memo,
            category_id=view.category_id,
            category=view.category,
            kind=view.kind,
            transfer_account=view.transfer_account,
        )


class Tag(Shown):
    """A tag of an entry."""

    id: Key
    name: str


class Entry(Shown):
    """An entry of a book with everything named.

    `base` is what it is worth in the book's base currency, at the rate of `rate_day` from
    `rate_source`; it is null where no rate is known.
    """

    id: Key
    day: date
    account_id: Key
    account: str
    amount: Amount
    payee_id: Key | None
    payee: str
    note: str
    status: Status
    source: Source
    original: Amount | None = Field(description="What was paid, in the currency it was paid in.")
    base: Amount | None
    rate_day: date | None
    rate_source: str | None
    lines: tuple[Line, ...]
    tags: tuple[Tag, ...]
    version: int = Field(description="Changes and deletions of many entries name it.")

    @classmethod
    def of(cls, view: EntryView, base_currency: str) -> Self:
        """Return an entry as programs get it."""
        base = None if view.base_amount is None else Money(view.base_amount, base_currency)
        return cls(
            id=view.id,
            day=view.day,
            account_id=view.account_id,
            account=view.account,
            amount=Amount.of(view.amount),
            payee_id=view.payee_id,
            payee=view.payee,
            note=view.note,
            status=Status(view.status),
            source=Source(view.source),
            original=Amount.of(view.original) if view.original else None,
            base=Amount.of(base) if base else None,
            rate_day=view.rate_day,
            rate_source=view.rate_source,
            lines=tuple(Line.of(one, view.amount.currency) for one in view.lines),
            tags=tuple(Tag(id=one.id, name=one.name) for one in view.tags),
            version=view.version,
        )


class WantedLine(Wanted):
    """A part of an entry to be."""

    amount: WantedAmount
    category_id: Key | None = None
    memo: str = ""

    def draft(self, currency: str) -> LineDraft:
        """Return the line that is to be.

        Raises:
            InvalidInputError: the amount cannot be.
        """
        return LineDraft(self.amount.minor("lines", currency), self.category_id, self.memo)


class WantedEntry(Wanted):
    """An entry to be. Its amount is below zero where money goes out."""

    account_id: Key
    day: date
    amount: WantedAmount
    payee: str = Field(default="", description="By name; one that is new is added.")
    note: str = ""
    status: Status = Status.CLEARED
    original: WantedAmount | None = None
    lines: tuple[WantedLine, ...] = Field(
        default=(),
        max_length=MOST_LINES,
        description="They sum to the amount; without any, the whole is for nothing yet.",
    )
    tags: tuple[str, ...] = Field(default=(), max_length=MOST_TAGS, description="By name.")

    def draft(self, currencies: Mapping[int, str]) -> EntryDraft:
        """Return what is to be added.

        Args:
            currencies: those of the book's accounts.

        Raises:
            InvalidInputError: an amount cannot be; the error names the field.
            NotFoundError: the account is none of them.
        """
        currency = require_account(currencies, self.account_id, "account_id")
        original = self.original.minor("original") if self.original else None
        return EntryDraft(
            self.account_id,
            self.day,
            self.amount.minor("amount", currency),
            self.payee,
            self.note,
            tuple(one.draft(currency) for one in self.lines),
            self.status,
            original,
            self.original.currency.strip().upper() if self.original else None,
            self.tags,
        )


class ChangedEntry(Wanted):
    """What is to be different about an entry; what is left out stays.

    A new amount without lines leaves one line for the whole, on the first one's category.
    """

    account_id: Key | None = None
    day: date | None = None
    amount: WantedAmount | None = None
    payee: str | None = None
    note: str | None = None
    status: Status | None = None
    lines: tuple[WantedLine, ...] | None = Field(default=None, max_length=MOST_LINES)
    tags: tuple[str, ...] | None = Field(default=None, max_length=MOST_TAGS)

    @property
    def only_describes(self) -> bool:
        """Whether nothing but day, payee, note and tags is to be different."""
        rest = (self.account_id, self.amount, self.lines, self.status)
        return all(one is None for one in rest)

    def draft(self, view: EntryView, currencies: Mapping[int, str]) -> EntryDraft:
        """Return what an entry is to become.

        Args:
            currencies: those of the book's accounts.

        Raises:
            InvalidInputError: an amount cannot be; the error names the field.
            NotFoundError: the account is none of them.
        """
        account = self.account_id or view.account_id
        currency = require_account(currencies, account, "account_id")
        if currency != view.amount.currency and self.amount is None:
            said = f"The other account is in {currency}; send the amount in it as well."
            raise InvalidInputError(said, field="amount")
        amount = view.amount.amount
        lines = tuple(LineDraft(one.amount, one.category_id, one.memo) for one in view.lines)
        if self.amount:
            amount = self.amount.minor("amount", currency)
            lines = (LineDraft(amount, view.lines[0].category_id),)
        if self.lines is not None:
            lines = tuple(one.draft(currency) for one in self.lines)
        return EntryDraft(
            self.account_id or view.account_id,
            self.day or view.day,
            amount,
            view.payee if self.payee is None else self.payee,
            view.note if self.note is None else self.note,
            lines,
            self.status or Status(view.status),
            view.original.amount if view.original else None,
            view.original.currency if view.original else None,
            tuple(one.name for one in view.tags) if self.tags is None else self.tags,
        )


class WantedEntries(Wanted):
    """Entries to be: all of them, or none where one cannot be."""

    entries: tuple[WantedEntry, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class SeenEntry(Wanted):
    """An entry as it was seen."""

    id: Key
    version: int = Field(ge=1, le=2_000_000_000, examples=[1])


class EditedEntry(ChangedEntry, SeenEntry):
    """An entry as it was seen, and what is to be different about it."""


class EditedEntries(Wanted):
    """Changes of entries: all of them, or none where one cannot be."""

    entries: tuple[EditedEntry, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class SeenEntries(Wanted):
    """Entries that are to go: all of them, or none where one was changed."""

    entries: tuple[SeenEntry, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Added(Shown):
    """What was added at once, in the order it was sent, to be undone by its change set."""

    ids: tuple[Key, ...]
    change_set: Key
