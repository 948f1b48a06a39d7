"""Who users are at the provider that they may sign in by way of."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from finance_app.models.columns import instant, key_field


class Identity(SQLModel, table=True):
    """A user as an OpenID Connect provider knows them; `subject` never changes there."""

    issuer: str = Field(primary_key=True, max_length=300)
    subject: str = Field(primary_key=True, max_length=255)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    email: str = Field(default="", max_length=254)
    created_at: datetime = instant()
    used_at: datetime | None = instant(default=None, nullable=True)
