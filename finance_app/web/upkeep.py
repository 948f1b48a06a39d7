"""Keeps the deployment tidy while the app serves: what is over is dropped, a little at a time."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from finance_app import db
from finance_app.services import maintenance

EVERY = 60.0  # seconds between two looks
PAUSE = 0.05  # seconds between two steps, in which whoever waits may write

log = logging.getLogger(__name__)


async def watch(every: float = EVERY) -> None:
    """Tidy as long as the app serves; whatever goes wrong, the next look comes."""
    while True:
        await asyncio.sleep(every)
        try:
            await look(datetime.now(UTC))
        except Exception:
            log.exception("what is over could not be dropped")


async def look(now: datetime) -> None:
    """Drop what is over."""
    await db.fetch(maintenance.tidy, now)
    left = True
    while left:
        left = await db.tell(maintenance.purge_some, now)
        await asyncio.sleep(PAUSE)
