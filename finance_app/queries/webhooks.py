"""Webhooks of books, and their deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, not_, select, tuple_

from finance_app.domain.actors import Role
from finance_app.models.tables import book, membership, user, webhook, webhook_delivery

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    type Place = tuple[int, int]

_WAITS = webhook_delivery.c.delivered_at.is_(None) & webhook_delivery.c.given_up_at.is_(None)
_OF = and_(
    webhook_delivery.c.book_id == webhook.c.book_id, webhook_delivery.c.webhook_id == webhook.c.id
)
_LISTENS = (
    select(membership.c.role)
    .join(user, user.c.id == membership.c.user_id)
    .join(book, book.c.id == membership.c.book_id)
    .where(
        membership.c.book_id == webhook.c.book_id,
        membership.c.user_id == webhook.c.user_id,
        membership.c.role == Role.OWNER,
        user.c.disabled_at.is_(None),
        book.c.removed_at.is_(None),
    )
    .exists()
)
"""Whoever made it owns the book still, and both are there."""


def listening(session: Session, book_id: int) -> list[Row[Any]]:
    """Return the webhooks of a book that are told of what happens now."""
    mine = (webhook.c.book_id == book_id) & webhook.c.paused_at.is_(None) & _LISTENS
    return list(session.execute(select(webhook.c.id, webhook.c.topics).where(mine)))


def of_book(session: Session, book_id: int) -> list[Row[Any]]:
    """Return a book's webhooks but for their secrets, the newest first.

    With each: `by` whose it is, `listens` whether they own the book still, `waiting` how many
    deliveries do, and `delivered_at`, `trouble` of the last one that was tried.
    """
    waiting = select(func.count()).where(_OF, _WAITS).correlate(webhook).scalar_subquery()
    tried = _OF & (
        webhook_delivery.c.delivered_at.is_not(None) | (webhook_delivery.c.trouble != "")
    )
    newest = webhook_delivery.c.id.desc()

    def last(column: Any) -> Any:
        found = select(column).where(tried).order_by(newest).limit(1)
        return found.correlate(webhook).scalar_subquery().label(column.name)

    columns = (each for each in webhook.c if each.name != "secret")
    more: tuple[Any, ...] = (
        user.c.email.label("by"),
        _LISTENS.label("listens"),
        waiting.label("waiting"),
        last(webhook_delivery.c.delivered_at),
        last(webhook_delivery.c.trouble),
    )
    wanted = select(*columns, *more).join(user, user.c.id == webhook.c.user_id)
    mine = wanted.where(webhook.c.book_id == book_id).order_by(webhook.c.id.desc())
    return list(session.execute(mine))


def one(session: Session, book_id: int, key: int) -> Row[Any] | None:
    """Return a webhook with its sealed secret, None where the book has none of that key."""
    mine = (webhook.c.book_id == book_id) & (webhook.c.id == key)
    return session.execute(select(webhook).where(mine)).first()


def log(
    session: Session, book_id: int, webhook_id: int, before: int | None, limit: int
) -> list[Row[Any]]:
    """Return what a webhook was told, the newest first.

    Args:
        before: the delivery that others were listed up to.
    """
    delivery = webhook_delivery.c
    mine = (delivery.book_id == book_id) & (delivery.webhook_id == webhook_id)
    if before is not None:
        mine &= delivery.id < before
    found = select(webhook_delivery).where(mine).order_by(delivery.id.desc()).limit(limit)
    return list(session.execute(found))


def delivery(session: Session, book_id: int, webhook_id: int, key: int) -> Row[Any] | None:
    """Return one delivery of a webhook."""
    mine = (webhook_delivery.c.book_id == book_id) & (webhook_delivery.c.id == key)
    of = webhook_delivery.c.webhook_id == webhook_id
    return session.execute(select(webhook_delivery).where(mine, of)).first()


def is_due(session: Session, now: datetime) -> bool:
    """Say whether something is to be delivered now."""
    return bool(due(session, now, (), 1))


def due(session: Session, now: datetime, but: Collection[Place], limit: int) -> list[Place]:
    """Return the webhooks that are to be told something now, who waits the longest first.

    Args:
        but: those that are being told already.
    """
    place = (webhook_delivery.c.book_id, webhook_delivery.c.webhook_id)
    wanted = (
        select(*place)
        .join(webhook, _OF)
        .where(_WAITS, webhook_delivery.c.due_at <= now, webhook.c.paused_at.is_(None), _LISTENS)
        .group_by(*place)
        .order_by(func.min(webhook_delivery.c.due_at))
        .limit(limit)
    )
    if but:
        wanted = wanted.where(not_(tuple_(*place).in_(list(but))))
    return [(row.book_id, row.webhook_id) for row in session.execute(wanted)]


def claimable(session: Session, place: Place, now: datetime) -> Row[Any] | None:
    """Return and lock what a webhook is told next, with its address and sealed secret."""
    mine = (webhook.c.book_id == place[0]) & (webhook.c.id == place[1])
    wanted = (
        select(webhook_delivery, webhook.c.url, webhook.c.secret)
        .join(webhook, _OF)
        .where(mine, _WAITS, webhook_delivery.c.due_at <= now)
        .where(webhook.c.paused_at.is_(None), _LISTENS)
        .order_by(webhook_delivery.c.id)
        .limit(1)
        .with_for_update(of=webhook_delivery, skip_locked=True)
    )
    return session.execute(wanted).first()


def waiting(place: Place) -> Any:
    """Return the condition of what a webhook is to be told still."""
    book_id, webhook_id = place
    own = webhook_delivery.c
    return and_(own.book_id == book_id, own.webhook_id == webhook_id, _WAITS)


def sealed(session: Session) -> list[Row[Any]]:
    """Return the sealed secrets of all webhooks."""
    return list(session.execute(select(webhook.c.book_id, webhook.c.id, webhook.c.secret)))
