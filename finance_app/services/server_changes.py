"""What administrators did to the server: written down with it, never changed, read page by page.

What happens in books is in `services.changes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from finance_app.errors import NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import server as queries
from finance_app.queries import users as user_queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.server_changes import ServerChange, What

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class By:
    """Who does something to the server: an administrator, or a command without a name."""

    user_id: int | None
    now: datetime


def by(session: Session, who: Actor | By) -> By:
    """Return who does something; an administrator is looked up anew, a command is trusted.

    Raises:
        NotFoundError: they are none (any more): for them there is nothing of the kind.
    """
    if isinstance(who, By):
        return who
    if not user_queries.is_administrator(session, who.user_id):
        raise NotFoundError
    return By(who.user_id, who.now)


def record(
    session: Session,
    who: By,
    what: What,
    *,
    target_id: int | None = None,
    subject: str = "",
    before: str = "",
    after: str = "",
) -> None:
    """Write down what was done, in the same transaction."""
    session.execute(
        insert(tables.server_change).values(
            id=new_key(),
            at=who.now,
            user_id=who.user_id,
            what=what,
            target_id=target_id,
            subject=subject,
            before=before,
            after=after,
        )
    )


def page(session: Session, actor: Actor, before: int | None = None) -> list[ServerChange]:
    """Return what administrators did, newest first: at most one more than `AT_ONCE`.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    by(session, actor)
    return queries.changes(session, AT_ONCE + 1, before)
