"""Books, and who is a member of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from finance_app.domain.actors import Role
from finance_app.domain.books import BookView
from finance_app.models.tables import account, auth_session, book, membership, preferences, user

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def of_user(session: Session, user_id: int, *, removed: bool = False) -> list[BookView]:
    """Return the books that a user is a member of, their own first, then by age.

    Args:
        removed: those that were removed and are not yet purged, instead of the others.
    """
    gone = book.c.removed_at.is_not(None) if removed else book.c.removed_at.is_(None)
    there = book.c.purging.is_(False)
    other = membership.alias("other")
    others = select(func.count()).where(other.c.book_id == book.c.id, other.c.user_id != user_id)
    owner = (
        select(func.min(func.coalesce(func.nullif(user.c.name, ""), user.c.email)))
        .join_from(other, user, user.c.id == other.c.user_id)
        .where(other.c.book_id == book.c.id, other.c.role == Role.OWNER)
    )
    is_shared = case((membership.c.role == Role.OWNER, 0), else_=1)
    found = session.execute(
        select(
            *(book.c.id, book.c.name, book.c.is_demo, membership.c.role),
            others.select_from(other).scalar_subquery().label("others"),
            owner.scalar_subquery().label("owner"),
        )
        .join_from(membership, book, book.c.id == membership.c.book_id)
        .where(membership.c.user_id == user_id, gone, there)
        .order_by(book.c.is_demo, is_shared, book.c.id)
    )
    return [_view(row) for row in found]


def _view(row: Any) -> BookView:
    role = Role(row.role)
    owner = "" if role is Role.OWNER else row.owner or ""
    return BookView(row.id, row.name, row.is_demo, role, owner, row.others)


def current(session: Session, digests: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return the book that each session's user looks at, by the digests of their tokens.

    Beside it is the number of times that its amounts were converted anew.
    """
    found = session.execute(
        select(auth_session.c.id, preferences.c.book_id, book.c.conversion)
        .join(preferences, preferences.c.user_id == auth_session.c.user_id)
        .join(book, book.c.id == preferences.c.book_id)
        .where(auth_session.c.id.in_(digests), auth_session.c.pending.is_(False))
    )
    return {row.id: (row.book_id, row.conversion) for row in found}


def locked(session: Session, book_id: int) -> str | None:
    """Have other writers of a book wait; return its base currency, None where it was removed."""
    return session.execute(
        select(book.c.base_currency)
        .where(book.c.id == book_id, book.c.removed_at.is_(None))
        .with_for_update()
    ).scalar()


def lock_all(session: Session) -> None:
    """Have the writers of all books wait, removed ones included."""
    session.execute(select(book.c.id).order_by(book.c.id).with_for_update())


def has_accounts(session: Session, book_id: int) -> bool:
    """Say whether there is anything in a book that amounts belong to."""
    found = select(account.c.id).where(account.c.book_id == book_id).limit(1)
    return session.execute(found).first() is not None


def removed_before(session: Session, moment: datetime) -> list[int]:
    """Return the books that were removed before a moment; never one that somebody looks at."""
    shown = select(preferences.c.book_id)
    over = (book.c.removed_at < moment) & book.c.purging.is_(False)
    found = select(book.c.id).where(over, book.c.id.not_in(shown))
    return list(session.execute(found).scalars())


def is_placed(session: Session, user_id: int) -> bool:
    """Say whether a user chose region and currency when they signed up."""
    chosen = preferences.c
    return bool(session.scalar(select(chosen.placed).where(chosen.user_id == user_id)))


def is_unwelcomed(user_id: int) -> Select[tuple[int]]:
    """Return the select of a user's preferences where they were never shown around."""
    table = preferences
    return select(table.c.user_id).where(table.c.user_id == user_id, table.c.welcomed_at.is_(None))


def name(session: Session, book_id: int) -> str:
    """Return a book's name."""
    return str(session.execute(select(book.c.name).where(book.c.id == book_id)).scalar_one())
