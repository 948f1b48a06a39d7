"""The tokens that programs come with, and what they were answered lately."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from finance_app.domain.api_tokens import LONGEST_KEY, LONGEST_NAME, Scope
from finance_app.models.columns import instant, key_field, one_of


class ApiToken(SQLModel, table=True):
    """A token of a user's. Only its SHA-256 is kept.

    It opens the one book that it names, or all that its user is in. `network` is where it was used
    last, no more exact than `domain.devices.network_text` leaves it.
    """

    __tablename__ = "api_token"
    __table_args__ = (one_of("scope", Scope),)

    id: int = key_field(primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    only_book_id: int | None = key_field(
        default=None, nullable=True, foreign_key="book.id", ondelete="CASCADE", index=True
    )
    name: str = Field(max_length=LONGEST_NAME)
    scope: str = Field(max_length=10)
    created_at: datetime = instant()
    ends_at: datetime | None = instant(default=None, nullable=True)
    used_at: datetime | None = instant(default=None, nullable=True)
    network: str = Field(default="", max_length=50)


class ApiAnswer(SQLModel, table=True):
    """What a write was answered that named itself, so that the same one is not done twice.

    `digest` is the SHA-256 of all that it asked for.
    """

    __tablename__ = "api_answer"

    token_id: int = key_field(primary_key=True, foreign_key="api_token.id", ondelete="CASCADE")
    key: str = Field(primary_key=True, max_length=LONGEST_KEY)
    digest: str = Field(max_length=64)
    status: int
    body: str
    location: str = Field(max_length=200)
    at: datetime = instant(index=True)
