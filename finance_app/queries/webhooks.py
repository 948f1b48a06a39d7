"""Webhooks of books, and their deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, not_, or_, select, tuple_

from finance_app.domain.actors import Role
from finance_app.domain.webhooks import TEST
from finance_app.models.tables import book, membership, user, webhook, webhook_delivery

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    type Place = tuple[int, int]
    """A webhook: its book's key, and its own."""

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
"""Whoever vouches for it owns the book still, and both are there."""


def listening(session: Session, book_id: int) -> list[Row[Any]]:
    """Return the webhooks of a book that are told of what happens now."""
    mine = (webhook.c.book_id == book_id) & webhook.c.paused_at.is_(None) & _LISTENS
    wanted = select(webhook.c.id, webhook.c.topics, webhook.c.failures)
    return list(session.execute(wanted.where(mine)))


def of_book(session: Session, book_id: int) -> list[Row[Any]]:
    """Return a book's webhooks but for their secrets, the newest first.

    With each: `by`, the address of who vouches for it, `listens` whether they own the book still,
    and `waiting` how many deliveries do.
    """
    waiting = select(func.count()).where(_OF, _WAITS).correlate(webhook).scalar_subquery()
    columns = (each for each in webhook.c if each.name != "secret")
    more: tuple[Any, ...] = (
        user.c.email.label("by"),
        _LISTENS.label("listens"),
        waiting.label("waiting"),
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


def waits(session: Session, place: Place, kind: str = "") -> int:
    """Return how many deliveries of a webhook wait, of a kind or of any."""
    mine = waiting(place)
    if kind:
        mine &= webhook_delivery.c.kind == kind
    return session.scalar(select(func.count()).select_from(webhook_delivery).where(mine)) or 0


def is_due(session: Session, now: datetime) -> bool:
    """Say whether something is to be delivered now."""
    return bool(due(session, now, (), of_one=1, limit=1))


def due(
    session: Session, now: datetime, but: Collection[Place], *, of_one: int, limit: int
) -> list[Row[Any]]:
    """Return the webhooks that are to be told something now, whose turn is the longest ago first.

    With each: `book_id`, `id` and `user_id`.

    Args:
        but: those that are told already.
        of_one: how many of those that one user vouches for.
    """
    turn = (webhook.c.tried_at.asc().nulls_first(), webhook.c.id)
    place = func.row_number().over(partition_by=webhook.c.user_id, order_by=turn).label("place")
    something = select(webhook_delivery.c.id).where(_OF, _may_be_told(now)).exists()
    wanted = select(webhook.c.book_id, webhook.c.id, webhook.c.user_id, webhook.c.tried_at, place)
    wanted = wanted.where(webhook.c.paused_at.is_(None), _LISTENS, something)
    if but:
        wanted = wanted.where(not_(tuple_(webhook.c.book_id, webhook.c.id).in_(list(but))))
    ranked = wanted.subquery()
    return list(
        session.execute(
            select(ranked)
            .where(ranked.c.place <= of_one)
            .order_by(ranked.c.tried_at.asc().nulls_first(), ranked.c.id)
            .limit(limit)
        )
    )


def claimable(session: Session, place: Place, now: datetime) -> Row[Any] | None:
    """Return and lock what a webhook is told next, with its address and sealed secret.

    A test goes first, since somebody waits for it. What others lock at this moment is left alone,
    the webhook as well: nobody waits for anybody.
    """
    wanted = (
        select(webhook_delivery, webhook.c.url, webhook.c.secret)
        .join(webhook, _OF)
        .where(webhook.c.book_id == place[0], webhook.c.id == place[1])
        .where(_may_be_told(now), webhook.c.paused_at.is_(None), _LISTENS)
        .order_by(webhook_delivery.c.kind != TEST, webhook_delivery.c.id)
        .limit(1)
        .with_for_update(of=[webhook, webhook_delivery], key_share=True, skip_locked=True)
    )
    return session.execute(wanted).first()


def is_claimed(session: Session, row: Row[Any], until: datetime) -> bool:
    """Say whether a delivery is still the one that somebody claimed until a moment."""
    own = webhook_delivery.c
    mine = (own.book_id == row.book_id) & (own.id == row.id) & (own.due_at == until)
    return session.execute(select(own.id).where(mine)).first() is not None


def waiting(place: Place) -> Any:
    """Return the condition of what a webhook is to be told still."""
    own = webhook_delivery.c
    return and_(own.book_id == place[0], own.webhook_id == place[1], _WAITS)


def oldest(session: Session, before: datetime, limit: int) -> list[int]:
    """Return the keys of deliveries that were written before a moment."""
    old = webhook_delivery.c.created_at <= before
    wanted = select(webhook_delivery.c.id).where(old).order_by(webhook_delivery.c.created_at)
    return list(session.scalars(wanted.limit(limit)))


def sealed(session: Session) -> list[Row[Any]]:
    """Return the sealed secrets of all webhooks."""
    return list(session.execute(select(webhook.c.book_id, webhook.c.id, webhook.c.secret)))


def _may_be_told(now: datetime) -> Any:
    """Return the condition of a delivery that is due; while a webhook is held a test alone is."""
    held = webhook.c.held_until
    is_free = or_(held.is_(None), held <= now, webhook_delivery.c.kind == TEST)
    return and_(_WAITS, webhook_delivery.c.due_at <= now, is_free)
