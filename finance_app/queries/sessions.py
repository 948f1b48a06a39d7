"""The browsers that are signed in as somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from finance_app.models.tables import auth_session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def of_user(
    session: Session, user_id: int, *, now: datetime, seen_after: datetime
) -> list[Row[Any]]:
    """Return a user's sessions that have not ended, the one seen last first."""
    kept = auth_session.c
    return list(
        session.execute(
            select(auth_session)
            .where(
                kept.user_id == user_id,
                kept.pending.is_(False),
                kept.ends_at > now,
                kept.seen_at > seen_after,
            )
            .order_by(kept.seen_at.desc(), kept.created_at.desc())
        )
    )
