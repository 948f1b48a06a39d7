"""The second step of signing in: a session that waits becomes a whole one, under another token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from finance_app.domain import factors as codes
from finance_app.domain.audit import What
from finance_app.domain.devices import network_text
from finance_app.errors import InvalidInputError, SignInRequiredError
from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.services import attempts, audit, auth, backup_codes, factors, known_devices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.devices import Browser

OFTEN = 5  # guesses in a day that are told of
WRONG = "That code is wrong or was used already."


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody who waits may show: an app's code, a backup code, a passkey."""

    app: bool
    backup_code: bool
    passkey: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A code of an app or a backup code, as somebody typed it.

    Args:
        hashes: what it may be kept as, where it may be a backup code.
    """

    text: str
    hashes: tuple[str, ...] = ()


def typed(user_id: int, text: str, salts: Iterable[str]) -> Typed:
    """Return a code with what is compared of it; slow, hence before any transaction.

    Args:
        salts: what the user's unused backup codes were hashed with.
    """
    return Typed(text, tuple(backup_codes.hashes(user_id, text, salts)))


def salts(session: Session, token: str, now: datetime) -> tuple[int, set[str]]:
    """Return who waits under a token, and what their unused backup codes were hashed with.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
    """
    user_id = waiting(session, token, now).user_id
    return user_id, backup_codes.salts(session, user_id)


def is_due(session: Session, token: str, now: datetime) -> bool:
    """Say whether a token is of a session that waits for the second step."""
    return bool(token) and queries.waiting(session, auth.digest(token), now) is not None


def ways(session: Session, token: str, now: datetime) -> Ways:
    """Return what can be shown.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
    """
    return ways_of(session, waiting(session, token, now).user_id)


def ways_of(session: Session, user_id: int) -> Ways:
    """Return what a user has to show beside their password."""
    return Ways(
        queries.app(session, user_id) is not None,
        queries.backup_codes_left(session, user_id) > 0,
        bool(queries.passkeys(session, user_id)),
    )


def count(session: Session, token: str, browser: Browser, now: datetime) -> None:
    """Count a guess at a code; on its own, so that it stays counted when the code is wrong.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    found = waiting(session, token, now)
    guess(session, found.user_id, found.email, browser, now)


def guess(session: Session, user_id: int, email: str, browser: Browser, now: datetime) -> None:
    """Count a guess at a user's code by somebody who typed the password rightly.

    As with passwords, a browser that the user signed in with before is counted by itself: whoever
    knows the password alone cannot keep its owner out. Who guesses often is told of by mail, once
    until it has been quiet for a day.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    asked = _name(user_id), browser.address, _device(session, user_id, browser)
    _, anywhere = attempts.count_account(session, *asked, now)
    often = attempts.counted(session, anywhere, attempts.PER_ACCOUNT, now) >= OFTEN
    if often and attempts.is_first(session, _told(user_id), attempts.PER_ACCOUNT, now):
        factors.tell(session, email, "codes-guessed", now)


def by_code(session: Session, token: str, code: Typed, browser: Browser, now: datetime) -> str:
    """Let somebody in with the code of their app or a backup code; return the new token.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        InvalidInputError: the code is wrong or was used; the error names the field.
        ConfigurationError: the deployment had another secret key.
    """
    found = waiting(session, token, now)
    take(session, found.user_id, found.email, code, browser, now)
    return complete(session, found, browser, now)


def refuse(session: Session, token: str, browser: Browser, now: datetime) -> None:
    """Write down that somebody who waits showed what is not theirs."""
    found = queries.waiting(session, auth.digest(token), now) if token else None
    if found is not None:
        audit.refused(session, What.CODE_REFUSED, browser.address, now, found.user_id)


def take(
    session: Session, user_id: int, email: str, typed: Typed, browser: Browser, now: datetime
) -> None:
    """Use a user's code up, of their app or a backup code, and forget the guesses before.

    Raises:
        InvalidInputError: the code is wrong or was used; the error names the field.
        ConfigurationError: the deployment had another secret key.
    """
    if typed.hashes and backup_codes.use(session, user_id, typed.hashes, now):
        left = queries.backup_codes_left(session, user_id)
        network = network_text(browser.address)
        audit.own(session, What.CODE_USED, user_id, network, now, left=left)
        factors.tell(session, email, "backup-code-used", now, left=str(left))
    elif not factors.takes_code(session, user_id, codes.typed(typed.text), now):
        raise InvalidInputError(WRONG, field="code")
    device = _device(session, user_id, browser)
    subjects = attempts.account_subjects(_name(user_id), browser.address, device)
    attempts.forgive(session, *subjects)


def waiting(session: Session, token: str, now: datetime) -> Row[Any]:
    """Return the session that waits under a token, with its user's `email`.

    Raises:
        SignInRequiredError: none does, or not any more.
    """
    found = queries.waiting(session, auth.digest(token), now) if token else None
    if found is None:
        raise SignInRequiredError
    return found


def complete(session: Session, found: Row[Any], browser: Browser, now: datetime) -> str:
    """End a session that waits and open a whole one; return its token.

    Raises:
        SignInRequiredError: another request was first.
    """
    opened = tables.auth_session
    gone = delete(opened).where(opened.c.id == found.id).returning(opened.c.id)
    if session.execute(gone).first() is None:
        raise SignInRequiredError
    whole = replace(browser, stays=found.stays)
    return auth.open_session(session, found.user_id, now, whole, way="two steps")


def names(user_id: int) -> tuple[str, str]:
    """Return what is counted for a user's second step, by whomever."""
    return _name(user_id), _told(user_id)


def name_of(device: str) -> str:
    """Return what guesses at codes in a known browser are counted under.

    Args:
        device: what `known_devices` calls it.
    """
    return f"second step\n{device}"


def _name(user_id: int) -> str:
    return f"second step\n{user_id}"


def _told(user_id: int) -> str:
    return f"codes guessed\n{user_id}"


def _device(session: Session, user_id: int, browser: Browser) -> str:
    device = known_devices.subject(session, user_id, browser.known_by)
    return name_of(device) if device else ""
