"""The audit log of the server, and how far the chains of hashes have come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from finance_app.models.columns import big, in_book, instant, key_field


class AuditEvent(SQLModel, table=True):
    """Who did what to whom. Append-only by trigger, hash-chained by `sequence`.

    Users are named by their keys alone, so that nothing of a deleted one is left. `user_id` is who
    did it, `target_id` whom it was about; there is no reference, since both may be gone by now.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "at", "sequence"),
        Index("ix_audit_event_by", "user_id", "at", "sequence"),
        Index("ix_audit_event_about", "target_id", "at", "sequence"),
        Index("ix_audit_event_what", "what", "at", "sequence"),
    )

    sequence: int = key_field(primary_key=True)
    at: datetime = instant()
    user_id: int | None = big(default=None, nullable=True)
    what: str = Field(max_length=40)
    target_id: int | None = big(default=None, nullable=True)
    network: str = Field(default="", max_length=50)
    subject: str = Field(default="", max_length=60)
    before: str = Field(default="", sa_type=Text)
    after: str = Field(default="", sa_type=Text)
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The last event's number and hash, sealed with a key that is not in the database. One row."""

    __tablename__ = "audit_head"

    id: int = key_field(primary_key=True)
    sequence: int = big()
    hash: str = Field(max_length=64)
    seal: str = Field(max_length=64)


class BookHead(SQLModel, table=True):
    """The same of a book's changes."""

    __tablename__ = "book_head"
    __table_args__ = (in_book(),)

    book_id: int = key_field(primary_key=True)
    sequence: int = big()
    hash: str = Field(max_length=64)
    seal: str = Field(max_length=64)
