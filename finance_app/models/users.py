"""Users, what they prefer, their sessions, and failed attempts to become one of them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from finance_app.domain.actors import Theme
from finance_app.domain.weeks import FirstDay
from finance_app.models.columns import instant, key_field, one_of


class User(SQLModel, table=True):
    """A person who can sign in; `name` is what others in their books know them by.

    After `delete_after` the account is deleted, unless they sign in before and keep it.
    """

    id: int = key_field(primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(default="", max_length=80)
    password_hash: str
    is_admin: bool = False
    created_at: datetime = instant()
    disabled_at: datetime | None = instant(default=None, nullable=True)
    delete_after: datetime | None = instant(default=None, nullable=True, index=True)
    seen_at: datetime | None = instant(default=None, nullable=True)


class SignUp(SQLModel, table=True):
    """Somebody who asked for an account and has not shown yet that the address is theirs.

    The link in the mail makes the user, with the password that was given with this very request.
    `id` is the SHA-256 of what stands in the link.
    """

    __tablename__ = "sign_up"

    id: str = Field(primary_key=True, max_length=64)
    email: str = Field(max_length=254, index=True)
    password_hash: str
    region: str = Field(max_length=20)
    time_zone: str = Field(max_length=64)
    base_currency: str = Field(max_length=3)
    created_at: datetime = instant()
    expires_at: datetime = instant()


class Preferences(SQLModel, table=True):
    """What a user chose for themselves; the book they look at; when they had been shown around.

    `notices` are the mails that they chose otherwise than is usual; these wait while it is quiet.
    `first_day` is the one their weeks begin with, `placed` says that they chose region and
    currency when they signed up.
    """

    __table_args__ = (one_of("theme", Theme), one_of("first_day", FirstDay))

    user_id: int = key_field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    region: str = Field(max_length=20)
    time_zone: str = Field(max_length=64)
    theme: str = Field(default=Theme.SYSTEM, max_length=10)
    dashboard: str = Field(default="", max_length=1000)
    display_currency: str = Field(default="", max_length=3)
    notices: str = Field(default="", max_length=200)
    first_day: str = Field(default=FirstDay.REGION, max_length=10)
    quiet_hours: str = Field(default="", max_length=11)
    placed: bool = False
    book_id: int = key_field(foreign_key="book.id", ondelete="CASCADE")
    welcomed_at: datetime | None = instant(default=None, nullable=True)


class AuthSession(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its token is kept.

    A `pending` one has shown the password alone, and is nobody until the second step is done.
    It `stays` where its user wants to stay signed in; else a shorter idle time ends it. `network`
    is where it was opened, no more exact than `domain.devices.network_text` leaves it.
    """

    __tablename__ = "auth_session"

    id: str = Field(primary_key=True, max_length=64)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    created_at: datetime = instant()
    seen_at: datetime = instant()
    ends_at: datetime = instant()
    device: str = Field(default="", max_length=200)
    network: str = Field(default="", max_length=50)
    pending: bool = False
    stays: bool = True


class KnownDevice(SQLModel, table=True):
    """A browser that a user signed in with before; only the SHA-256 of what it keeps is kept.

    It opens nothing. It is let try when somebody else used the account's tries up, and a sign-in
    with it is no news.
    """

    __tablename__ = "known_device"

    user_id: int = key_field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    digest: str = Field(primary_key=True, max_length=64)
    device: str = Field(default="", max_length=200)
    first_seen_at: datetime = instant()
    seen_at: datetime = instant()


class Attempt(SQLModel, table=True):
    """Failed sign-ins in one window of time, by what they were aimed at; shared by workers."""

    subject: str = Field(primary_key=True, max_length=64)
    window: int = key_field(primary_key=True)
    count: int = Field(default=0)
