"""Who users are at the provider that they may sign in by way of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from finance_app.models.tables import identity, user

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def owner(session: Session, issuer: str, subject: str) -> Row[Any] | None:
    """Return the user behind an identity, disabled or not."""
    return session.execute(
        select(user)
        .join(identity, identity.c.user_id == user.c.id)
        .where(identity.c.issuer == issuer, identity.c.subject == subject)
    ).first()


def of_user(session: Session, user_id: int, issuer: str) -> list[Row[Any]]:
    """Return what a user is known by at a provider, the oldest first."""
    kept = identity.c
    wanted = select(identity).where(kept.user_id == user_id, kept.issuer == issuer)
    return list(session.execute(wanted.order_by(kept.created_at)))
