"""The browsers that are signed in as somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from finance_app.models.tables import auth_session

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session


def lasting(now: datetime, idle: timedelta, brief: timedelta) -> ColumnElement[bool]:
    """Return the condition of a session that has not ended.

    Args:
        idle: how long one that stays lasts without a sign of life…
        brief: …and another one.
    """
    kept = auth_session.c
    seen = or_(kept.seen_at > now - brief, and_(kept.stays, kept.seen_at > now - idle))
    return and_(kept.ends_at > now, seen)


def of_user(session: Session, user_id: int, lasting: ColumnElement[bool]) -> list[Row[Any]]:
    """Return a user's sessions that have not ended, the one seen last first.

    Args:
        lasting: the condition of one that has not.
    """
    kept = auth_session.c
    return list(
        session.execute(
            select(auth_session)
            .where(kept.user_id == user_id, kept.pending.is_(False), lasting)
            .order_by(kept.seen_at.desc(), kept.created_at.desc())
        )
    )


def whole(
    session: Session, digest: str, user_id: int, lasting: ColumnElement[bool]
) -> Row[Any] | None:
    """Return a user's session that has not ended, or None; nobody ends it while it is written.

    Args:
        lasting: the condition of one that has not ended.
    """
    kept = auth_session.c
    mine = (kept.id == digest) & (kept.user_id == user_id) & kept.pending.is_(False)
    return session.execute(select(auth_session).where(mine, lasting).with_for_update()).first()


def still(session: Session, digest: str, lasting: ColumnElement[bool]) -> bool | None:
    """Say whether a session has not ended or waits for its second step; None where it is no more.

    Args:
        lasting: the condition of one that has not ended.
    """
    kept = auth_session.c
    still = select(or_(kept.pending, lasting)).where(kept.id == digest)
    return session.execute(still).scalar()


def stays(session: Session, digest: str) -> bool:
    """Say whether a session stays after its browser was closed."""
    kept = auth_session.c
    return bool(session.execute(select(kept.stays).where(kept.id == digest)).scalar())
