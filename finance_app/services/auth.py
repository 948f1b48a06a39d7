"""Signing up, in and out, and who a session's token belongs to.

Signing in takes three steps, so that the slow hash runs outside any transaction: `begin` counts the
attempt, `matches` compares, `finish` opens the session or says that the pair is wrong. Unknown
addresses take the same steps and get the same answer.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.adapters import passwords
from finance_app.config import secret_key, settings
from finance_app.errors import (
    ForbiddenError,
    InvalidInputError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.queries import users as queries
from finance_app.services import users

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.users import NewUser

SEEN_EVERY = timedelta(minutes=5)  # how often a session's last sign of life is written down
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
LONGEST_DEVICE = 200


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are allowed in any stretch of time of a length."""

    count: int
    length: timedelta
    message: str

    @property
    def step(self) -> int:
        """The seconds that are counted together: a third of the length."""
        return int(self.length.total_seconds()) // 3


WRONG = "This e-mail address and password do not go together."
_WAIT = "Too many attempts. Wait 20 minutes, then try again."
PER_ACCOUNT_AND_ADDRESS = Limit(10, timedelta(minutes=15), _WAIT)
PER_ADDRESS = Limit(100, timedelta(minutes=15), _WAIT)
PER_MAILBOX = Limit(5, timedelta(hours=1), "Too many mails. Wait an hour, then try again.")
PER_ACCOUNT = Limit(100, timedelta(days=1), "Too many attempts today. Try again tomorrow.")


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


def is_empty(session: Session) -> bool:
    """Say whether nobody has an account yet."""
    return queries.count(session) == 0


def signup_is_open(session: Session) -> bool:
    """Say whether somebody new may sign up: the first user always, others by setting."""
    mode = settings().signup
    return mode == "open" or (mode == "first" and is_empty(session))


def sign_up(
    session: Session, wanted: NewUser, now: datetime, *, device: str = "", replaces: str = ""
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
    require_signup(session)
    actor = users.add(session, wanted, now, is_admin=is_empty(session))
    sign_out(session, replaces)
    return _open_session(session, actor.user_id, now, device)


def require_signup(session: Session) -> None:
    """Refuse where sign-up is closed.

    Raises:
        ForbiddenError: it is.
    """
    if not signup_is_open(session):
        raise ForbiddenError("Sign-up is closed here; ask the administrator for an account.")


def count_request(session: Session, address: str, now: datetime) -> None:
    """Count something that makes the server hash a password for a network address.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    _count(session, digest(f"from\n{address}"), PER_ADDRESS, now)


def count_mail(session: Session, email: str, now: datetime) -> None:
    """Count a mail that anybody can have sent to an address, known here or not.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    _count(session, digest(f"mail\n{email.strip().casefold()}"), PER_MAILBOX, now)


def check(session: Session, actor: Actor, address: str) -> SignIn:
    """Count an attempt to show again that it is the actor, by their password.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    return begin(session, actor.email, address, actor.now)


def begin(session: Session, email: str, address: str, now: datetime) -> SignIn:
    """Count an attempt at an account from a network address.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    count_request(session, address, now)
    email = email.strip().casefold()
    here, anywhere = digest(f"{email}\n{address}"), digest(email)
    _count(session, here, PER_ACCOUNT_AND_ADDRESS, now)
    _count(session, anywhere, PER_ACCOUNT, now)
    found = queries.by_email(session, email)
    if found is None or found.disabled_at is not None:
        return SignIn(None, passwords.NOBODYS, ())
    return SignIn(found.id, found.password_hash, (here, anywhere))


def matches(password: str, attempt: SignIn) -> bool:
    """Compare the password; slow by design, so not for the event loop."""
    return passwords.matches(users.as_hashed(password), attempt.password_hash)


def finish(
    session: Session,
    attempt: SignIn,
    now: datetime,
    *,
    right: bool,
    device: str = "",
    replaces: str = "",
) -> str:
    """Open a session for the user; return its token, which is kept nowhere.

    Args:
        right: what `matches` said.
        replaces: the token of a session that ends now.

    Raises:
        InvalidInputError: address or password are wrong; it does not say which.
    """
    if attempt.user_id is None or not right or not _is_current(session, attempt):
        raise InvalidInputError(WRONG)
    forgive(session, attempt)
    sign_out(session, replaces)
    return _open_session(session, attempt.user_id, now, device)


def forgive(session: Session, attempt: SignIn) -> None:
    """Forget the guesses before a right password, which was none itself."""
    here, anywhere = attempt.subjects
    session.execute(delete(tables.attempt).where(tables.attempt.c.subject == here))
    _uncount(session, anywhere)


def sign_out(session: Session, token: str) -> None:
    """End the session of a token; unknown ones are no error."""
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.id == digest(token)))


def caller(session: Session, token: str, now: datetime) -> Caller:
    """Return who a token belongs to.

    Raises:
        SignInRequiredError: no session has that token, or it has ended.
    """
    found = queries.signed_in(session, digest(token)) if TOKEN.fullmatch(token) else None
    if found is None:
        raise SignInRequiredError
    ends_at = min(found.ends_at, found.seen_at + idle())
    if ends_at <= now:
        raise SignInRequiredError
    return Caller(users.as_actor(session, found, now), digest(token), found.seen_at, ends_at)


def actor(session: Session, token: str, now: datetime) -> Actor:
    """Return who a token belongs to, as an actor.

    Raises:
        SignInRequiredError: no session has that token, or it has ended.
    """
    return caller(session, token, now).actor


def alive(session: Session, digests: Collection[str], now: datetime) -> set[str]:
    """Return those of some sessions that have not ended, by the digests of their tokens."""
    return queries.alive(session, digests, now=now, seen_after=now - idle())


def seen(session: Session, token: str, now: datetime) -> None:
    """Write a session's sign of life down, at most every `seen_every()`."""
    session.execute(
        update(tables.auth_session)
        .where(
            tables.auth_session.c.id == digest(token),
            tables.auth_session.c.seen_at <= now - seen_every(),
        )
        .values(seen_at=now)
    )


def idle() -> timedelta:
    """Return how long a session lasts without a sign of life."""
    return timedelta(minutes=settings().session_idle_minutes)


def seen_every() -> timedelta:
    """Return how often a sign of life is written down: several times before it would be missed."""
    return min(SEEN_EVERY, idle() / 5)


def form_mark(session_digest: str) -> str:
    """Return what a form of a session carries to prove that the app's own page made it.

    Args:
        session_digest: the digest of the session's token.
    """
    text = f"form\n{session_digest}".encode()
    return hmac.new(secret_key().encode(), text, hashlib.sha256).hexdigest()


def is_form_mark(mark: str, token: str) -> bool:
    """Say whether a form was made for the session of a token."""
    return hmac.compare_digest(mark.encode(), form_mark(digest(token)).encode())


def digest(text: str) -> str:
    """Return the SHA-256 of a token or of what attempts are aimed at, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _is_current(session: Session, attempt: SignIn) -> bool:
    """Say whether the user may still sign in with what the password was compared with."""
    found = session.execute(
        select(tables.user.c.password_hash).where(
            tables.user.c.id == attempt.user_id, tables.user.c.disabled_at.is_(None)
        )
    ).scalar()
    return found == attempt.password_hash


def _open_session(session: Session, user_id: int, now: datetime, device: str) -> str:
    """Add a session, and drop what has ended."""
    ended, counted = tables.auth_session.c.ends_at <= now, now - 2 * PER_ACCOUNT.length
    session.execute(delete(tables.auth_session).where(ended))
    session.execute(
        delete(tables.attempt).where(tables.attempt.c.window < int(counted.timestamp()))
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.execute(
        insert(tables.auth_session).values(
            id=digest(token),
            user_id=user_id,
            created_at=now,
            seen_at=now,
            ends_at=now + timedelta(days=settings().session_days),
            device=device[:LONGEST_DEVICE],
        )
    )
    return token


def _count(session: Session, subject: str, limit: Limit, now: datetime) -> None:
    """Add one to the attempts at a subject.

    Attempts are counted by steps; the four steps that are looked at hold any stretch of the limit's
    length. A refused attempt is rolled back with its transaction, so it does not prolong the wait.

    Raises:
        TooManyAttemptsError: there were more than the limit allows.
    """
    table, step = tables.attempt, int(now.timestamp()) // limit.step * limit.step
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(
        dialect.insert(table)
        .values(subject=subject, window=step, count=1)
        .on_conflict_do_update(
            index_elements=["subject", "window"], set_={"count": table.c.count + 1}
        )
    )
    recent = table.c.window >= step - 3 * limit.step
    counted = session.execute(
        select(func.sum(table.c.count)).where(table.c.subject == subject, recent)
    ).scalar_one()
    if counted > limit.count:
        raise TooManyAttemptsError(limit.message)


def _uncount(session: Session, subject: str) -> None:
    """Take one attempt at a subject back: the right password was no guess."""
    table = tables.attempt
    newest = select(func.max(table.c.window)).where(table.c.subject == subject).scalar_subquery()
    session.execute(
        update(table)
        .where(table.c.subject == subject, table.c.window == newest)
        .values(count=table.c.count - 1)
    )
