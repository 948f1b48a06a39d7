"""The second step of signing in: a session that waits becomes a whole one, under another token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from finance_app.domain import factors as codes
from finance_app.errors import InvalidInputError, SignInRequiredError
from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.services import attempts, auth, backup_codes, factors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.devices import Browser

WRONG = "That code is wrong or was used already."


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody who waits may show: an app's code, a backup code, a passkey."""

    app: bool
    backup_code: bool
    passkey: bool


def is_due(session: Session, token: str, now: datetime) -> bool:
    """Say whether a token is of a session that waits for the second step."""
    return bool(token) and queries.waiting(session, auth.digest(token), now) is not None


def ways(session: Session, token: str, now: datetime) -> Ways:
    """Return what can be shown.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
    """
    user_id = waiting(session, token, now).user_id
    return Ways(
        queries.app(session, user_id) is not None,
        queries.backup_codes_left(session, user_id) > 0,
        bool(queries.passkeys(session, user_id)),
    )


def count(session: Session, token: str, address: str, now: datetime) -> None:
    """Count a guess at a code; on its own, so that it stays counted when the code is wrong.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    here, anywhere = _subjects(waiting(session, token, now).user_id, address)
    attempts.count(session, here, attempts.PER_ACCOUNT_AND_ADDRESS, now)
    attempts.count(session, anywhere, attempts.PER_ACCOUNT, now)


def by_code(session: Session, token: str, text: str, browser: Browser, now: datetime) -> str:
    """Let somebody in with the code of their app or a backup code; return the new token.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        InvalidInputError: the code is wrong or was used; the error names the field.
        ConfigurationError: the deployment had another secret key.
    """
    found, code = waiting(session, token, now), codes.typed(text)
    if codes.is_backup_code(code) and backup_codes.use(session, found.user_id, code, now):
        left = queries.backup_codes_left(session, found.user_id)
        factors.tell(session, found.email, "backup-code-used", now, left=str(left))
    elif not factors.takes_code(session, found.user_id, code, now):
        raise InvalidInputError(WRONG, field="code")
    attempts.forgive(session, *_subjects(found.user_id, browser.address))
    return complete(session, found, browser, now)


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
    return auth.open_session(session, found.user_id, now, whole)


def _subjects(user_id: int, address: str) -> tuple[str, str]:
    aimed = f"second step\n{user_id}"
    return attempts.subject(f"{aimed}\n{address}"), attempts.subject(aimed)
