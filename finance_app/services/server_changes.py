"""Who may do something to the server: an administrator, looked up anew, or a command.

What they do is written down by `services.audit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.errors import NotFoundError
from finance_app.queries import users as user_queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@dataclass(frozen=True, slots=True)
class By:
    """Who does something to the server: an administrator, or a command without a name.

    Args:
        network: that they are in, nothing where it is a command.
    """

    user_id: int | None
    now: datetime
    network: str = ""


def by(session: Session, who: Actor | By) -> By:
    """Return who does something; an administrator is looked up anew, a command is trusted.

    Raises:
        NotFoundError: they are none (any more): for them there is nothing of the kind.
    """
    if isinstance(who, By):
        return who
    if not user_queries.is_administrator(session, who.user_id):
        raise NotFoundError
    return By(who.user_id, who.now, who.network)
