"""Has files of all of a user's data written by a process beside the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app import db
from finance_app.jobs.beside import Beside
from finance_app.services import data_exports

if TYPE_CHECKING:
    from datetime import datetime


class Exporter(Beside):
    """Sees to it that every file that was asked for is written."""

    what = "exporting"
    command = ("export", "--watched")

    async def is_due(self, now: datetime) -> bool:
        """Say whether a file is to be written that nobody is at."""
        return await db.ask(data_exports.is_due, now)

    async def is_stuck(self, moment: datetime) -> bool:
        """Say whether whoever writes one was not seen since a moment."""
        return await db.ask(data_exports.is_stuck, moment)
