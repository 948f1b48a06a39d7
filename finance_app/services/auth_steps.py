"""What a browser has begun and must finish soon: bound to its token, used once.

Secrets are sealed meanwhile, challenges are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from finance_app.adapters import sealing
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import factors as queries
from finance_app.secret_keys import secret_key, secret_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.factors import Begun


def begin(
    session: Session,
    kind: Begun,
    bound: str,
    now: datetime,
    *,
    user_id: int | None = None,
    payload: str = "",
    name: str = "",
) -> None:
    """Write down what a browser begins; what it began before of that kind is over.

    Args:
        bound: the digest of the token that it comes with.
        user_id: whose it is, where that is known already.
    """
    step = tables.auth_step
    over = (step.c.bound == bound) & (step.c.kind == kind)
    session.execute(delete(step).where(over | (step.c.expires_at <= now)))
    session.execute(
        insert(step).values(
            id=new_key(),
            kind=kind,
            bound=bound,
            user_id=user_id,
            payload=payload,
            name=name,
            expires_at=now + kind.lifetime,
        )
    )


def take(session: Session, kind: Begun, bound: str, now: datetime) -> Row[Any] | None:
    """Return what a browser has begun and use it up, None where it is too late or used."""
    step = tables.auth_step
    mine = (step.c.bound == bound) & (step.c.kind == kind)
    taken = session.execute(delete(step).where(mine).returning(*step.c)).all()
    return max((row for row in taken if row.expires_at > now), key=_age, default=None)


def drop(session: Session, user_id: int) -> None:
    """End all that a user has begun."""
    session.execute(delete(tables.auth_step).where(tables.auth_step.c.user_id == user_id))


def find(session: Session, kind: Begun, bound: str, now: datetime) -> Row[Any] | None:
    """Return what a browser has begun, without using it up."""
    return queries.begun(session, kind, bound, now)


def sealed(text: str, about: str, user_id: int) -> str:
    """Return a user's secret as the database keeps it.

    Args:
        about: what it is; it opens as nothing else.
    """
    return sealing.sealed(text, secret_key(), f"{about}\n{user_id}")


def opened(text: str, about: str, user_id: int) -> str:
    """Return a user's secret.

    Raises:
        ConfigurationError: the deployment had another secret key.
    """
    return sealing.opened(text, secret_keys(), f"{about}\n{user_id}")


def _age(row: Row[Any]) -> int:
    return int(row.id)
