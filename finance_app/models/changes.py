"""Change sets: everything one use case wrote. History, trash, undo and audit trail in one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.models.columns import belongs_to, big, in_book, instant, key_field, one_of


class ChangeSet(SQLModel, table=True):
    """Who did what, when; `undoes_id` names the set that it took back."""

    __tablename__ = "change_set"
    __table_args__ = (
        in_book(),
        belongs_to("change_set", "undoes_id"),
        Index("ix_change_set_undoes", "book_id", "undoes_id"),
        Index("ix_change_set_kind", "book_id", "kind", "id"),
        Index("ix_change_set_person", "book_id", "user_id", "id"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    user_id: int | None = big(default=None, nullable=True)
    at: datetime = instant()
    kind: str = Field(max_length=40)
    summary: str = Field(max_length=300)
    undoes_id: int | None = big(default=None, nullable=True)


class Change(SQLModel, table=True):
    """Up to 1,000 rows of one table and one verb, as canonical JSON. Append-only, hash-chained.

    `rows` is `{"columns": […], "before": [[…], …], "after": [[…], …]}`; a before-image holds the
    key of the change before it, so that a row's history is a walk. `hash` covers the one at
    `sequence` − 1 of the same book.
    """

    __table_args__ = (
        in_book(),
        belongs_to("change_set", "change_set_id"),
        UniqueConstraint("book_id", "sequence"),
        one_of("verb", ("insert", "update", "delete")),
        Index("ix_change_set", "book_id", "change_set_id", "sequence"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    change_set_id: int = big()
    sequence: int = big()
    table_name: str = Field(max_length=40)
    verb: str = Field(max_length=10)
    rows: str = Field(sa_type=Text)
    count: int
    hash: str = Field(max_length=64)
