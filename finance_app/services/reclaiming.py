"""Taking an account back: by the link in the mail that tells of a change to it, for some days.

Whoever got into an account and changed its address, or added what they sign in with, would have it
for good otherwise. The link outlives other passwords and addresses, so that they cannot make it
worthless; and as they may have begun with either, what was added in the days before goes, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update

from finance_app.adapters import passwords
from finance_app.domain.audit import What
from finance_app.domain.flags import PASSWORD_RESET
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ConflictError
from finance_app.models import tables
from finance_app.queries import factors
from finance_app.queries import users as queries
from finance_app.services import audit, flags, known_devices, mail, mail_links

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

PAGE, FORGOTTEN = "/take-back", "/forgot"
WAYS = (tables.factor, tables.passkey, tables.identity, tables.api_token)


def offer(session: Session, changed: Row[Any], now: datetime) -> None:
    """Tell the address that somebody had until now that they have another, and how to stop it.

    Args:
        changed: the link that was followed, with the `email` before and the `address` after it.
    """
    user = queries.by_email(session, changed.address)
    if user is None:
        return
    _tell(session, user, changed.email, "email-changed", now, address=changed.address)


def tell(session: Session, email: str, template: str, now: datetime, **values: Any) -> None:
    """Tell a user that somebody else may sign in as them now, and how to stop it.

    Args:
        email: of the user, now and after it was taken back.
        **values: what the template names beside the link.
    """
    user = queries.by_email(session, email)
    if user is not None:
        _tell(session, user, email, template, now, **values)


def _tell(
    session: Session, user: Row[Any], email: str, template: str, now: datetime, **values: Any
) -> None:
    token = mail_links.make(session, user, Purpose.BACK, now, address=email)
    link, lasts = mail.address(f"{PAGE}#{token}"), Purpose.BACK.lifetime
    values |= {"link": link, "duration": Purpose.BACK.lasting}
    mail.post(session, email, template, now, lasts=lasts, **values)


def reclaim(session: Session, token: str, now: datetime) -> str:
    """Give the user of a link the address that it went to, and let in nobody who could get in.

    All sessions end, and the password lets nobody in. Ways to sign in that were added since, or in
    the days before for which a link is good, are gone, and so are links that would take back what
    came after it.

    Returns:
        What stands in a link that a new password is chosen with; nothing where none may be.

    Raises:
        InvalidInputError: the link is none, was used or is too old.
        ConflictError: somebody else has the address by now.
    """
    found = mail_links.use(session, token, Purpose.BACK, now)
    queries.one_at_a_time(session)
    has_it = queries.by_email(session, found.address)
    if has_it is not None and has_it.id != found.user_id:
        raise ConflictError("Another account has this address by now.")
    user, link, opened = tables.user, tables.mail_link, tables.auth_session
    values = {"email": found.address, "password_hash": passwords.NOBODYS}
    session.execute(update(user).where(user.c.id == found.user_id).values(values))
    later = (link.c.user_id == found.user_id) & (link.c.created_at >= found.created_at)
    session.execute(update(link).where(later, link.c.used_at.is_(None)).values(used_at=now))
    session.execute(delete(opened).where(opened.c.user_id == found.user_id))
    known_devices.forget(session, found.user_id)
    audit.add(session, What.ADDRESS_BACK, now, target_id=found.user_id)
    _drop_ways(session, found.user_id, found.created_at - Purpose.BACK.lifetime)
    values = {"address": found.address, "link": mail.address(FORGOTTEN)}
    mail.post(session, found.email, "email-back", now, **values)
    mine = queries.by_email(session, found.address)
    if mine is None or not flags.value(session, PASSWORD_RESET):
        return ""
    return mail_links.make(session, mine, Purpose.RESET, now)


def _drop_ways(session: Session, user_id: int, since: datetime) -> None:
    """Take away what somebody could sign in with, where it was added from a moment on."""
    for table in WAYS:
        added = (table.c.user_id == user_id) & (table.c.created_at >= since)
        session.execute(delete(table).where(added))
    if not factors.are_on(session, user_id):
        code = tables.backup_code
        session.execute(delete(code).where(code.c.user_id == user_id))
