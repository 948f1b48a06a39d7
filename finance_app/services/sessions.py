"""The browsers that are signed in as the actor, and signing them out from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from finance_app.domain.devices import device_text
from finance_app.errors import NotFoundError
from finance_app.models import tables
from finance_app.queries import sessions as queries
from finance_app.services import auth

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

KEY = 16  # characters of a digest that tell one user's sessions apart


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in.

    Args:
        key: names it among the user's own; opens nothing.
        is_here: whether it is the one that asks.
    """

    key: str
    device: str
    seen_at: datetime
    is_here: bool


def everything(session: Session, actor: Actor, digest: str) -> list[SignedIn]:
    """Return the actor's sessions, the one that asks first.

    Args:
        digest: of the token of the session that asks.
    """
    found = [
        SignedIn(row.id[:KEY], device_text(row.device), row.seen_at, row.id == digest)
        for row in _rows(session, actor)
    ]
    return sorted(found, key=lambda one: not one.is_here)


def end(session: Session, actor: Actor, key: str) -> str:
    """End one of the actor's sessions; return the digest of its token.

    Raises:
        NotFoundError: it has ended by now, or is somebody else's.
    """
    found = next((row.id for row in _rows(session, actor) if row.id[:KEY] == key), None)
    if found is None:
        raise NotFoundError("This browser is signed out already.")
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.id == found))
    return str(found)


def end_others(session: Session, actor: Actor, digest: str) -> int:
    """End all of the actor's sessions but one; return how many that were."""
    opened = tables.auth_session
    others = (opened.c.user_id == actor.user_id) & (opened.c.id != digest)
    gone = session.execute(delete(opened).where(others).returning(opened.c.id))
    return len(gone.all())


def _rows(session: Session, actor: Actor) -> list[Row[Any]]:
    return queries.of_user(session, actor.user_id, auth.lasting(actor.now))
