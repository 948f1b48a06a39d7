"""Showing somebody around who is new: whether that is due, and that it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.domain.actors import Role
from finance_app.models import tables
from finance_app.queries import books as queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def is_due(session: Session, actor: Actor) -> bool:
    """Say whether the actor was not yet shown around and their own book is untouched."""
    return (
        actor.role is Role.OWNER
        and not actor.is_demo
        and is_unfinished(session, actor)
        and not queries.has_accounts(session, actor.book_id)
    )


def is_unfinished(session: Session, actor: Actor) -> bool:
    """Say whether the actor has begun to be shown around, or never did, and not skipped it."""
    return session.execute(queries.is_unwelcomed(actor.user_id)).first() is not None


def is_placed(session: Session, actor: Actor) -> bool:
    """Say whether the actor chose region and currency when they signed up."""
    return queries.is_placed(session, actor.user_id)


def finish(session: Session, actor: Actor) -> None:
    """Remember that the actor was shown around, or did not want to be."""
    table = tables.preferences
    session.execute(
        update(table).where(table.c.user_id == actor.user_id).values(welcomed_at=actor.now)
    )
