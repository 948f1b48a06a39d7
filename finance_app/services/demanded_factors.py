"""The second factor that the operator demands, of administrators or of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.flags import SECOND_FACTOR
from finance_app.queries import factors as queries
from finance_app.services import flags

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def is_lacking(session: Session, actor: Actor) -> bool:
    """Say whether the actor has to set one up before anything else."""
    whose = flags.value(session, SECOND_FACTOR)
    if whose == "nobody" or (whose == "administrators" and not actor.is_admin):
        return False
    return not queries.are_on(session, actor.user_id)
