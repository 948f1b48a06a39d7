"""Mail that is to be sent, and the links in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from finance_app.domain.mail_links import Purpose
from finance_app.models.columns import instant, key_field, one_of

UNSENT = text("sent_at IS NULL AND given_up_at IS NULL")


class Mail(SQLModel, table=True):
    """A mail, written down in the transaction of what it tells of, sent afterwards.

    `due_at` is when it is tried next; whoever tries puts it off first, so that no other does. What
    it says is dropped once it was sent or given up, since links in it open an account.
    """

    __table_args__ = (Index("ix_mail_due", "due_at", sqlite_where=UNSENT, postgresql_where=UNSENT),)

    id: int = key_field(primary_key=True)
    template: str = Field(max_length=40)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=300)
    text: str = Field(sa_type=Text)
    created_at: datetime = instant()
    expires_at: datetime | None = instant(default=None, nullable=True)
    due_at: datetime = instant()
    failures: int = 0
    trouble: str = Field(default="", max_length=300)
    sent_at: datetime | None = instant(default=None, nullable=True)
    given_up_at: datetime | None = instant(default=None, nullable=True)


class MailLink(SQLModel, table=True):
    """A link that was mailed to a user; only its SHA-256 is kept.

    `address` is the new one where a link confirms one, the old one where it takes that back.
    `stamp` is what the user's address and password were; once either changed, the link is dead.
    """

    __tablename__ = "mail_link"
    __table_args__ = (one_of("purpose", Purpose),)

    id: str = Field(primary_key=True, max_length=64)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    purpose: str = Field(max_length=10)
    address: str = Field(default="", max_length=254)
    stamp: str = Field(max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)
