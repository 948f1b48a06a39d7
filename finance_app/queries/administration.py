"""Users as administrators see them, and how much there is; nothing of what is in books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text

from finance_app.models.tables import (
    auth_session,
    book,
    factor,
    month_total,
    passkey,
    user,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Table
    from sqlalchemy.orm import Session


def page(
    session: Session,
    words: str,
    *,
    size: int,
    lasting: ColumnElement[bool],
    after: str = "",
    before: str = "",
) -> list[Row[Any]]:
    """Return users by address: the first ones, or those next after or before one.

    Args:
        words: a part of the address.
        lasting: the condition of a session that has not ended.
    """
    wanted = _users(lasting).limit(size)
    if words:
        wanted = wanted.where(user.c.email.contains(words, autoescape=True))
    if before:
        backwards = wanted.where(user.c.email < before).order_by(user.c.email.desc())
        return list(session.execute(backwards))[::-1]
    if after:
        wanted = wanted.where(user.c.email > after)
    return list(session.execute(wanted.order_by(user.c.email)))


def of_key(session: Session, user_id: int) -> Row[Any] | None:
    """Return the user with a key, or None."""
    told: Any = select(user.c.id, user.c.email, user.c.is_admin, user.c.disabled_at)
    return session.execute(told.where(user.c.id == user_id)).first()


def has_other_administrator(session: Session, user_id: int) -> bool:
    """Say whether somebody else is an administrator who can sign in."""
    others = (user.c.id != user_id) & user.c.is_admin & user.c.disabled_at.is_(None)
    others &= user.c.delete_after.is_(None)
    return session.execute(select(user.c.id).where(others).limit(1)).first() is not None


def counts(session: Session) -> tuple[int, int, int, int]:
    """Return how many users, disabled ones, books and lines of entries there are.

    Lines come from the monthly totals, which are few: no entry is read.
    """
    users = session.execute(select(func.count(), func.count(user.c.disabled_at))).one()
    books = select(func.count()).select_from(book).where(book.c.removed_at.is_(None))
    lines = select(func.coalesce(func.sum(month_total.c.count), 0))
    return (
        users[0],
        users[1],
        session.execute(books).scalar_one(),
        int(session.execute(lines).scalar_one()),
    )


def postgresql_size(session: Session) -> int:
    """Return how many bytes the database takes, where it is PostgreSQL."""
    size: int = session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return size


def _users(lasting: ColumnElement[bool]) -> Any:
    kept = auth_session.c
    opened = (
        select(func.count())
        .where(kept.user_id == user.c.id, kept.pending.is_(False), lasting)
        .correlate(user)
        .scalar_subquery()
    )
    told = (
        *(user.c.id, user.c.email, user.c.is_admin, user.c.created_at),
        *(user.c.disabled_at, user.c.delete_after),
    )
    asks_more = or_(*(_has(table) for table in (factor, passkey)))
    return select(*told, user.c.seen_at, opened.label("browsers"), asks_more.label("has_factors"))


def _has(table: Table) -> ColumnElement[bool]:
    return select(table.c.user_id).where(table.c.user_id == user.c.id).correlate(user).exists()
