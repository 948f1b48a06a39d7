"""The browsers that users signed in with before: remembered, told of when new, forgotten.

A browser keeps a secret of its own, which opens nothing. It counts for each user who signed in with
it, and for nobody else.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.domain.devices import device_text
from finance_app.domain.formatting import day_text, time_text
from finance_app.models import tables
from finance_app.queries import known_devices as queries
from finance_app.queries import users as user_queries
from finance_app.queries.keys import dialect_of
from finance_app.services import mail

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.devices import Browser

KEPT = timedelta(days=400)  # without a sign-in; browsers keep no cookie for longer
NOBODY = 0
LONGEST_DEVICE = 200
SECURITY, FORGOTTEN = "/security", "/forgot"


def subject(session: Session, user_id: int | None, known_by: str) -> str:
    """Return what tries of a user's known browser are counted under, "" where it is none of theirs.

    It asks the same of the database for nobody.
    """
    digest = _digest(known_by)
    return _subject(user_id, digest) if queries.is_known(session, user_id or NOBODY, digest) else ""


def subjects(session: Session, user_id: int) -> list[str]:
    """Return what tries of all of a user's known browsers are counted under."""
    return [_subject(user_id, digest) for digest in queries.digests(session, user_id)]


def greet(session: Session, user_id: int, browser: Browser, now: datetime) -> None:
    """Remember a browser that a user signed in with; where it is new, mail them that."""
    if not browser.known_by:
        return
    is_new = not queries.is_known(session, user_id, _digest(browser.known_by))
    remember(session, user_id, browser, now)
    if is_new:
        _tell(session, user_id, browser, now)


def remember(session: Session, user_id: int, browser: Browser, now: datetime) -> None:
    """Remember a browser as one of a user's."""
    if not browser.known_by:
        return
    dialect = sqlite if dialect_of(session) == "sqlite" else postgresql
    device = browser.name[:LONGEST_DEVICE]
    session.execute(
        dialect.insert(tables.known_device)
        .values(
            user_id=user_id,
            digest=_digest(browser.known_by),
            device=device,
            first_seen_at=now,
            seen_at=now,
        )
        .on_conflict_do_update(
            index_elements=["user_id", "digest"], set_={"device": device, "seen_at": now}
        )
    )


def forget(session: Session, user_id: int, *, keep: str = "") -> None:
    """Forget a user's browsers.

    Args:
        keep: what the one is known by that stays.
    """
    known = tables.known_device
    others = (known.c.user_id == user_id) & (known.c.digest != _digest(keep))
    session.execute(delete(known).where(others))


def forget_old(session: Session, now: datetime) -> None:
    """Forget browsers that nobody signed in with for long."""
    known = tables.known_device
    session.execute(delete(known).where(known.c.seen_at <= now - KEPT))


def _tell(session: Session, user_id: int, browser: Browser, now: datetime) -> None:
    who = user_queries.reader(session, user_id)
    day = day_text(now.astimezone(ZoneInfo(who.time_zone)).date(), who.region)
    at = f"{day}, {time_text(now, who.time_zone, who.region)} ({who.time_zone})"
    mail.post(
        session,
        who.email,
        "new-sign-in",
        now,
        device=device_text(browser.name),
        at=at,
        address=browser.address or "unknown",
        link=mail.address(SECURITY),
        reset=mail.address(FORGOTTEN),
    )


def _subject(user_id: int | None, digest: str) -> str:
    return f"device\n{user_id}\n{digest}"


def _digest(known_by: str) -> str:
    return hashlib.sha256(known_by.encode()).hexdigest()
