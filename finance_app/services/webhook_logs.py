"""What webhooks were told, as a book's owners see it: trying one, and sending once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from finance_app.domain import webhooks as rules
from finance_app.domain.flags import WEBHOOKS
from finance_app.domain.webhooks import DeliveryState
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.queries import webhooks as queries
from finance_app.services import flags, roles, webhook_events, webhooks

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

LISTED = 50  # deliveries on a page


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """What a webhook was told of one change set, or to try it.

    Args:
        status: what the receiver answered last; None where nothing came back.
        trouble: why it did not arrive the last time.
        due_at: when it is tried next, while it waits.
    """

    id: int
    kind: str
    body: str
    change_set_id: int | None
    created_at: datetime
    due_at: datetime
    state: DeliveryState
    failures: int
    status: int | None
    trouble: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of deliveries, the newest first; `older` is where the next one begins."""

    deliveries: tuple[DeliveryView, ...]
    older: int | None


def log(session: Session, actor: Actor, key: int, before: int | None = None) -> Log:
    """Return what a webhook was told.

    Args:
        before: the delivery that others were listed up to.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    roles.require_reading_owner(session, actor)
    webhooks.one(session, actor, key)
    found = queries.log(session, actor.book_id, key, before, LISTED + 1)
    older = found[LISTED - 1].id if len(found) > LISTED else None
    return Log(tuple(map(_delivery, found[:LISTED])), older)


def delivery(session: Session, actor: Actor, key: int, delivery_id: int) -> DeliveryView:
    """Return one delivery.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the webhook has no such delivery.
    """
    roles.require_reading_owner(session, actor)
    return _delivery(_told(session, actor, key, delivery_id))


def test(session: Session, actor: Actor, key: int) -> int:
    """Have a webhook told something to try it; return the delivery's key.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
        ConflictError: it is told nothing at the moment, or a test is on its way.
    """
    roles.require_owner(session, actor)
    _require_listening(session, actor, key)
    if queries.waits(session, (actor.book_id, key), rules.TEST):
        raise ConflictError("A test of this webhook is on its way.")
    said = {"book": str(actor.book_id), "summary": "Somebody tried this webhook."}
    return webhook_events.post(session, (actor.book_id, key), rules.TEST, actor.now, said)


def redeliver(session: Session, actor: Actor, key: int, delivery_id: int) -> None:
    """Have a delivery sent once more, with the key that it had.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the webhook has no such delivery.
        ConflictError: the webhook is told nothing at the moment.
    """
    roles.require_owner(session, actor)
    _told(session, actor, key, delivery_id)
    _require_listening(session, actor, key)
    kept = tables.webhook_delivery
    mine = (kept.c.book_id == actor.book_id) & (kept.c.id == delivery_id)
    anew = {"due_at": actor.now, "failures": 0, "status": None, "trouble": ""}
    over = {"delivered_at": None, "given_up_at": None, "first_tried_at": None}
    _unhold(session, actor, key)  # the webhook first, as those who deliver do
    session.execute(update(kept).where(mine).values(**anew, **over))


def _told(session: Session, actor: Actor, key: int, delivery_id: int) -> Row[Any]:
    found = queries.delivery(session, actor.book_id, key, delivery_id)
    if found is None:
        raise NotFoundError("There is no such delivery; they are kept for 30 days.")
    return found


def _unhold(session: Session, actor: Actor, key: int) -> None:
    """Have a webhook tried at once, however often it could not be reached."""
    hook = tables.webhook
    mine = (hook.c.book_id == actor.book_id) & (hook.c.id == key)
    session.execute(update(hook).where(mine).values(held_until=None, failing_since=None))


def _require_listening(session: Session, actor: Actor, key: int) -> None:
    view = webhooks.get(session, actor, key)
    if not flags.value(session, WEBHOOKS):
        raise ConflictError("This server’s administrator switched webhooks off.")
    if view.is_paused:
        raise ConflictError("This webhook is paused; resume it first.")
    if not view.listens:
        raise ConflictError(
            f"{view.by} does not own this book any more, so this webhook is told nothing."
        )


def _delivery(row: Row[Any]) -> DeliveryView:
    state = DeliveryState.WAITING
    if row.delivered_at is not None:
        state = DeliveryState.DELIVERED
    elif row.given_up_at is not None:
        state = DeliveryState.GIVEN_UP
    return DeliveryView(
        row.id,
        row.kind,
        row.body,
        row.change_set_id,
        row.created_at,
        row.due_at,
        state,
        row.failures,
        row.status,
        row.trouble,
        row.delivered_at,
    )
