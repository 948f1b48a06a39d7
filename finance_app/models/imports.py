"""Bank files on their way in: what was staged and committed, and how a layout is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.domain.imports import ImportStatus
from finance_app.models.columns import belongs_to, big, in_book, instant, key_field, one_of


class StatementImport(SQLModel, table=True):
    """One bank file: staged with its content, then committed (the content goes, the entries stay).

    `plan` is what the user decided, and once that is committed what came of it, canonical JSON
    (`domain.import_plans`).
    """

    __tablename__ = "statement_import"
    __table_args__ = (
        in_book(),
        belongs_to("change_set", "change_set_id"),
        one_of("status", ImportStatus),
        Index("ix_statement_import_status", "book_id", "status"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    user_id: int = big()
    created_at: datetime = instant()
    filename: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    status: str = Field(max_length=10)
    content: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    plan: str = Field(default="{}", sa_type=Text)
    change_set_id: int | None = big(default=None, nullable=True)


class StatementLayout(SQLModel, table=True):
    """How the files of one layout are read, as the user confirmed it."""

    __tablename__ = "statement_layout"
    __table_args__ = (in_book(), UniqueConstraint("book_id", "fingerprint"))

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    fingerprint: str = Field(max_length=64)
    layout: str = Field(sa_type=Text)
    account_id: int | None = big(default=None, nullable=True)
