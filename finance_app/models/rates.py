"""Exchange rates as their sources publish them; rates and currencies of a book's own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.domain.currencies import LONGEST_NAME, MOST_DECIMALS
from finance_app.models.columns import big, currency_code, in_book, instant, key_field


class Rate(SQLModel, table=True):
    """Units of a currency for one of the source's base, as canonical decimal text."""

    __table_args__ = (currency_code(), {"sqlite_with_rowid": False})

    source: str = Field(primary_key=True, max_length=20)
    currency: str = Field(primary_key=True, max_length=3)
    day: date = Field(primary_key=True)
    per_base: str = Field(max_length=40)
    fetched_at: datetime = instant()


class OwnRate(SQLModel, table=True):
    """One unit of `origin` is `value` of `target` from a day on, in one book.

    `value` is canonical decimal text. `until` is the last day that it holds on; null is as long as
    any rate counts.
    """

    __tablename__ = "own_rate"
    __table_args__ = (
        in_book(),
        UniqueConstraint("book_id", "origin", "target", "day"),
        currency_code("origin"),
        currency_code("target"),
        CheckConstraint("origin <> target", name="two_currencies"),
        CheckConstraint("until IS NULL OR until >= day", name="until_later"),
        {"sqlite_with_rowid": False},
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    origin: str = Field(max_length=3)
    target: str = Field(max_length=3)
    day: date
    until: date | None = None
    value: str = Field(max_length=40)
    version: int = 1
    change_id: int = big()


class CustomCurrency(SQLModel, table=True):
    """A currency that ISO 4217 does not have, in one book."""

    __tablename__ = "custom_currency"
    __table_args__ = (
        in_book(),
        UniqueConstraint("book_id", "code"),
        currency_code("code"),
        CheckConstraint(f"decimals BETWEEN 0 AND {MOST_DECIMALS}", name="decimals_known"),
        {"sqlite_with_rowid": False},
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    code: str = Field(max_length=3)
    name: str = Field(max_length=LONGEST_NAME)
    decimals: int
    version: int = 1
    change_id: int = big()


class RateFeed(SQLModel, table=True):
    """How it went with a provider of rates so far, so that a restart asks no more often.

    `etag` and `last_modified` are what it said about `document`, the file it was last asked for.
    """

    __tablename__ = "rate_feed"

    source: str = Field(primary_key=True, max_length=20)
    asked_at: datetime | None = instant(default=None, nullable=True)
    succeeded_at: datetime | None = instant(default=None, nullable=True)
    newest_day: date | None = None
    document: str = Field(default="", max_length=40)
    etag: str = Field(default="", max_length=200)
    last_modified: str = Field(default="", max_length=100)
    failures: int = Field(default=0)
    resumes_at: datetime | None = instant(default=None, nullable=True)
    trouble: str = Field(default="", max_length=300)


class RefusedRate(SQLModel, table=True):
    """A published value that does not count, as it was published, and why."""

    __tablename__ = "refused_rate"
    __table_args__ = (currency_code(),)

    source: str = Field(primary_key=True, max_length=20)
    currency: str = Field(primary_key=True, max_length=3)
    day: date = Field(primary_key=True)
    per_base: str = Field(max_length=80)
    reason: str = Field(max_length=200)
    seen_at: datetime = instant()
