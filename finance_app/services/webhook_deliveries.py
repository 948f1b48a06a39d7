"""Telling webhooks what is due: several receivers at once, each of them in order.

One that fails waits longer each time, with all that it is to be told still, so that it keeps nobody
else waiting. Whatever was sent may come twice, where a process ends in between; its key tells.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import case, delete, update

from finance_app import db
from finance_app.adapters import outbound
from finance_app.adapters.outbound import Address
from finance_app.config import settings
from finance_app.domain import webhooks as rules
from finance_app.domain.flags import WEBHOOKS
from finance_app.errors import ConfigurationError, OutboundError, whereabouts
from finance_app.models import tables
from finance_app.queries import webhooks as queries
from finance_app.services import flags, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.errors import AppError
    from finance_app.queries.webhooks import Place

AT_ONCE = 8  # receivers
IN_A_ROW = 20  # deliveries to one, before others have their turn
WHILE = 60.0  # seconds in which deliveries begin
WHOLE = 10.0  # seconds for an answer, to the last byte
CLAIMED = timedelta(minutes=1)  # then somebody else tries
KEPT = timedelta(days=30)  # what is known of deliveries
FINE = range(200, 300)
UNFORESEEN = "It failed in a way that nobody foresaw."
UNREADABLE = "Its secret cannot be read with this server’s key; delete it and add it anew."

_DICE = SystemRandom()
log = logging.getLogger(__name__)


def is_due(session: Session, now: datetime) -> bool:
    """Say whether a webhook is to be told something."""
    return queries.is_due(session, now) and flags.value(session, WEBHOOKS)


def deliver(clock: Callable[[], datetime], going: Callable[[], None]) -> int:
    """Tell webhooks what is due; return how much of it arrived. Slow: it waits for receivers.

    Args:
        going: raises where it is to stop; what has begun is waited for.
    """
    end, arrived, over = time.monotonic() + WHILE, 0, threading.Event()
    running: dict[Future[int], Place] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="finance-webhook") as pool:
        try:
            while True:
                going()
                for place in _due(clock(), running, end):
                    running[pool.submit(copy_context().run, _tell, place, clock, over)] = place
                if not running:
                    return arrived
                done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
                for each in done:
                    del running[each]
                    arrived += each.result()
        finally:
            over.set()


def forget(session: Session, now: datetime) -> None:
    """Drop what is known of old deliveries."""
    kept = tables.webhook_delivery
    session.execute(delete(kept).where(kept.c.created_at <= now - KEPT))


def _due(now: datetime, running: dict[Future[int], Place], end: float) -> list[Place]:
    free = AT_ONCE - len(running)
    if time.monotonic() > end or not free:
        return []
    with db.read() as session:
        if not flags.value(session, WEBHOOKS):
            return []
        return queries.due(session, now, set(running.values()), free)


def _tell(place: Place, clock: Callable[[], datetime], over: threading.Event) -> int:
    """Tell one webhook what it is to be told, until something fails or all is over."""
    arrived = 0
    while arrived < IN_A_ROW and not over.is_set() and (row := _claimed(place, clock())):
        if not _delivered(row, place, clock):
            break
        arrived += 1
    return arrived


def _claimed(place: Place, now: datetime) -> Row[Any] | None:
    """Take what is next; None where there is nothing."""
    with db.write() as session:
        row = queries.claimable(session, place, now)
        if row is not None:
            _note(session, row, due_at=now + CLAIMED)
    return row


def _delivered(row: Row[Any], place: Place, clock: Callable[[], datetime]) -> bool:
    """Try to deliver, and write down how that went."""
    try:
        status = _sent(row, clock())
    except (OutboundError, ConfigurationError) as error:
        _failed(row, place, clock(), error)
        return False
    except Exception as error:  # noqa: BLE001  whatever it is, the next webhook must be told
        log.error("delivery %s failed: %s", row.id, whereabouts(error))  # noqa: TRY400  its message may hold an address
        _failed(row, place, clock(), OutboundError(UNFORESEEN))
        return False
    with db.write() as session:
        _note(session, row, delivered_at=clock(), status=status, trouble="")
    return True


def _sent(row: Row[Any], now: datetime) -> int:
    """Send it; return what was answered."""
    host = urlsplit(row.url).hostname or ""
    is_inner = host in settings().inner_hosts
    address = Address(host, row.url, is_named=is_inner, is_told=not is_inner, whole=WHOLE)
    secret = webhooks.opened(row.book_id, row.webhook_id, row.secret)
    headers = rules.headers(secret, row.id, now, row.body)
    return outbound.post(address, row.body, headers, fine=FINE).status


def _failed(row: Row[Any], place: Place, now: datetime, error: AppError) -> None:
    """Put it off with all that waits behind it, or give it up."""
    trouble, status, asked = UNREADABLE, 0, 0
    if isinstance(error, OutboundError):
        trouble, status, asked = error.message, error.status, error.wait
    log.warning("delivery %s failed: %s", row.id, trouble)
    failures = row.failures + 1
    known = {"failures": failures, "trouble": trouble[:300], "status": status or None}
    later = None if status == rules.GONE else rules.wait(failures)
    with db.write() as session:
        if status == rules.GONE:
            hook = tables.webhook.c
            mine = (hook.book_id == place[0]) & (hook.id == place[1])
            session.execute(update(tables.webhook).where(mine).values(paused_at=now))
        if later is None:
            _note(session, row, given_up_at=now, **known)
        else:
            until = now + max(later * (1 + _DICE.random() / 5), timedelta(seconds=asked))
            _note(session, row, due_at=until, **known)
            _hold(session, place, until)


def _hold(session: Session, place: Place, until: datetime) -> None:
    """Have nothing more tried before a moment."""
    kept = tables.webhook_delivery
    later = case((kept.c.due_at < until, until), else_=kept.c.due_at)
    session.execute(update(kept).where(queries.waiting(place)).values(due_at=later))


def _note(session: Session, row: Row[Any], **values: Any) -> None:
    kept = tables.webhook_delivery
    mine = (kept.c.book_id == row.book_id) & (kept.c.id == row.id)
    session.execute(update(kept).where(mine).values(values))
