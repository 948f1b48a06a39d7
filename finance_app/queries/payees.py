"""Payees by name, and what was usual for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from finance_app.models.tables import category, entry, line, payee, refers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

AT_ONCE = 500  # names in one statement
LOOKED_AT = 20  # entries of a payee, the newest, in which its usual category is looked for


def ids_by_key(session: Session, book_id: int, keys: Collection[str]) -> dict[str, int]:
    """Return the payees that these folded names belong to."""
    found: dict[str, int] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        rows = session.execute(
            select(payee.c.key, payee.c.id).where(
                payee.c.book_id == book_id, payee.c.key.in_(wanted[start : start + AT_ONCE])
            )
        )
        found.update((row.key, row.id) for row in rows)
    return found


def names(session: Session, book_id: int, *, limit: int) -> list[str]:
    """Return payees' names in order, as a field proposes them."""
    return list(
        session.scalars(
            select(payee.c.name)
            .where(payee.c.book_id == book_id)
            .order_by(payee.c.key)
            .limit(limit)
        )
    )


def name(session: Session, book_id: int, payee_id: int) -> str | None:
    """Return a payee's name, or None."""
    return session.scalar(
        select(payee.c.name).where(payee.c.book_id == book_id, payee.c.id == payee_id)
    )


def last_category(session: Session, book_id: int, payee_id: int) -> tuple[int, str] | None:
    """Return the category, key and name, of the payee's newest entry that has one."""
    category_id = last_categories(session, book_id, [payee_id]).get(payee_id)
    if category_id is None:
        return None
    found = select(category.c.id, category.c.name).where(
        category.c.book_id == book_id, category.c.id == category_id
    )
    return next(((row.id, row.name) for row in session.execute(found)), None)


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
