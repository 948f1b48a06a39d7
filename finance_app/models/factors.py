"""What a user shows beside their password: an app's codes, backup codes, passkeys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from finance_app.domain.factors import Begun
from finance_app.models.columns import big, instant, key_field, one_of


class Factor(SQLModel, table=True):
    """A user's authenticator app.

    `secret` is sealed. `last_step` is the step of time of the last code that was taken: neither it
    nor one before it is taken again.
    """

    user_id: int = key_field(primary_key=True, foreign_key="user.id", ondelete="CASCADE")
    secret: str = Field(max_length=300)
    last_step: int = big()
    created_at: datetime = instant()


class BackupCode(SQLModel, table=True):
    """A code that works once. Only its hash is kept, with the salt before it."""

    __tablename__ = "backup_code"

    id: str = Field(primary_key=True, max_length=64)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    created_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)


class Passkey(SQLModel, table=True):
    """A key that a device or a password manager keeps; here is its public half.

    `site` is the host name that it was made for, where alone it works. `handle` is what the device
    remembers its user by; nothing where it is still to be made of the secret key. `sign_count`
    only rises, unless it stays 0.
    """

    id: int = key_field(primary_key=True)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    credential_id: str = Field(unique=True, max_length=1400)
    public_key: str = Field(sa_type=Text)
    sign_count: int = big()
    site: str = Field(max_length=253)
    name: str = Field(max_length=60)
    handle: str = Field(default="", max_length=64)
    created_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)


class AuthStep(SQLModel, table=True):
    """What a browser has begun and must finish soon, once.

    `bound` is the digest of the token that it came with, of a session or of none yet. `payload` is
    a challenge, or a secret sealed.
    """

    __tablename__ = "auth_step"
    __table_args__ = (one_of("kind", Begun),)

    id: int = key_field(primary_key=True)
    kind: str = Field(max_length=10)
    bound: str = Field(max_length=64, index=True)
    user_id: int | None = key_field(
        default=None, nullable=True, foreign_key="user.id", ondelete="CASCADE"
    )
    payload: str = Field(sa_type=Text)
    name: str = Field(default="", max_length=60)
    expires_at: datetime = instant(index=True)
