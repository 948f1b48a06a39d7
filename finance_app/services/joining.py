"""Asking for an account: it is made once the link in a mail shows that the address is theirs.

Whoever asks gets the same answer, whether the address has an account or not; the mail tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.domain.devices import NO_BROWSER
from finance_app.domain.mail_links import Purpose
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.queries import mail as queries
from finance_app.queries import users as user_queries
from finance_app.services import attempts, auth, known_devices, mail, mail_links, signup, users
from finance_app.services.users import NewUser

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.devices import Browser

WRONG = "That is not the password you asked for the account with."
PAGE, SIGN_IN = "/join", "/login"


def sign_up(
    session: Session,
    wanted: NewUser,
    now: datetime,
    *,
    device: Browser = NO_BROWSER,
    replaces: str = "",
) -> str:
    """Let the first user of all in, as administrator; mail everybody else the link to join.

    Args:
        replaces: the token of a session that ends now.

    Returns:
        The token of the session; "" where a mail has to be followed first.

    Raises:
        ForbiddenError: sign-up is closed.
        InvalidInputError: something cannot be used; the error names the field.
    """
    user_queries.one_at_a_time(session)
    if signup.is_empty(session):
        return auth.sign_up(session, wanted, now, device=device, replaces=replaces)
    ask(session, wanted, now)
    return ""


def ask(session: Session, wanted: NewUser, now: datetime) -> None:
    """Mail somebody the link that makes their account; who has one is told so by mail.

    Raises:
        ForbiddenError: sign-up is closed.
        InvalidInputError: something cannot be used; the error names the field.
        TooManyAttemptsError: the address got too many mails of late.
    """
    signup.require_open(session)
    new = users.checked(wanted)
    attempts.count_mail(session, new.email, now)
    if user_queries.by_email(session, new.email) is not None:
        mail.post(session, new.email, "known", now, link=mail.address(SIGN_IN))
        return
    token, digest = mail_links.secret_for(Purpose.JOIN)
    session.execute(
        insert(tables.sign_up).values(
            id=digest,
            email=new.email,
            password_hash=new.password_hash,
            region=new.region,
            time_zone=new.time_zone,
            base_currency=new.base_currency,
            created_at=now,
            expires_at=now + Purpose.JOIN.lifetime,
        )
    )
    _mail(session, new.email, token, now)


def again(session: Session, digest: str, now: datetime) -> None:
    """Mail who asked for an account another link; the one before is dead.

    Args:
        digest: names the request.

    Raises:
        NotFoundError: there is none, or it is too old.
        ForbiddenError: sign-up was closed meanwhile.
        TooManyAttemptsError: the address got too many mails of late.
    """
    found = queries.sign_up(session, digest)
    if found is None or found.expires_at <= now:
        raise NotFoundError
    signup.require_open(session)
    attempts.count_mail(session, found.email, now)
    token, fresh = mail_links.secret_for(Purpose.JOIN)
    asked, until = tables.sign_up, now + Purpose.JOIN.lifetime
    session.execute(update(asked).where(asked.c.id == digest).values(id=fresh, expires_at=until))
    _mail(session, found.email, token, now)


def password_of(session: Session, token: str, now: datetime) -> str:
    """Return the hash of the password that a link's account was asked for with.

    Raises:
        InvalidInputError: the link is none, was used or is too old.
    """
    return str(_asked(session, token, now).password_hash)


def join(
    session: Session,
    token: str,
    now: datetime,
    device: Browser = NO_BROWSER,
    *,
    right: bool,
) -> str:
    """Make the account of somebody who followed their link; return its address.

    Anybody can ask for an account with somebody else's address. So whoever follows the link shows
    that they are the one who asked: by the password.

    Args:
        device: where they did; signing in with it is no news.
        right: whether they typed the password that the account was asked for with.

    Raises:
        InvalidInputError: the link is none, was used, is too old, or there is an account by now;
            or the password was not right, then the error names the field.
        ForbiddenError: sign-up was closed meanwhile.
    """
    found = _asked(session, token, now)
    if not right:
        raise InvalidInputError(WRONG, field="password")
    signup.require_open(session)
    wanted = NewUser(
        found.email,
        found.password_hash,
        found.region,
        found.time_zone,
        found.base_currency,
        placed=True,
    )
    asked = tables.sign_up
    session.execute(delete(asked).where(asked.c.email == found.email))
    new = users.add(session, wanted, now, is_admin=False)
    known_devices.remember(session, new.user_id, device, now)
    return wanted.email


def _asked(session: Session, token: str, now: datetime) -> Row[Any]:
    found = queries.sign_up(session, mail_links.digest_of(token, Purpose.JOIN))
    if found is None or found.expires_at <= now:
        raise InvalidInputError(mail_links.DEAD)
    return found


def _mail(session: Session, email: str, token: str, now: datetime) -> None:
    link, lasts = mail.address(f"{PAGE}#{token}"), Purpose.JOIN.lifetime
    mail.post(session, email, "join", now, link=link, duration=Purpose.JOIN.lasting, lasts=lasts)


def forget(session: Session, now: datetime) -> None:
    """Drop who asked for an account and never followed the link."""
    session.execute(delete(tables.sign_up).where(tables.sign_up.c.expires_at <= now))
