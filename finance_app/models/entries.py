"""Entries, one movement on one account on one day, and their lines, what each part was for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from finance_app.domain.entries import Source, Status
from finance_app.models.columns import belongs_to, big, holdable, in_book, key_field, one_of

_IS_TRANSFER = text("transfer_line_id IS NOT NULL")
_IS_FOREIGN = text("original_currency IS NOT NULL")


class Entry(SQLModel, table=True):
    """A movement. Amounts are signed minor units: money in +, out −.

    `amount` is in the account's currency; `original_amount` is what was paid in another one.
    Derived, kept by `services.ledger`: `base_amount` in the book's base currency at the entry's
    own day, null where no rate is known, and the rate's day and source.
    `import_key` makes a second import of the same bank line impossible.
    """

    __table_args__ = (
        in_book(),
        belongs_to("account", "account_id"),
        belongs_to("payee", "payee_id"),
        belongs_to("statement_import", "import_id"),
        UniqueConstraint("book_id", "account_id", "import_key"),
        one_of("status", Status),
        one_of("source", Source),
        holdable("amount"),
        holdable("base_amount"),
        CheckConstraint(
            "(original_amount IS NULL) = (original_currency IS NULL)", name="original_whole"
        ),
        Index("ix_entry_day", "book_id", "day", "id"),
        Index("ix_entry_account_day", "book_id", "account_id", "day", "id"),
        Index("ix_entry_payee_day", "book_id", "payee_id", "day", "id"),
        Index(
            "ix_entry_original_currency",
            "original_currency",
            sqlite_where=_IS_FOREIGN,
            postgresql_where=_IS_FOREIGN,
        ),
        {"sqlite_with_rowid": False},
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    account_id: int = big()
    day: date
    amount: int = big()
    payee_id: int | None = big(default=None, nullable=True)
    note: str = Field(default="", max_length=1000)
    status: str = Field(default=Status.CLEARED, max_length=10)
    source: str = Field(default=Source.TYPED, max_length=10)
    original_amount: int | None = big(default=None, nullable=True)
    original_currency: str | None = Field(default=None, max_length=3)
    import_id: int | None = big(default=None, nullable=True)
    import_key: str | None = Field(default=None, max_length=100)
    version: int = 1
    change_id: int = big()
    base_amount: int | None = big(default=None, nullable=True)
    rate_day: date | None = None
    rate_source: str | None = Field(default=None, max_length=40)


class Line(SQLModel, table=True):
    """What a part of an entry was for: a category, nothing yet, or a transfer's other side.

    The amounts of an entry's lines sum to the entry's. Derived, kept by `services.ledger`: `day`
    is the entry's, `base_amount` this line's share of the entry's, `bank_amount` its share of what
    the bank says that is in the base currency, null where it says nothing.
    """

    __table_args__ = (
        in_book(),
        belongs_to("entry", "entry_id"),
        belongs_to("category", "category_id"),
        belongs_to("line", "transfer_line_id", deferrable=True, initially="DEFERRED"),
        holdable("amount"),
        CheckConstraint("category_id IS NULL OR transfer_line_id IS NULL", name="one_purpose"),
        Index("ix_line_entry", "book_id", "entry_id"),
        Index("ix_line_category_day", "book_id", "category_id", "day", "entry_id"),
        Index(
            "ix_line_transfer",  # deleting a line asks whether another one points at it
            "book_id",
            "transfer_line_id",
            sqlite_where=_IS_TRANSFER,
            postgresql_where=_IS_TRANSFER,
        ),
        Index(
            "ix_line_transfer_day",
            "book_id",
            "day",
            "entry_id",
            sqlite_where=_IS_TRANSFER,
            postgresql_where=_IS_TRANSFER,
        ),
        {"sqlite_with_rowid": False},
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    entry_id: int = big()
    position: int = 0
    amount: int = big()
    memo: str = Field(default="", max_length=1000)
    category_id: int | None = big(default=None, nullable=True)
    transfer_line_id: int | None = big(default=None, nullable=True)
    change_id: int = big()
    day: date
    base_amount: int | None = big(default=None, nullable=True)
    bank_amount: int | None = big(default=None, nullable=True)
