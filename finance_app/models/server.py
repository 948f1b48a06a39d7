"""What administrators chose for a server, and what they did to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from finance_app.models.columns import big, instant, key_field


class ServerSetting(SQLModel, table=True):
    """What an administrator chose, in place of the environment's and the code's value."""

    __tablename__ = "server_setting"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=100)


class ServerChange(SQLModel, table=True):
    """What an administrator did. Append-only by trigger.

    Users are named by their keys alone, so that nothing of a deleted one is left. `user_id` is who
    did it, nobody where it was a command; `target_id` is whom it was done to.
    """

    __tablename__ = "server_change"
    __table_args__ = (Index("ix_server_change_target", "target_id"),)

    id: int = key_field(primary_key=True)
    at: datetime = instant()
    user_id: int | None = big(default=None, nullable=True)
    what: str = Field(max_length=20)
    target_id: int | None = big(default=None, nullable=True)
    subject: str = Field(default="", max_length=40)
    before: str = Field(default="", max_length=100)
    after: str = Field(default="", max_length=100)
