"""Webhooks of books, and what was to be delivered to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from finance_app.domain.webhooks import LONGEST_URL
from finance_app.models.columns import big, in_book, instant, key_field

UNSENT = text("delivered_at IS NULL AND given_up_at IS NULL")


class Webhook(SQLModel, table=True):
    """An address that is told of a book's change sets.

    It is told only while whoever vouches for it, `user_id`, owns the book. `topics` are words with
    spaces between them; `secret` is sealed. `paused_at` is when somebody, or the receiver itself,
    had it stop. Nothing is tried before `held_until`, after so many `failures` in a row to reach
    it, the first at `failing_since`; `trouble` is the last one, nothing where it was reached since.
    """

    __table_args__ = (in_book(),)

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    url: str = Field(max_length=LONGEST_URL)
    topics: str = Field(max_length=200)
    secret: str = Field(max_length=200)
    created_at: datetime = instant()
    paused_at: datetime | None = instant(default=None, nullable=True)
    held_until: datetime | None = instant(default=None, nullable=True)
    failures: int = 0
    failing_since: datetime | None = instant(default=None, nullable=True)
    trouble: str = Field(default="", max_length=300)
    tried_at: datetime | None = instant(default=None, nullable=True)
    delivered_at: datetime | None = instant(default=None, nullable=True)


class WebhookDelivery(SQLModel, table=True):
    """What one webhook is told of one change set, written in the transaction of that change set.

    `due_at` is when it is tried next; whoever tries puts it off first, so that no other does.
    `first_tried_at` is since when it fails. `change_set_id` is nothing for a test. `status` is what
    the receiver answered last.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        in_book(),
        ForeignKeyConstraint(
            ["book_id", "webhook_id"], ["webhook.book_id", "webhook.id"], ondelete="CASCADE"
        ),
        Index(
            "ix_webhook_delivery_waiting",
            *("book_id", "webhook_id", "id"),
            sqlite_where=UNSENT,
            postgresql_where=UNSENT,
        ),
        Index("ix_webhook_delivery_webhook", "book_id", "webhook_id", "id"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    webhook_id: int = big()
    change_set_id: int | None = big(default=None, nullable=True)
    kind: str = Field(max_length=40)
    body: str = Field(sa_type=Text)
    created_at: datetime = instant(index=True)
    due_at: datetime = instant()
    first_tried_at: datetime | None = instant(default=None, nullable=True)
    failures: int = 0
    status: int | None = None
    trouble: str = Field(default="", max_length=300)
    delivered_at: datetime | None = instant(default=None, nullable=True)
    given_up_at: datetime | None = instant(default=None, nullable=True)
