"""A user's address and password: forgotten, chosen anew, changed.

Whoever forgot a password gets the same answer, whether the address has an account or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from finance_app.domain.audit import What
from finance_app.domain.flags import PASSWORD_RESET
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ConflictError, ForbiddenError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import users as queries
from finance_app.services import (
    attempts,
    audit,
    flags,
    known_devices,
    mail,
    mail_links,
    reclaiming,
    sessions,
    users,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

RESET, CONFIRM = "/reset", "/confirm"
WRONG = "That is not your password."
NO_RESET = "Passwords are not reset by mail here; ask the administrator."


def forgotten(session: Session, email: str, now: datetime) -> None:
    """Mail a user the link to choose a new password; an unknown address gets no mail.

    Raises:
        ForbiddenError: the administrator wants no password to be reset that way.
        TooManyAttemptsError: the address got too many mails of late.
    """
    require_reset(session)
    attempts.count_mail(session, email, now)
    found = queries.by_email(session, email.strip().casefold())
    if found is None or found.disabled_at is not None:
        return
    audit.add(session, What.PASSWORD_ASKED, now, target_id=found.id)
    token, lasts = mail_links.make(session, found, Purpose.RESET, now), Purpose.RESET.lifetime
    link = mail.address(f"{RESET}#{token}")
    mail.post(
        session, found.email, "reset", now, link=link, duration=Purpose.RESET.lasting, lasts=lasts
    )


def reset(session: Session, token: str, password_hash: str, now: datetime) -> str:
    """Give the user of a link a new password and end all their sessions; return their address.

    Raises:
        ForbiddenError: the administrator wants no password to be reset that way.
        InvalidInputError: the link is none, was used or is too old.
    """
    require_reset(session)
    found = mail_links.use(session, token, Purpose.RESET, now)
    _set(session, found.user_id, password_hash)
    known_devices.forget(session, found.user_id)
    audit.add(session, What.PASSWORD_RESET, now, target_id=found.user_id)
    reclaiming.tell(session, found.email, "password-changed", now)
    return str(found.email)


def require_reset(session: Session) -> None:
    """Refuse where forgotten passwords are not reset by mail.

    Raises:
        ForbiddenError: they are not.
    """
    if not flags.value(session, PASSWORD_RESET):
        raise ForbiddenError(NO_RESET)


def address_of(session: Session, token: str, purpose: Purpose, now: datetime) -> str:
    """Return the address of a link's user, without using it up: passwords are judged by it.

    Raises:
        InvalidInputError: the link is none, was used or is too old.
    """
    return str(mail_links.read(session, token, purpose, now).email)


def change_password(
    session: Session,
    actor: Actor,
    password_hash: str,
    *,
    right: bool,
    keep: str,
    known_by: str = "",
) -> None:
    """Give the actor a new password, end their other sessions and forget their other browsers.

    Args:
        right: whether the one they have was typed rightly.
        keep: the digest of the session that goes on.
        known_by: what the browser of that session is known by.

    Raises:
        InvalidInputError: it was not.
    """
    require_right(right=right)
    _set(session, actor.user_id, password_hash, keep=keep)
    known_devices.forget(session, actor.user_id, keep=known_by)
    audit.note(session, actor, What.PASSWORD_CHANGED)
    reclaiming.tell(session, actor.email, "password-changed", actor.now)


def ask_address(session: Session, actor: Actor, email: str, *, right: bool) -> None:
    """Mail a new address the link that makes it the actor's.

    An address that somebody else has gets a mail that says so, and the actor the same answer.

    Args:
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not, or that is no address; the error names the field.
        ConflictError: it is their address already.
        TooManyAttemptsError: the address got too many mails of late.
    """
    wanted = users.require_email(email)
    require_right(right=right)
    if wanted == actor.email:
        raise ConflictError("That is your address already.", field="email")
    attempts.count_mail(session, wanted, actor.now)
    audit.note(session, actor, What.ADDRESS_ASKED)
    if queries.by_email(session, wanted) is not None:
        mail.post(session, wanted, "known", actor.now, link=mail.address("/login"))
        return
    found, lasts = queries.by_email(session, actor.email), Purpose.EMAIL.lifetime
    if found is None:
        raise InvalidInputError
    token = mail_links.make(session, found, Purpose.EMAIL, actor.now, address=wanted)
    link = mail.address(f"{CONFIRM}#{token}")
    mail.post(
        session, wanted, "email", actor.now, link=link, duration=Purpose.EMAIL.lasting, lasts=lasts
    )


def confirm_address(
    session: Session, token: str, now: datetime, *, digest: str = ""
) -> tuple[str, str]:
    """Give the user of a link the address that it confirms, and tell the old one.

    Their sessions end; the one that asks goes on under another token, where it is theirs.

    Args:
        digest: of the token of the session that asks.

    Returns:
        The new address, and the token of the session that goes on, "" where none does.

    Raises:
        InvalidInputError: the link is none, was used or is too old.
        ConflictError: somebody else has the address by now.
    """
    found = mail_links.use(session, token, Purpose.EMAIL, now)
    queries.one_at_a_time(session)
    if queries.by_email(session, found.address) is not None:
        raise ConflictError("Another account has this address by now.")
    user = tables.user
    session.execute(update(user).where(user.c.id == found.user_id).values(email=found.address))
    audit.add(session, What.ADDRESS_CHANGED, now, target_id=found.user_id)
    reclaiming.offer(session, found, now)
    opened = tables.auth_session
    others = (opened.c.user_id == found.user_id) & (opened.c.id != digest)
    session.execute(delete(opened).where(others))
    kept = sessions.find(session, found.user_id, digest, now)
    return str(found.address), sessions.renew(session, kept) if kept else ""


def _set(session: Session, user_id: int, password_hash: str, *, keep: str = "") -> None:
    user, opened = tables.user, tables.auth_session
    session.execute(update(user).where(user.c.id == user_id).values(password_hash=password_hash))
    session.execute(delete(opened).where(opened.c.user_id == user_id, opened.c.id != keep))


def require_right(*, right: bool) -> None:
    """Refuse who did not type their password rightly.

    Raises:
        InvalidInputError: they did not.
    """
    if not right:
        raise InvalidInputError(WRONG, field="current_password")
