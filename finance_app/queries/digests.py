"""Who wants digests, and of which books one is not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, select

from finance_app.models.tables import book, digest, membership, preferences, user

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def readers(session: Session) -> list[Row[Any]]:
    """Return those who chose mails otherwise than is usual, digests maybe among them."""
    chosen = preferences.c
    columns = (user.c.id, chosen.region, chosen.time_zone, chosen.first_day, chosen.notices)
    joined = select(*columns).join(preferences, preferences.c.user_id == user.c.id)
    here = user.c.disabled_at.is_(None) & user.c.delete_after.is_(None)
    return list(
        session.execute(joined.where(here, preferences.c.notices != "").order_by(user.c.id))
    )


def unwritten(session: Session, user_id: int, kind: str, first_day: date) -> list[int]:
    """Return the books of a user that have no digest of a period; demo books have none at all."""
    written = exists().where(
        digest.c.book_id == membership.c.book_id,
        digest.c.user_id == user_id,
        digest.c.kind == kind,
        digest.c.first_day == first_day,
    )
    found = (
        select(membership.c.book_id)
        .join(book, book.c.id == membership.c.book_id)
        .where(membership.c.user_id == user_id, ~written)
        .where(book.c.removed_at.is_(None), book.c.purging.is_(False), book.c.is_demo.is_(False))
        .order_by(membership.c.book_id)
    )
    return list(session.scalars(found))


def name_and_number(session: Session, user_id: int, book_id: int) -> tuple[str, int]:
    """Return a book's name, and how many books its member has that can be looked at."""
    mine = membership.c.user_id == user_id
    count = (
        select(func.count())
        .select_from(membership)
        .join(book, book.c.id == membership.c.book_id)
        .where(mine, book.c.removed_at.is_(None))
    )
    name = session.execute(select(book.c.name).where(book.c.id == book_id)).scalar_one()
    return name, session.execute(count).scalar_one()
