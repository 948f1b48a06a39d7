"""Who leaves for good, what they are in, and what is left of books that nobody has any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from finance_app.models.tables import book, mail, mail_link, membership, preferences, user

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Row, Table
    from sqlalchemy.orm import Session


def due(session: Session, now: datetime) -> Row[Any] | None:
    """Return somebody whose time to think it over has passed, or None."""
    wanted = select(user).where(user.c.delete_after <= now).order_by(user.c.delete_after).limit(1)
    return session.execute(wanted.with_for_update(skip_locked=True)).first()


def is_any_over(session: Session, now: datetime, kept: timedelta) -> bool:
    """Say whether there is anybody, or any book, that is to be dropped for good."""
    leaver = exists().where(user.c.delete_after <= now)
    removed = book.c.removed_at < now - kept
    over = exists().where(
        book.c.purging | removed & book.c.id.not_in(select(preferences.c.book_id))
    )
    return bool(session.scalar(select(leaver | over)))


def members(session: Session, user_id: int) -> list[Row[Any]]:
    """Return everybody in the books of a user, themselves among them, by book.

    `is_here` says who can sign in and does not leave.
    """
    mine = select(membership.c.book_id).where(membership.c.user_id == user_id)
    return list(
        session.execute(
            select(
                membership.c.book_id,
                membership.c.user_id,
                membership.c.role,
                membership.c.joined_at,
                membership.c.given_up,
                book.c.name.label("book"),
                book.c.removed_at,
                user.c.email,
                user.c.name,
                user.c.disabled_at,
                and_(user.c.disabled_at.is_(None), user.c.delete_after.is_(None)).label("is_here"),
            )
            .join_from(membership, book, book.c.id == membership.c.book_id)
            .join(user, user.c.id == membership.c.user_id)
            .where(membership.c.book_id.in_(mine))
            .order_by(book.c.is_demo, book.c.id, membership.c.user_id)
        )
    )


def looking(session: Session, book_id: int, besides: int) -> list[int]:
    """Return who looks at a book, but for one user."""
    chosen = preferences.c
    found = select(chosen.user_id).where(chosen.book_id == book_id, chosen.user_id != besides)
    return list(session.scalars(found))


def mailed(leaver: Row[Any]) -> ColumnElement[bool]:
    """Return the condition of mail to somebody, whatever address they had."""
    links = mail_link.c.user_id == leaver.id, mail_link.c.address != ""
    had = mail.c.recipient.in_(select(mail_link.c.address).where(*links))
    theirs = mail.c.reader_id == leaver.id, mail.c.recipient == leaver.email
    return or_(*theirs, and_(mail.c.reader_id.is_(None), had))


def purging(session: Session) -> int | None:
    """Return a book whose rows are being dropped, or None."""
    wanted = select(book.c.id).where(book.c.purging).order_by(book.c.id).limit(1)
    return session.execute(wanted.with_for_update(skip_locked=True)).scalar()


def newest(session: Session, table: Table, book_id: int, most: int) -> list[int]:
    """Return the newest rows of one of a book's tables."""
    mine = select(table.c.id).where(table.c.book_id == book_id)
    return list(session.scalars(mine.order_by(table.c.id.desc()).limit(most)))


def other_administrators(session: Session, user_id: int) -> tuple[int, int]:
    """Return how many other users there are, and how many of them are administrators."""
    others = select(func.count()).select_from(user).where(user.c.id != user_id)
    here = user.c.disabled_at.is_(None), user.c.delete_after.is_(None)
    leading = others.where(user.c.is_admin, *here)
    return session.scalar(others) or 0, session.scalar(leading) or 0
