"""All of a user's data as one file: how far it is, and who may fetch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LASTS = timedelta(days=1)  # how long it can be fetched
MOST_TRIES = 3


class ExportStatus(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """One such file.

    Args:
        percent: how much of it is written.
        size: bytes, once it is ready.
        is_here: whether the session that asks is the one that may fetch it.
    """

    key: int
    status: ExportStatus
    percent: int
    size: int
    asked_at: datetime
    is_here: bool

    @property
    def is_running(self) -> bool:
        """Whether there is something to wait for."""
        return self.status in (ExportStatus.WAITING, ExportStatus.WRITING)

    @property
    def filename(self) -> str:
        """What it is called where it is saved."""
        return f"finance-{self.asked_at:%Y-%m-%d}.zip"

    @property
    def expires_at(self) -> datetime:
        """When it is gone."""
        return self.asked_at + LASTS
