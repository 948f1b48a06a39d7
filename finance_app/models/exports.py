"""Files of all of a user's data, on their way."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from finance_app.domain.exports import ExportStatus
from finance_app.models.columns import big, instant, key_field, one_of


class DataExport(SQLModel, table=True):
    """A file that a user asked for; its name is the key. It goes with the session that asked.

    Whoever writes it was seen at `beat_at`.
    """

    __tablename__ = "data_export"
    __table_args__ = (one_of("status", ExportStatus),)

    id: int = key_field(primary_key=True)
    user_id: int = key_field(foreign_key="user.id", ondelete="CASCADE", index=True)
    session_id: str = Field(
        foreign_key="auth_session.id", ondelete="CASCADE", max_length=64, index=True
    )
    status: str = Field(default=ExportStatus.WAITING, max_length=10)
    percent: int = 0
    tries: int = 0
    size: int = big(default=0)
    asked_at: datetime = instant()
    beat_at: datetime | None = instant(default=None, nullable=True)
