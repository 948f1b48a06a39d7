"""Payees: who money went to or came from. Tags: free labels."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.models.columns import belongs_to, big, in_book, key_field


class Payee(SQLModel, table=True):
    """Who; `key` is the name as it is compared (case and spaces folded)."""

    __table_args__ = (in_book(), UniqueConstraint("book_id", "key"))

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    name: str = Field(max_length=200)
    key: str = Field(max_length=200)
    version: int = 1
    change_id: int = big()


class Tag(SQLModel, table=True):
    """A free label; `key` is the name as it is compared."""

    __table_args__ = (in_book(), UniqueConstraint("book_id", "key"))

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    name: str = Field(max_length=50)
    key: str = Field(max_length=50)
    version: int = 1
    change_id: int = big()


class EntryTag(SQLModel, table=True):
    """A label on an entry."""

    __tablename__ = "entry_tag"
    __table_args__ = (
        in_book(),
        belongs_to("entry", "entry_id"),
        belongs_to("tag", "tag_id"),
        UniqueConstraint("book_id", "entry_id", "tag_id"),
        Index("ix_entry_tag_tag", "book_id", "tag_id"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    entry_id: int = big()
    tag_id: int = big()
    change_id: int = big()
