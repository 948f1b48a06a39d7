"""Sends mail while the app serves: looks every two seconds what is due.

It waits for the mail server on a thread of its own, so no screen waits with it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from finance_app import db
from finance_app.services import mail

EVERY = 2.0  # seconds: a mail leaves within three after what it tells of

log = logging.getLogger(__name__)


async def watch(every: float = EVERY) -> None:
    """Send mail as long as the app serves; whatever goes wrong, the next look comes."""
    while True:
        try:
            await db.fetch(mail.deliver, datetime.now(UTC))
        except Exception:
            log.exception("mail could not be sent")
        await asyncio.sleep(every)
