"""Who a user is to others: their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.errors import InvalidInputError
from finance_app.models import tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

LONGEST_NAME = 80


def rename(session: Session, actor: Actor, name: str) -> str:
    """Give the actor a name, or none; return it as it is kept: in one line.

    Raises:
        InvalidInputError: it is too long, or has signs in it that nobody sees.
    """
    kept = " ".join(name.split())
    if len(kept) > LONGEST_NAME:
        raise InvalidInputError(f"Write it in {LONGEST_NAME} characters or less.", field="name")
    if not kept.isprintable():
        raise InvalidInputError(
            "There is a sign in it that cannot be seen; type it anew.", field="name"
        )
    user = tables.user
    session.execute(update(user).where(user.c.id == actor.user_id).values(name=kept))
    return kept
