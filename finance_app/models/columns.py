"""What the tables share: keys, instants and the ways to write a column down."""

from __future__ import annotations

import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    TypeDecorator,
)
from sqlmodel import Field, SQLModel

from finance_app.domain.money import LIMIT

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_RANDOM_BITS = 22
_STEP = 1024
_lock = threading.Lock()
_last = 0


def new_key() -> int:
    """Return a new 63-bit key: milliseconds since 1970 first, then randomness.

    Keys of one process ascend, by steps that cannot be guessed.
    """
    return new_keys(1)[0]


def new_keys(count: int) -> list[int]:
    """Return ascending new keys."""
    global _last  # noqa: PLW0603  the one place that remembers the last key of this process
    keys = []
    with _lock:
        now = time.time_ns() // 1_000_000 << _RANDOM_BITS
        key = max(_last, now | secrets.randbits(_RANDOM_BITS))
        noise = secrets.token_bytes(count * 2)
        for place in range(count):
            key += 1 + (noise[2 * place] << 8 | noise[2 * place + 1]) % _STEP
            keys.append(key)
        _last = key
    return keys


def first_key(at: datetime) -> int:
    """Return the least key that can be made at a moment."""
    moment = max(0, int(at.timestamp() * 1000))
    return min(moment << _RANDOM_BITS, 2**63 - 1)  # keys end in 2039


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; aware on the Python side, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; SQLite keeps UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def key_field(**options: Any) -> Any:
    """Return a field for a key made by the app."""
    return Field(sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}, **options)


def big(**options: Any) -> Any:
    """Return a field for a whole number of 64 bits: an amount or a reference."""
    return Field(sa_type=BigInteger, **options)


def instant(**options: Any) -> Any:
    """Return a field for a moment in UTC."""
    return Field(sa_type=Instant, **options)


def belongs_to(table: str, column: str, **options: Any) -> ForeignKeyConstraint:
    """Tie a column to another table's row of the same book, which then cannot go first.

    NO ACTION rather than RESTRICT: the latter would stop the cascade that purges a book.
    """
    return ForeignKeyConstraint(
        ["book_id", column], [f"{table}.book_id", f"{table}.id"], ondelete="NO ACTION", **options
    )


def in_book() -> ForeignKeyConstraint:
    """Tie the row to its book; only purging the book cascades."""
    return ForeignKeyConstraint(["book_id"], ["book.id"], ondelete="CASCADE")


def one_of(column: str, values: Any) -> CheckConstraint:
    """Let a text column hold one of an enumeration's values only."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def holdable(column: str) -> CheckConstraint:
    """Bound an amount in minor units."""
    return CheckConstraint(f"{column} BETWEEN -{LIMIT} AND {LIMIT}", name=f"{column}_holdable")


def currency_code(column: str = "currency") -> CheckConstraint:
    """Let a column hold what looks like an ISO 4217 code only."""
    return CheckConstraint(
        f"length({column}) = 3 AND {column} = upper({column})", name=f"{column}_code"
    )
