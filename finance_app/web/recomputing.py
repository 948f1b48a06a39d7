"""Has amounts converted anew by a process beside the server, so that no screen waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app import db
from finance_app.jobs.beside import Beside
from finance_app.services import recompute_runs

if TYPE_CHECKING:
    from datetime import datetime


class Recomputer(Beside):
    """Sees to it that what is to be converted anew is."""

    what = "recomputing"
    command = ("recompute", "--watched")

    async def is_due(self, now: datetime) -> bool:
        """Say whether amounts are to be converted anew that nobody is at."""
        return await db.ask(recompute_runs.is_due, now)

    async def is_stuck(self, moment: datetime) -> bool:
        """Say whether whoever is at them was not seen since a moment."""
        return await db.ask(recompute_runs.is_stuck, moment)
