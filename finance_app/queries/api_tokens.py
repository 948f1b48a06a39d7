"""Tokens of programs, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from finance_app.models.tables import api_answer, api_token, book, user

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def of_user(session: Session, user_id: int) -> list[Row[Any]]:
    """Return a user's tokens with the names of the books that they are for, the newest first."""
    return list(
        session.execute(
            select(api_token, book.c.name.label("book_name"))
            .outerjoin(book, book.c.id == api_token.c.only_book_id)
            .where(api_token.c.user_id == user_id)
            .order_by(api_token.c.id.desc())
        )
    )


def by_digest(session: Session, digest: str) -> Row[Any] | None:
    """Return a token whose user may sign in, with their address as `email`; None without one."""
    return session.execute(
        select(api_token, user.c.email)
        .join(user, user.c.id == api_token.c.user_id)
        .where(api_token.c.digest == digest, user.c.disabled_at.is_(None))
    ).first()


def claimed(session: Session, token_id: int, key: str) -> bool:
    """Keep other transactions from the same request until this one ends; False where one has it.

    On SQLite there is one that writes at a time, so there it is always True.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    lock = func.hashtextextended(f"api {token_id} {key}", 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(lock))))


def answer(session: Session, token_id: int, key: str, since: datetime) -> Row[Any] | None:
    """Return what a token's request was answered since a moment, by the name it had."""
    mine = (api_answer.c.token_id == token_id) & (api_answer.c.key == key)
    return session.execute(select(api_answer).where(mine, api_answer.c.at >= since)).first()
