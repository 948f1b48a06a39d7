"""What administrators chose for a server."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ServerSetting(SQLModel, table=True):
    """What an administrator chose, in place of the environment's and the code's value."""

    __tablename__ = "server_setting"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=100)
