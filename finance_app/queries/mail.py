"""Mail that is to be sent, and the links in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from finance_app.models.tables import mail, mail_link, user
from finance_app.models.tables import sign_up as asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def due(session: Session, now: datetime, most: int) -> list[Row[Any]]:
    """Return what is to be sent now, the oldest first."""
    return list(session.execute(_due(now, most)))


def claimable(session: Session, now: datetime, most: int) -> list[Row[Any]]:
    """Return the same, without what others claim at this moment; these rows they leave alone."""
    return list(session.execute(_due(now, most).with_for_update(skip_locked=True)))


def _due(now: datetime, most: int) -> Any:
    return (
        select(mail)
        .where(mail.c.sent_at.is_(None), mail.c.given_up_at.is_(None), mail.c.due_at <= now)
        .order_by(mail.c.due_at, mail.c.id)
        .limit(most)
    )


def link(session: Session, digest: str) -> Row[Any] | None:
    """Return a link by its digest, with its user's address and password's hash."""
    return session.execute(
        select(mail_link, user.c.email, user.c.password_hash)
        .join(user, user.c.id == mail_link.c.user_id)
        .where(mail_link.c.id == digest, user.c.disabled_at.is_(None))
    ).first()


def sign_up(session: Session, digest: str) -> Row[Any] | None:
    """Return who asked for an account, by the digest of their link."""
    return session.execute(select(asking).where(asking.c.id == digest)).first()


def worn(now: datetime) -> Any:
    """Return the condition of a link that nobody can use any more."""
    return or_(mail_link.c.used_at.is_not(None), mail_link.c.expires_at <= now)
