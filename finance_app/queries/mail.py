"""Mail that is to be sent, and the links in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from finance_app.models.tables import (
    digest,
    mail,
    mail_link,
    membership,
    preferences,
    user,
)
from finance_app.models.tables import sign_up as asking
from finance_app.models.tables import trouble as troubles

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


CLAIMED = timedelta(minutes=2)  # then somebody else tries
LATEST = timedelta(hours=1)  # without what chance adds
LONGEST = 1.2 * LATEST  # that anything is put off for
_IS_CLAIMED_AT_MOST = (mail.c.failures == 0) & (mail.c.notice == "")  # and never put off
_KEPT = (mail.c.text != "").label("is_kept")


def due(session: Session, now: datetime) -> int:
    """Return how many mails are to be sent now."""
    return session.execute(select(func.count()).where(*_waits(), _is_time(now))).scalar_one()


def is_due(session: Session, now: datetime) -> bool:
    """Say whether a mail is to be sent now."""
    found = select(mail.c.id).where(*_waits(), _is_time(now)).limit(1)
    return session.execute(found).first() is not None


def late(session: Session, since: datetime) -> int:
    """Return how many mails were to be sent before a moment and still wait."""
    return session.execute(
        select(func.count()).where(*_waits(), mail.c.due_at <= since)
    ).scalar_one()


def claimable(session: Session, now: datetime, *, is_oldest: bool) -> Row[Any] | None:
    """Return and lock what is sent next; what others claim at this moment is left alone.

    Args:
        is_oldest: what waits the longest, rather than what is the most urgent.
    """
    order = (mail.c.due_at,) if is_oldest else (mail.c.urgency, mail.c.due_at)
    wanted = select(mail).where(*_waits(), _is_time(now))
    first = wanted.order_by(*order, mail.c.id).limit(1)
    return session.execute(first.with_for_update(skip_locked=True)).first()


def _waits() -> tuple[Any, ...]:
    return (mail.c.sent_at.is_(None), mail.c.given_up_at.is_(None))


def claimed_only(now: datetime) -> Any:
    """Return the condition of mail that waits for nothing but that whoever claimed it is done."""
    return and_(*_waits(), mail.c.due_at > now, _IS_CLAIMED_AT_MOST)


def _is_time(now: datetime) -> Any:
    """Say what is to be tried now: also what a clock that was ahead put off for longer than any."""
    longest = case((_IS_CLAIMED_AT_MOST, now + CLAIMED), else_=now + LONGEST)
    return (mail.c.due_at <= now) | (mail.c.due_at > longest)


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


def troubled(session: Session, limit: int, after: tuple[int, int] | None) -> list[Row[Any]]:
    """Return mail that was not sent: first what was given up, then what failed, newest first.

    Args:
        after: `place` and key of the one that others were listed up to.
    """
    told = (mail.c.id, mail.c.template, mail.c.recipient, mail.c.created_at, mail.c.due_at)
    more = (mail.c.failures, mail.c.trouble, mail.c.given_up_at, mail.c.expires_at)
    place = case((mail.c.given_up_at.is_not(None), 0), (mail.c.failures > 0, 1), else_=2)
    wanted = select(*told, *more, _KEPT, place.label("place")).where(mail.c.sent_at.is_(None))
    if after is not None:
        wanted = wanted.where((place > after[0]) | ((place == after[0]) & (mail.c.id < after[1])))
    return list(session.execute(wanted.order_by(place, mail.c.id.desc()).limit(limit)))


def retriable(now: datetime) -> Any:
    """Return the condition of mail that failed and is of use."""
    failed = mail.c.given_up_at.is_not(None) | (mail.c.failures > 0)
    is_of_use = mail.c.expires_at.is_(None) | (mail.c.expires_at > now)
    return mail.c.sent_at.is_(None) & failed & is_of_use & (mail.c.text != "")


def count_retriable(session: Session, now: datetime) -> int:
    """Return how many mails failed and are of use."""
    return session.execute(select(func.count()).where(retriable(now))).scalar_one()


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
    """Return a mail without what it says; `is_kept` is whether that is still there."""
    told: Any = select(*(each for each in mail.c if each.name not in ("text", "html")), _KEPT)
    return session.execute(told.where(mail.c.id == key)).first()


def worn(now: datetime) -> Any:
    """Return the condition of a link that nobody can use any more."""
    return or_(mail_link.c.used_at.is_not(None), mail_link.c.expires_at <= now)


def reader(session: Session, row: Row[Any]) -> Row[Any] | None:
    """Return what the user whom a notice is for prefers; None where they may not read it any more.

    Args:
        row: of the mail.
    """
    found = reader_of(session, row.reader_id)
    if found is None or found.email != row.recipient:
        return None
    told_of = select(digest).where(digest.c.mail_id == row.id)
    about = session.execute(told_of).first()
    if about is None:
        return found
    mine = (membership.c.book_id == about.book_id) & (membership.c.user_id == row.reader_id)
    return found if session.execute(select(membership.c.role).where(mine)).first() else None


def reader_at(session: Session, address: str) -> int | None:
    """Return the user who has an address, None where nobody has: mail goes with its reader."""
    return session.execute(select(user.c.id).where(user.c.email == address)).scalar()


def reader_of(session: Session, user_id: int) -> Row[Any] | None:
    """Return a user's address and what they prefer, None where they are gone or disabled."""
    columns = (user.c.email, *(each for each in preferences.c if each.name != "book_id"))
    joined = select(*columns).join(user, user.c.id == preferences.c.user_id)
    mine = (user.c.id == user_id) & user.c.disabled_at.is_(None)
    return session.execute(joined.where(mine)).first()


def administrators(session: Session) -> list[Row[Any]]:
    """Return who is told what goes wrong with the server, and how they read days."""
    columns = (user.c.id, preferences.c.region, preferences.c.time_zone)
    joined = select(*columns).join(preferences, preferences.c.user_id == user.c.id)
    return list(
        session.execute(
            joined.where(user.c.is_admin, user.c.disabled_at.is_(None)).order_by(user.c.id)
        )
    )


def trouble(session: Session, name: str) -> Row[Any] | None:
    """Return since when something keeps failing, None where it does not."""
    return session.execute(select(troubles).where(troubles.c.name == name)).first()
