"""Books, the unit of ownership, and who may do what in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from finance_app.domain.actors import Role
from finance_app.models.columns import currency_code, instant, key_field, one_of


class Book(SQLModel, table=True):
    """Everything a household owns together. Every owned table leads with its key.

    `conversion` ascends whenever amounts in the base currency were converted anew. A demo's figures
    are invented. A removed book is in nobody's sight and is purged days later.
    The rows of one that is `purging` are being dropped: it never comes back.
    """

    __table_args__ = (currency_code("base_currency"),)

    id: int = key_field(primary_key=True)
    name: str = Field(max_length=100)
    base_currency: str = Field(max_length=3)
    month_starts_on: int = Field(default=1)
    created_at: datetime = instant()
    conversion: int = 0
    is_demo: bool = False
    removed_at: datetime | None = instant(default=None, nullable=True)
    purging: bool = False


class Membership(SQLModel, table=True):
    """A user's role in a book; `given_up` where they leave and agreed to others losing it."""

    __table_args__ = (one_of("role", Role),)

    book_id: int = key_field(primary_key=True, foreign_key="book.id", ondelete="CASCADE")
    user_id: int = key_field(
        primary_key=True, foreign_key="user.id", ondelete="CASCADE", index=True
    )
    role: str = Field(max_length=10)
    joined_at: datetime | None = instant(default=None, nullable=True)
    given_up: bool = False


class Invitation(SQLModel, table=True):
    """Somebody who was invited to a book, or to the server alone; accepting it deletes the row.

    `digest` is the SHA-256 of what stands behind the # of the mailed link and makes an account of
    the address; `see` stands before it, shows what the invitation is, and lets whoever is signed in
    with the address accept it. Another mail has new ones of both.
    """

    __table_args__ = (one_of("role", Role), UniqueConstraint("book_id", "email"))

    id: int = key_field(primary_key=True)
    book_id: int | None = key_field(
        foreign_key="book.id", ondelete="CASCADE", default=None, nullable=True
    )
    email: str = Field(max_length=254, index=True)
    role: str | None = Field(max_length=10, default=None, nullable=True)
    invited_by: int | None = key_field(
        foreign_key="user.id", ondelete="SET NULL", default=None, nullable=True, index=True
    )
    digest: str = Field(max_length=64, unique=True)
    see: str = Field(max_length=32, unique=True)
    sent_at: datetime = instant()
    ends_at: datetime = instant()
    declined_at: datetime | None = instant(default=None, nullable=True)
