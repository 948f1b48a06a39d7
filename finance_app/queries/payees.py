"""Payees by name, and what was usual for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from finance_app.models.tables import entry, line, payee, refers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

AT_ONCE = 500  # names in one statement
LOOKED_THROUGH = 100  # entries of a book, the newest, whose payees are recent
LOOKED_AT = 20  # entries of a payee, the newest, in which its usual category is looked for


def recent(session: Session, book_id: int, *, limit: int) -> list[str]:
    """Return the names of the newest entries' payees, each once, the last one first."""
    last = (
        select(entry.c.book_id, entry.c.payee_id, entry.c.day, entry.c.id)
        .where(entry.c.book_id == book_id)
        .order_by(entry.c.day.desc(), entry.c.id.desc())
        .limit(LOOKED_THROUGH)
        .subquery()
    )
    found = session.scalars(
        select(payee.c.name)
        .join_from(
            last, payee, (payee.c.book_id == last.c.book_id) & (payee.c.id == last.c.payee_id)
        )
        .order_by(last.c.day.desc(), last.c.id.desc())
    )
    return list(dict.fromkeys(found))[:limit]


def last_entries(session: Session, book_id: int, payee_id: int) -> list[int]:
    """Return the keys of a payee's newest entries, the last one first."""
    return list(
        session.scalars(
            select(entry.c.id)
            .where(entry.c.book_id == book_id, entry.c.payee_id == payee_id)
            .order_by(entry.c.day.desc(), entry.c.id.desc())
            .limit(LOOKED_AT)
        )
    )


def last_categories(session: Session, book_id: int, payee_ids: Iterable[int]) -> dict[int, int]:
    """Return for each payee the category of its newest entry that has one, among its last ones."""
    last = (
        select(entry.c.book_id, entry.c.id, entry.c.day)
        .where(entry.c.book_id == book_id, entry.c.payee_id == payee.c.id)
        .order_by(entry.c.day.desc(), entry.c.id.desc())
        .limit(LOOKED_AT)
        .correlate(payee)
        .subquery()
    )
    chosen = (
        select(line.c.category_id)
        .join_from(last, line, refers(line.c.entry_id, last))
        .where(line.c.category_id.is_not(None))
        .order_by(last.c.day.desc(), last.c.id.desc(), line.c.position)
        .limit(1)
        .correlate(payee)
        .scalar_subquery()
        .label("category_id")
    )
    wanted, found = sorted(payee_ids), {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = session.execute(
            select(payee.c.id, chosen).where(
                payee.c.book_id == book_id, payee.c.id.in_(wanted[start : start + AT_ONCE])
            )
        )
        found.update({row.id: row.category_id for row in rows if row.category_id is not None})
    return found


def count(session: Session, book_id: int) -> int:
    """Return how many payees a book has."""
    return session.execute(
        select(func.count()).select_from(payee).where(payee.c.book_id == book_id)
    ).scalar_one()
