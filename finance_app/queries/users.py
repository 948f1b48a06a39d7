"""Users, their sessions, and who they are in which book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from finance_app.domain.actors import Role
from finance_app.models.tables import auth_session, book, membership, preferences, user

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session


def count(session: Session) -> int:
    """Return how many users there are."""
    return session.execute(select(func.count()).select_from(user)).scalar_one()


def one_at_a_time(session: Session) -> None:
    """Have others who would add a user wait for the end of this transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text('LOCK TABLE "user" IN SHARE ROW EXCLUSIVE MODE'))


def is_administrator(session: Session, user_id: int) -> bool:
    """Say whether somebody is an administrator at this moment."""
    mine = (user.c.id == user_id) & user.c.is_admin & user.c.disabled_at.is_(None)
    return session.execute(select(user.c.id).where(mine)).first() is not None


def alive(session: Session, digests: Collection[str], lasting: ColumnElement[bool]) -> set[str]:
    """Return which sessions have not ended, of those with some digests.

    Args:
        lasting: the condition of one that has not, see `queries.sessions`.
    """
    found = session.execute(
        select(auth_session.c.id)
        .join(user, user.c.id == auth_session.c.user_id)
        .where(
            auth_session.c.id.in_(digests),
            auth_session.c.pending.is_(False),
            lasting,
            user.c.disabled_at.is_(None),
        )
    )
    return set(found.scalars())


def by_email(session: Session, email: str) -> Row[Any] | None:
    """Return the user with an address, or None."""
    return session.execute(select(user).where(user.c.email == email)).first()


def signed_in(session: Session, digest: str) -> Row[Any] | None:
    """Return the session with a token's digest together with all that makes its actor, or None.

    One that waits for the second step is no session yet.
    """
    return session.execute(
        _actors()
        .add_columns(
            auth_session.c.created_at.label("session_created_at"),
            auth_session.c.seen_at,
            auth_session.c.ends_at,
            auth_session.c.stays,
            auth_session.c.network,
        )
        .join(auth_session, auth_session.c.user_id == user.c.id)
        .where(
            auth_session.c.id == digest,
            auth_session.c.pending.is_(False),
            user.c.disabled_at.is_(None),
        )
    ).first()


def member(session: Session, email: str) -> Row[Any] | None:
    """Return all that makes an actor of a user, or None."""
    return session.execute(_actors().where(user.c.email == email)).first()


def member_in(session: Session, user_id: int, book_id: int) -> Row[Any] | None:
    """Return the same of a user in one of their books, whichever they look at; None in others'."""
    return session.execute(
        _actors(book.c.id).where(user.c.id == user_id, book.c.id == book_id)
    ).first()


def reader(session: Session, user_id: int) -> Row[Any]:
    """Return a user's address, and how they read numbers and days."""
    columns: Select[Any] = select(user.c.email, preferences.c.region, preferences.c.time_zone)
    joined = columns.join(preferences, preferences.c.user_id == user.c.id)
    return session.execute(joined.where(user.c.id == user_id)).one()


def looking_at(session: Session, book_id: int, user_id: int | None) -> list[Row[Any]]:
    """Return those who look at a book, or the one of them who is meant, as they prefer things."""
    found = (
        select(user.c.email, preferences)
        .join_from(preferences, user, user.c.id == preferences.c.user_id)
        .where(preferences.c.book_id == book_id)
    )
    meant = found if user_id is None else found.where(preferences.c.user_id == user_id)
    return list(session.execute(meant))


def dashboard(session: Session, user_id: int) -> str:
    """Return how a user arranged the dashboard's cards."""
    kept: str = session.execute(
        select(preferences.c.dashboard).where(preferences.c.user_id == user_id)
    ).scalar_one()
    return kept


def notices(session: Session, user_id: int) -> str:
    """Return the mails that a user chose otherwise than is usual, as they are kept."""
    kept: str = session.execute(
        select(preferences.c.notices).where(preferences.c.user_id == user_id)
    ).scalar_one()
    return kept


def quiet_hours(session: Session, user_id: int) -> str:
    """Return when a user wants no notice, as it is kept."""
    kept: str = session.execute(
        select(preferences.c.quiet_hours).where(preferences.c.user_id == user_id)
    ).scalar_one()
    return kept


def _last_to_leave(column: str) -> Any:
    """Select something of the owner who is the last to leave a book; NULL where one stays."""
    mine, owner, other, stays = (
        *(membership.alias("mine"), user.alias("owner")),
        *(membership.alias("other"), user.alias("stays")),
    )
    staying = (
        select(other.c.user_id)
        .join(stays, stays.c.id == other.c.user_id)
        .where(
            other.c.book_id == membership.c.book_id,
            other.c.role == Role.OWNER,
            stays.c.delete_after.is_(None),
            stays.c.disabled_at.is_(None),
        )
        .correlate(membership)
    )
    leaving = owner if column in owner.c else mine
    return (
        select(leaving.c[column])
        .select_from(mine.join(owner, owner.c.id == mine.c.user_id))
        .where(
            mine.c.book_id == membership.c.book_id,
            mine.c.role == Role.OWNER,
            owner.c.delete_after.is_not(None),
            ~staying.exists(),
        )
        .order_by(owner.c.delete_after.desc(), owner.c.id.desc())
        .limit(1)
        .correlate(membership)
        .scalar_subquery()
    )


def _actors(looked_at: ColumnElement[int] = preferences.c.book_id) -> Any:
    book_goes, given_up = _last_to_leave("delete_after"), _last_to_leave("given_up")
    return (
        select(
            user.c.id.label("user_id"),
            user.c.email,
            user.c.name,
            user.c.is_admin,
            user.c.delete_after,
            preferences.c.region,
            preferences.c.time_zone,
            preferences.c.theme,
            preferences.c.dashboard,
            preferences.c.display_currency,
            preferences.c.first_day,
            membership.c.book_id,
            membership.c.role,
            book.c.base_currency,
            book.c.is_demo,
            book_goes.label("book_goes"),
            given_up.label("book_given_up"),
        )
        .join_from(user, preferences, preferences.c.user_id == user.c.id)
        .join(
            membership,
            (membership.c.user_id == user.c.id),
        )
        .join(book, (book.c.id == membership.c.book_id) & book.c.removed_at.is_(None))
        .where(membership.c.book_id == looked_at)
    )
