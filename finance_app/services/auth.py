"""Signing up, in and out, and who a session's token belongs to.

Signing in takes three steps, so that the slow hash runs outside any transaction: `begin` counts the
attempt, `matches` compares, `finish` opens the session or says that the pair is wrong. Unknown
addresses take the same steps and get the same answer.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from finance_app.adapters import passwords
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.devices import NO_BROWSER, network_text
from finance_app.domain.texts import storable
from finance_app.errors import (
    InvalidInputError,
    SignInRequiredError,
)
from finance_app.models import tables
from finance_app.queries import factors
from finance_app.queries import sessions as session_queries
from finance_app.queries import users as queries
from finance_app.services import attempts, audit, demanded_factors, known_devices, signup, users

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.devices import Browser
    from finance_app.services.users import NewUser

SEEN_EVERY = timedelta(minutes=5)  # how often a session's last sign of life is written down
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
LONGEST_DEVICE = 200
PENDING = timedelta(minutes=10)  # how long there is for the second step

WRONG = "This e-mail address and password do not go together."


@dataclass(frozen=True, slots=True)
class SignIn:
    """An attempt to sign in, between its steps."""

    user_id: int | None
    password_hash: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a session belongs to, and until when it lasts without a further sign of life."""

    actor: Actor
    session: str
    seen_at: datetime
    ends_at: datetime


def sign_up(
    session: Session,
    wanted: NewUser,
    now: datetime,
    *,
    device: Browser = NO_BROWSER,
    replaces: str = "",
) -> str:
    """Add a user, the first one as administrator; return the token of their session.

    Args:
        replaces: the token of a session that ends now.

    Raises:
        ForbiddenError: sign-up is closed.
        ConflictError: the address has an account already.
        InvalidInputError: something cannot be used; the error names the field.
    """
    queries.one_at_a_time(session)
    signup.require_open(session)
    actor = users.add(session, wanted, now, is_admin=signup.is_empty(session))
    return let_in(session, actor, now, device=device, replaces=replaces)


def let_in(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    device: Browser = NO_BROWSER,
    replaces: str = "",
) -> str:
    """Open the first session of somebody who has just been added; return its token.

    Args:
        replaces: the token of a session that ends now.
    """
    sign_out(session, replaces, now)
    known_devices.remember(session, actor.user_id, device, now)
    return open_session(session, actor.user_id, now, device, way="sign-up")


def check(session: Session, actor: Actor, address: str, known_by: str = "") -> SignIn:
    """Count an attempt to show again that it is the actor, by their password.

    Args:
        known_by: what their browser keeps to be known by.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    return begin(session, actor.email, address, actor.now, known_by)


def begin(session: Session, email: str, address: str, now: datetime, known_by: str = "") -> SignIn:
    """Count an attempt at an account from a network address.

    Args:
        known_by: what the browser keeps to be known by.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    attempts.count_request(session, address, now)
    email = email.strip().casefold()
    found = queries.by_email(session, email)
    device = known_devices.subject(session, found.id if found else None, known_by)
    subjects = attempts.count_account(session, email, address, device, now)
    if found is None or found.disabled_at is not None:
        return SignIn(None, passwords.NOBODYS, ())
    return SignIn(found.id, found.password_hash, subjects)


def matches(password: str, attempt: SignIn) -> bool:
    """Compare the password; slow by design, so not for the event loop."""
    return users.is_hashed(password, attempt.password_hash)


def finish(
    session: Session,
    attempt: SignIn,
    now: datetime,
    *,
    right: bool,
    anew: str = "",
    device: Browser = NO_BROWSER,
    replaces: str = "",
) -> str:
    """Open a session for the user; return its token, which is kept nowhere.

    Who has a second factor gets a session that waits for it, see `services.second_steps`.

    Args:
        right: what `matches` said.
        anew: the hash that takes the place of one that `is_dated`.
        replaces: the token of a session that ends now.

    Raises:
        InvalidInputError: address or password are wrong; it does not say which.
    """
    if attempt.user_id is None or not right or not is_current(session, attempt):
        raise InvalidInputError(WRONG)
    forgive(session, attempt)
    if anew:
        same = tables.user.c.id == attempt.user_id
        session.execute(update(tables.user).where(same).values(password_hash=anew))
    sign_out(session, replaces, now)
    waits = factors.are_on(session, attempt.user_id)
    return open_session(session, attempt.user_id, now, device, pending=waits)


def forgive(session: Session, attempt: SignIn) -> None:
    """Forget the guesses before a right password, which was none itself."""
    here, anywhere = attempt.subjects
    attempts.forgive(session, here, anywhere)


def enter(session: Session, user_id: int, now: datetime, *, device: Browser, replaces: str) -> str:
    """Open a session for a user who showed elsewhere who they are; return its token.

    Who has a second factor here gets a session that waits for it all the same.

    Args:
        replaces: the token of a session that ends now.
    """
    sign_out(session, replaces, now)
    waits = factors.are_on(session, user_id)
    return open_session(session, user_id, now, device, pending=waits, way="provider")


def stays(session: Session, token: str) -> bool:
    """Say whether the browser of a session keeps it after it was closed."""
    return session_queries.stays(session, digest(token))


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the session of a token; unknown ones are no error."""
    opened = tables.auth_session
    gone = delete(opened).where(opened.c.id == digest(token))
    columns = opened.c.user_id, opened.c.network, opened.c.pending
    found = session.execute(gone.returning(*columns)).first()
    if found is not None and not found.pending:
        audit.own(session, What.SIGNED_OUT, found.user_id, found.network, now)


def caller(session: Session, token: str, now: datetime) -> Caller:
    """Return who a token belongs to.

    Raises:
        SignInRequiredError: no session has that token, or it has ended.
    """
    found = queries.signed_in(session, digest(token)) if TOKEN.fullmatch(token) else None
    if found is None:
        raise SignInRequiredError
    ends_at = min(found.ends_at, found.seen_at + idle(stays=found.stays))
    if ends_at <= now:
        raise SignInRequiredError
    who = users.as_actor(session, found, now)
    lacking = demanded_factors.is_lacking(session, who)
    who = replace(who, must_enrol=lacking, network=found.network)
    return Caller(who, digest(token), found.seen_at, ends_at)


def actor(session: Session, token: str, now: datetime) -> Actor:
    """Return who a token belongs to, as an actor.

    Raises:
        SignInRequiredError: no session has that token, or it has ended.
    """
    return caller(session, token, now).actor


def alive(session: Session, digests: Collection[str], now: datetime) -> set[str]:
    """Return those of some sessions that have not ended, by the digests of their tokens."""
    return queries.alive(session, digests, lasting(now))


def lasting(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a session that has not ended."""
    return session_queries.lasting(now, idle(), idle(stays=False))


def seen(session: Session, token: str, now: datetime) -> None:
    """Write a session's sign of life down, at most every `seen_every()`."""
    opened = tables.auth_session
    noted = session.execute(
        update(opened)
        .where(opened.c.id == digest(token), opened.c.seen_at <= now - seen_every())
        .values(seen_at=now)
        .returning(opened.c.user_id)
    ).scalar()
    if noted is not None:
        _see_user(session, noted, now)


def idle(*, stays: bool = True) -> timedelta:
    """Return how long a session lasts without a sign of life."""
    longest, brief = settings().session_idle_minutes, settings().session_brief_minutes
    return timedelta(minutes=longest if stays else min(longest, brief))


def seen_every() -> timedelta:
    """Return how often a sign of life is written down: several times before it would be missed."""
    return min(SEEN_EVERY, idle(stays=False) / 5)


def new_token() -> str:
    """Return a new secret of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> str:
    """Return the SHA-256 of a token or of what attempts are aimed at, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_current(session: Session, attempt: SignIn) -> bool:
    """Say whether the user may still sign in with what the password was compared with."""
    found = session.execute(
        select(tables.user.c.password_hash).where(
            tables.user.c.id == attempt.user_id, tables.user.c.disabled_at.is_(None)
        )
    ).scalar()
    return found == attempt.password_hash


def open_session(
    session: Session,
    user_id: int,
    now: datetime,
    device: Browser,
    *,
    pending: bool = False,
    way: str = "password",
) -> str:
    """Add a session, and drop what has ended; return its token.

    A browser that is new is told of by mail once the session is whole.

    Args:
        pending: it is nobody's before the second step, and short.
        way: what was shown to get in.
    """
    network = network_text(device.address)
    if not pending:
        known_devices.greet(session, user_id, device, now)
        audit.own(session, What.SIGNED_IN, user_id, network, now, by=way)
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.ends_at <= now))
    attempts.forget(session, now)
    token = new_token()
    session.execute(
        insert(tables.auth_session).values(
            id=digest(token),
            user_id=user_id,
            created_at=now,
            seen_at=now,
            ends_at=now + (PENDING if pending else timedelta(days=settings().session_days)),
            device=storable(device.name)[:LONGEST_DEVICE],
            network=network,
            pending=pending,
            stays=device.stays,
        )
    )
    _see_user(session, user_id, now)
    return token


def _see_user(session: Session, user_id: int, now: datetime) -> None:
    """Write down when somebody was here last; that outlives their sessions."""
    session.execute(update(tables.user).where(tables.user.c.id == user_id).values(seen_at=now))
