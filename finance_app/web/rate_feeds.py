"""Keeps exchange rates current while the app serves: looks every hour who is due.

It waits for the network on a thread of its own, so no screen waits with it. That somebody cannot be
reached is logged once, and so is that it can again: a machine without a network stays calm.
"""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.config import settings
from finance_app.services import rate_feeds

if TYPE_CHECKING:
    from finance_app.services.rate_feeds import Refreshed

FIRST = 5.0  # seconds after the start, when pages are being loaded
EVERY = 3600.0
SPREAD = 300.0  # so that not everybody asks at the same moment

log = logging.getLogger(__name__)


class RateFeeds:
    """Looks again and again.

    Args:
        first: seconds before the first look.
        every: seconds between two looks.
        spread: seconds that chance adds to both.
    """

    def __init__(self, first: float = FIRST, every: float = EVERY, spread: float = SPREAD) -> None:
        self.first = first
        self.every = every
        self.spread = spread
        self.troubles: dict[str, str] = {}

    async def watch(self) -> None:
        """Look until the app stops, unless the settings name nobody to ask."""
        if not settings().providers:
            return
        await asyncio.sleep(self.first + random.uniform(0, min(self.first, self.spread)))  # noqa: S311  no secret
        while True:
            await self.look()
            await asyncio.sleep(self.every + random.uniform(0, self.spread))  # noqa: S311  no secret

    async def look(self) -> None:
        """Ask whoever is due, and say what changed; whatever goes wrong, the next look comes."""
        try:
            done = await db.fetch(rate_feeds.refresh, datetime.now(UTC))
        except Exception:
            log.exception("exchange rates could not be refreshed")
        else:
            self.tell(done)

    def tell(self, done: Refreshed) -> None:
        """Log what is new; a trouble only when it begins and when it is over."""
        before = set(self.troubles)
        for source in done.asked:
            self.troubles.pop(source, None)
        self.troubles |= dict(zip(done.failed, done.troubles, strict=True))
        fresh = [self.troubles[source] for source in sorted(self.troubles.keys() - before)]
        if fresh:
            log.warning("exchange rates are not refreshed: %s", " ".join(fresh))
        elif before and not self.troubles:
            log.info("exchange rates are refreshed again")
        for sentence in done.refusals:
            log.warning("%s", sentence)
        if done.changes:
            log.info("exchange rates: %d new, %d corrected", done.added, done.corrected)


async def watch() -> None:
    """Keep exchange rates current as long as the app serves."""
    await RateFeeds().watch()
