"""Telling webhooks what is due: several receivers at once, each of them in order.

One that cannot be reached, or is unwell, is left alone longer each time, with all that it is to be
told; one delivery that it refuses is put off by itself. A delivery is given up after three days.
Whatever was sent may come twice, where a process ends in between; its key tells.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import delete, update

from finance_app import db
from finance_app.adapters import outbound
from finance_app.adapters.outbound import Address
from finance_app.domain import webhooks as rules
from finance_app.domain.flags import WEBHOOKS
from finance_app.errors import ConfigurationError, OutboundError, whereabouts
from finance_app.models import tables
from finance_app.queries import webhooks as queries
from finance_app.queries.keys import among, dialect_of, given
from finance_app.services import flags, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.errors import AppError
    from finance_app.queries.webhooks import Place

AT_ONCE = 8  # receivers
OF_ONE = 2  # of them that one user vouches for
TURN = 10.0  # seconds in which deliveries to one begin, before others have their turn
WHILE = 60.0  # seconds in which turns begin
WHOLE = 10.0  # seconds for an answer
PAUSE = 0.2  # seconds, where somebody else writes to a webhook, or its turn failed
CLAIMED = timedelta(minutes=2)  # then somebody else tries
KEPT = timedelta(days=30)  # what is known of deliveries
DROPPED = 5000  # at once
FINE = range(200, 300)
UNFORESEEN = "It failed in a way that nobody foresaw."
UNREADABLE = (
    "Its secret cannot be read with this server’s key; delete this webhook and add it anew."
)
LATE = "It could not be delivered within three days."

_DICE = SystemRandom()
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is being tried.

    Args:
        until: nobody else tries it before; where that is otherwise by now, it is somebody else's.
    """

    row: Row[Any]
    until: datetime

    @property
    def place(self) -> Place:
        """The webhook."""
        return self.row.book_id, self.row.webhook_id


def is_due(session: Session, now: datetime) -> bool:
    """Say whether a webhook is to be told something."""
    return flags.value(session, WEBHOOKS) and queries.is_due(session, now)


def deliver(clock: Callable[[], datetime], going: Callable[[], None]) -> int:
    """Tell webhooks what is due; return how much of it arrived. Slow: it waits for receivers.

    Args:
        going: raises where it is to stop; what has begun is waited for.
    """
    end, arrived, over = time.monotonic() + WHILE, 0, threading.Event()
    running: dict[Future[int], Row[Any]] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="finance-webhook") as pool:
        try:
            while True:
                going()
                for row in _due(clock(), running, end):
                    place = row.book_id, row.id
                    running[pool.submit(copy_context().run, _tell, place, clock, over)] = row
                if not running:
                    return arrived
                done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
                for each in done:
                    arrived += _ended(each, running.pop(each))
        finally:
            over.set()


def forget(session: Session, now: datetime) -> None:
    """Drop some of what is known of old deliveries."""
    kept = tables.webhook_delivery
    keys = queries.oldest(session, now - KEPT, DROPPED)
    if keys:
        chosen = given(dialect_of(session), keys)
        session.execute(delete(kept).where(among(dialect_of(session), kept.c.id)), chosen)


def _due(now: datetime, running: dict[Future[int], Row[Any]], end: float) -> list[Row[Any]]:
    """Return whose turn it is."""
    free = AT_ONCE - len(running)
    if time.monotonic() > end or not free:
        return []
    busy = {(row.book_id, row.id) for row in running.values()}
    with db.read() as session:
        if not flags.value(session, WEBHOOKS):
            return []
        found = queries.due(session, now, busy, of_one=OF_ONE, limit=3 * AT_ONCE)
    of_one, chosen = Counter(row.user_id for row in running.values()), list[Any]()
    for row in found:
        if of_one[row.user_id] < OF_ONE:
            of_one[row.user_id] += 1
            chosen.append(row)
    return chosen[:free]


def _ended(turn: Future[int], row: Row[Any]) -> int:
    """Return how much of a turn arrived; what went wrong here keeps nobody else from theirs."""
    try:
        return turn.result()
    except Exception as error:  # noqa: BLE001  such as a database that was busy for too long
        log.error("webhook %s could not be told: %s", row.id, whereabouts(error))  # noqa: TRY400  its message may hold what was sent
        time.sleep(PAUSE)  # else it would be its turn again at once
    return 0


def _tell(place: Place, clock: Callable[[], datetime], over: threading.Event) -> int:
    """Tell one webhook what it is to be told, until it cannot be or its turn is over."""
    arrived, end = 0, time.monotonic() + TURN
    while time.monotonic() < end and not over.is_set():
        claim = _claimed(place, clock())
        if claim is None:
            over.wait(PAUSE)  # somebody may write to it at this moment
            break
        arrived += _delivered(claim, clock)
    return arrived


def _claimed(place: Place, now: datetime) -> Claim | None:
    """Take what is next; None where there is nothing, or nothing may be."""
    with db.write() as session:
        row = queries.claimable(session, place, now)
        if row is None:
            return None
        claim = Claim(row, now + CLAIMED)
        _note_webhook(session, place, tried_at=now)
        _note(session, row.due_at, row, due_at=claim.until)
    return claim


def _delivered(claim: Claim, clock: Callable[[], datetime]) -> bool:
    """Try to deliver, and write down how that went."""
    row = claim.row
    try:
        status = _sent(row, clock())
    except (OutboundError, ConfigurationError) as error:
        _failed(claim, clock(), error)
        return False
    except Exception as error:  # noqa: BLE001  whatever it is, the next webhook must be told
        log.error("delivery %s failed: %s", row.id, whereabouts(error))  # noqa: TRY400  its message may hold an address
        _failed(claim, clock(), OutboundError(UNFORESEEN))
        return False
    now = clock()
    with db.write() as session:
        well: dict[str, Any] = {**webhooks.UNHELD, "delivered_at": now}
        _note_webhook(session, claim.place, tables.webhook.c.paused_at.is_(None), **well)
        _note(session, claim.until, row, delivered_at=now, status=status, trouble="")
    return True


def _sent(row: Row[Any], now: datetime) -> int:
    """Send it; return what was answered."""
    host = urlsplit(row.url).hostname or ""
    is_inner = webhooks.is_inner(row.url)
    address = Address(
        host, row.url, is_named=is_inner, is_told=not is_inner, whole=WHOLE, is_heard=False
    )
    secret = webhooks.opened(row.book_id, row.webhook_id, row.secret)
    headers = rules.headers(secret, row.id, now, row.body)
    return outbound.post(address, row.body, headers, fine=FINE).status


def _failed(claim: Claim, now: datetime, error: AppError) -> None:
    """Leave the receiver alone for a while, or put off what it refuses, or give that up."""
    row, trouble, status, asked = claim.row, UNREADABLE, 0, 0
    if isinstance(error, OutboundError):
        trouble, status, asked = error.message[:300], error.status, error.wait
    log.warning("delivery %s failed with status %d", row.id, status)
    failures, first = row.failures + 1, row.first_tried_at or now
    known = {"failures": failures, "first_tried_at": first, "status": status or None}
    known |= {"trouble": trouble}
    with db.write() as session:
        found = queries.one(session, *claim.place)
        if found is None or not queries.is_claimed(session, row, claim.until):
            return  # somebody deleted it, or had this sent again meanwhile
        if row.kind == rules.TEST:
            _note(session, claim.until, row, given_up_at=now, **known)
        elif found.url != row.url:
            _note(session, claim.until, row, due_at=now, **known)  # it is told elsewhere by now
        elif status == rules.GONE:
            _note_webhook(session, claim.place, paused_at=now, trouble=trouble)
            _note(session, claim.until, row, given_up_at=now, **known)
        elif rules.is_unwell(status):
            held = max(_while(found.failures + 1), timedelta(seconds=asked))
            _hold(session, claim, found, now, held_until=now + held, trouble=trouble)
            _note(session, claim.until, row, due_at=now, **known)
        else:
            _note_webhook(session, claim.place, trouble=trouble)
            is_over = now - first >= rules.LASTS
            later = {"given_up_at": now} if is_over else {"due_at": now + _while(failures)}
            _note(session, claim.until, row, **known, **later)


def _hold(session: Session, claim: Claim, found: Row[Any], now: datetime, **held: Any) -> None:
    """Have nothing tried for a while; after three days of that, give up what is as old.

    Args:
        found: the webhook.
        **held: until when, and why.
    """
    since = found.failing_since or now
    failing = {"failing_since": since, "failures": found.failures + 1}
    _note_webhook(session, claim.place, **failing, **held)
    if now - since >= rules.LASTS:
        kept = tables.webhook_delivery
        old = queries.waiting(claim.place) & (kept.c.created_at <= now - rules.LASTS)
        late = {"given_up_at": now, "trouble": LATE}
        session.execute(update(kept).where(old, kept.c.id != claim.row.id).values(late))
        if claim.row.created_at <= now - rules.LASTS:
            _note(session, claim.until, claim.row, given_up_at=now)


def _while(failures: int) -> timedelta:
    return rules.wait(failures) * (1 + _DICE.random() / 5)


def _note(session: Session, claimed: datetime, row: Row[Any], **values: Any) -> None:
    """Write something down of a delivery, unless somebody had it sent again meanwhile.

    Args:
        claimed: when it is due, as far as is known here.
    """
    kept = tables.webhook_delivery
    mine = (kept.c.book_id == row.book_id) & (kept.c.id == row.id)
    session.execute(update(kept).where(mine, kept.c.due_at == claimed).values(values))


def _note_webhook(session: Session, place: Place, *only: Any, **values: Any) -> None:
    """Write something down of a webhook.

    Args:
        *only: conditions, such as that its address is still the same.
    """
    hook = tables.webhook
    mine = (hook.c.book_id == place[0]) & (hook.c.id == place[1])
    session.execute(update(hook).where(mine, *only).values(values))
