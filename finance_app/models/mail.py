"""Mail that is to be sent, and the links in it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, SmallInteger, Text, text
from sqlmodel import Field, SQLModel

from finance_app.domain.mail_links import Purpose
from finance_app.domain.notices import DigestKind
from finance_app.models.columns import instant, key_field, one_of

UNSENT = text("sent_at IS NULL AND given_up_at IS NULL")


class Mail(SQLModel, table=True):
    """A mail, written down in the transaction of what it tells of, sent afterwards.

    `due_at` is when it is tried next; whoever tries puts it off first, so that no other does. What
    it says is dropped once it was sent or is of no use any more, since links in it open an account.
    `html` is empty where it is made of the text. A `notice` is for a user who can do without it,
    and waits while it is quiet for them. `urgency` is what leaves first where much waits.
    `reader_id` is who had the address when it was written.
    """

    __table_args__ = (
        Index("ix_mail_due", "due_at", sqlite_where=UNSENT, postgresql_where=UNSENT),
        Index("ix_mail_urgency", "urgency", "due_at", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    id: int = key_field(primary_key=True)
    template: str = Field(max_length=40)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=300)
    text: str = Field(sa_type=Text)
    html: str = Field(default="", sa_type=Text)
    notice: str = Field(default="", max_length=20)
    urgency: int = Field(default=0, sa_type=SmallInteger)
    reader_id: int | None = key_field(default=None, nullable=True)
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


class Digest(SQLModel, table=True):
    """A digest that was written: each once for a user, a book and a period.

    Its mail leaves only while they are in the book.
    """

    __table_args__ = (one_of("kind", DigestKind),)

    book_id: int = key_field(primary_key=True, foreign_key="book.id", ondelete="CASCADE")
    user_id: int = key_field(
        primary_key=True, foreign_key="user.id", ondelete="CASCADE", index=True
    )
    kind: str = Field(primary_key=True, max_length=10)
    first_day: date = Field(primary_key=True)
    mail_id: int = key_field(index=True)
    written_at: datetime = instant()


class Trouble(SQLModel, table=True):
    """Something of this server that keeps failing, by the name of the job that it is.

    `told_at` is when administrators were mailed; nothing where it has not lasted long enough yet.
    """

    name: str = Field(primary_key=True, max_length=60)
    since: datetime = instant()
    sentence: str = Field(max_length=300)
    told_at: datetime | None = instant(default=None, nullable=True)
