"""What the actor may do in their book as of this very transaction, whatever was remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finance_app.errors import NotFoundError
from finance_app.queries import books as book_queries
from finance_app.queries import members as queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def locked(session: Session, actor: Actor) -> str:
    """Have other writers of the actor's book wait; return its base currency.

    Raises:
        NotFoundError: it was removed.
    """
    currency = book_queries.locked(session, actor.book_id)
    if currency is None:
        raise NotFoundError("This book was removed.")
    return currency


def current(session: Session, actor: Actor) -> Actor:
    """Return the actor with the role that they have in their book as of now.

    Raises:
        NotFoundError: they are no member any more.
    """
    role = queries.role(session, actor.book_id, actor.user_id)
    if role is None:
        raise NotFoundError("You are no member of this book any more.")
    return actor if role is actor.role else replace(actor, role=role)


def require_editor(session: Session, actor: Actor) -> None:
    """Refuse viewers as of now.

    Raises:
        ForbiddenError: the actor may only look.
        NotFoundError: they are no member any more.
    """
    actor.require_editor()
    current(session, actor).require_editor()


def require_owner(session: Session, actor: Actor) -> None:
    """Refuse everybody but owners as of now; other writers of the book wait.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: it was removed, or they are no member any more.
    """
    actor.require_owner()
    locked(session, actor)
    current(session, actor).require_owner()


def require_reading_owner(session: Session, actor: Actor) -> None:
    """Refuse to show what is for owners to everybody else as of now; nobody waits.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: they are no member any more.
    """
    actor.require_owner()
    current(session, actor).require_owner()
