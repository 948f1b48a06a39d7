"""Mail that is to be sent, and the links in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

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


def pending(session: Session, now: datetime, limit: int) -> list[Row[Any]]:
    """Return who asked for an account and has none: the newest request of each address."""
    newest = (
        select(asking.c.email, func.max(asking.c.created_at).label("at"))
        .where(asking.c.expires_at > now, asking.c.email.not_in(select(user.c.email)))
        .group_by(asking.c.email)
        .subquery()
    )
    mine = (newest.c.email == asking.c.email) & (newest.c.at == asking.c.created_at)
    wanted = select(asking.c.id, asking.c.email, asking.c.created_at, asking.c.expires_at)
    return list(
        session.execute(wanted.join(newest, mine).order_by(asking.c.created_at.desc()).limit(limit))
    )


def troubled(session: Session, limit: int) -> list[Row[Any]]:
    """Return mail that was not sent: what waits first, then what was given up, newest first."""
    told = (mail.c.id, mail.c.template, mail.c.recipient, mail.c.created_at, mail.c.due_at)
    wanted = select(*told, mail.c.failures, mail.c.trouble, mail.c.given_up_at)
    unsent = wanted.where(mail.c.sent_at.is_(None))
    ordered = unsent.order_by(mail.c.given_up_at.is_not(None), mail.c.id.desc())
    return list(session.execute(ordered.limit(limit)))


def counts(session: Session) -> tuple[int, int, int]:
    """Return how many mails wait, how many of these failed, and how many were given up."""
    waiting = mail.c.given_up_at.is_(None)
    row = session.execute(
        select(
            func.count().filter(waiting),
            func.count().filter(waiting, mail.c.failures > 0),
            func.count().filter(~waiting),
        ).where(mail.c.sent_at.is_(None))
    ).one()
    return row[0], row[1], row[2]


def one(session: Session, key: int) -> Row[Any] | None:
    """Return a mail without what it says."""
    told: Any = select(*(each for each in mail.c if each.name != "text"))
    return session.execute(told.where(mail.c.id == key)).first()


def worn(now: datetime) -> Any:
    """Return the condition of a link that nobody can use any more."""
    return or_(mail_link.c.used_at.is_not(None), mail_link.c.expires_at <= now)
