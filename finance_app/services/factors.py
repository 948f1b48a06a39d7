"""Second factors: what a user has, authenticator apps, and taking all of it away.

With any of them a password alone lets nobody in, see `services.second_steps`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.adapters import authenticators
from finance_app.domain import factors
from finance_app.domain.audit import What
from finance_app.domain.factors import Begun
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.services import audit, auth_steps, backup_codes, credentials, mail, reclaiming

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.backup_codes import NewCodes

APP = "an authenticator app"
_ABOUT = "authenticator"
LATE = "That took too long. Begin again."
WRONG = "That is not the code that the app shows now."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a user has.

    Args:
        app_since: when the authenticator app was added, None without one.
        is_on: whether anything is asked for beside the password.
        codes_left: how many backup codes still work.
    """

    app_since: datetime | None
    is_on: bool
    codes_left: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The key that an app is to get.

    Args:
        key: as it is typed.
        address: as an app on the same device takes it.
        picture: as a QR code in SVG.
    """

    key: str
    address: str
    picture: bytes


def overview(session: Session, actor: Actor) -> Overview:
    """Return what the actor has."""
    app = queries.app(session, actor.user_id)
    return Overview(
        app.created_at if app else None,
        queries.are_on(session, actor.user_id),
        queries.backup_codes_left(session, actor.user_id),
    )


def begin_app(session: Session, actor: Actor, digest: str, *, right: bool) -> None:
    """Make a key for the actor's app; it counts once a code of it was shown.

    Args:
        digest: of the session's token; it alone sees the key.
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not.
        ConflictError: there is an app already.
    """
    credentials.require_right(right=right)
    if queries.app(session, actor.user_id) is not None:
        raise ConflictError("There is an authenticator app already; turn it off first.")
    payload = auth_steps.sealed(authenticators.new_key(), _ABOUT, actor.user_id)
    auth_steps.begin(session, Begun.APP, digest, actor.now, user_id=actor.user_id, payload=payload)


def enrolment(session: Session, actor: Actor, digest: str) -> Enrolment:
    """Return the key that the actor's app is to get.

    Raises:
        NotFoundError: none was begun in this browser, or too long ago.
    """
    key = _key_begun(session, actor, digest)
    link = authenticators.address(key, actor.email, f"Finance {mail.host()}")
    return Enrolment(factors.grouped(key, " "), link, authenticators.picture(link))


def expects_codes(session: Session, actor: Actor, digest: str, text: str) -> bool:
    """Say whether backup codes come with an app that made a code.

    Raises:
        NotFoundError: none was begun in this browser, or too long ago.
        InvalidInputError: the code is wrong; the error names the field.
    """
    _confirmed(_key_begun(session, actor, digest), text, actor.now)
    return backup_codes.are_due(session, actor)


def confirm_app(
    session: Session, actor: Actor, digest: str, text: str, codes: NewCodes | None
) -> bool:
    """Count an app from now on, as it made the right code; say whether backup codes were given.

    Args:
        codes: the backup codes to give, None where `expects_codes` said that none are due.

    Raises:
        NotFoundError: none was begun in this browser, or too long ago.
        InvalidInputError: the code is wrong; the error names the field.
        ConflictError: there is an app already.
    """
    key = _key_begun(session, actor, digest)
    step = _confirmed(key, text, actor.now)
    if auth_steps.take(session, Begun.APP, digest, actor.now) is None:
        raise NotFoundError(LATE)
    if queries.app(session, actor.user_id) is not None:
        raise ConflictError("There is an authenticator app already; turn it off first.")
    session.execute(
        insert(tables.factor).values(
            user_id=actor.user_id,
            secret=auth_steps.sealed(key, _ABOUT, actor.user_id),
            last_step=step,
            created_at=actor.now,
        )
    )
    audit.note(session, actor, What.APP_ADDED)
    reclaiming.tell(session, actor.email, "factor-added", actor.now, what=APP)
    return backup_codes.ensure(session, actor, digest, codes)


def _confirmed(key: str, text: str, now: datetime) -> int:
    """Return the step that a code of an app is for, which nobody has yet.

    Raises:
        InvalidInputError: it is wrong.
    """
    code = factors.typed(text)
    step = authenticators.matching_step(key, code, now, 0) if code.isascii() else None
    if step is None:
        raise InvalidInputError(WRONG, field="code")
    return step


def drop_app(session: Session, actor: Actor, *, right: bool) -> None:
    """Take the actor's app away; with the last factor the backup codes go, too.

    Args:
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not.
        NotFoundError: there is no app.
    """
    credentials.require_right(right=right)
    mine = tables.factor.c.user_id == actor.user_id
    gone = session.execute(delete(tables.factor).where(mine).returning(tables.factor.c.user_id))
    if gone.first() is None:
        raise NotFoundError("There is no authenticator app.")
    settle(session, actor.user_id)
    audit.note(session, actor, What.APP_REMOVED)
    tell(session, actor.email, "factor-removed", actor.now, what=APP)


def takes_code(session: Session, user_id: int, code: str, now: datetime) -> bool:
    """Say whether a code is of a user's app and was not taken before; then it is taken.

    Args:
        code: as `domain.factors.typed` returns it.

    Raises:
        ConfigurationError: the deployment had another secret key.
    """
    app = queries.app(session, user_id)
    if app is None or not factors.is_app_code(code):
        return False
    key = auth_steps.opened(app.secret, _ABOUT, user_id)
    step = authenticators.matching_step(key, code, now, app.last_step)
    if step is None:
        return False
    known = tables.factor
    fresh = (known.c.user_id == user_id) & (known.c.last_step < step)  # of two at once, one
    taken = update(known).where(fresh).values(last_step=step).returning(known.c.user_id)
    return session.execute(taken).first() is not None


def reset(session: Session, user_id: int, now: datetime) -> None:
    """Take all factors of a user away; their password alone lets them in again. They are told.

    All their sessions end, those too that wait for the second step.

    Raises:
        NotFoundError: there is no such user.
    """
    email = queries.email_of(session, user_id)
    if email is None:
        raise NotFoundError("There is no such user.")
    for table in (tables.factor, tables.passkey):
        session.execute(delete(table).where(table.c.user_id == user_id))
    opened = tables.auth_session
    session.execute(delete(opened).where(opened.c.user_id == user_id))
    auth_steps.drop(session, user_id)
    settle(session, user_id)
    tell(session, email, "factors-reset", now)


def resealed(secret: str, user_id: int) -> str:
    """Return the key of a user's app sealed with the secret key of now.

    Raises:
        ConfigurationError: no key that is known opens it.
    """
    return auth_steps.sealed(auth_steps.opened(secret, _ABOUT, user_id), _ABOUT, user_id)


def settle(session: Session, user_id: int) -> None:
    """Drop the backup codes of a user who has no factor any more."""
    if not queries.are_on(session, user_id):
        backup_codes.drop(session, user_id)


def tell(session: Session, email: str, template: str, now: datetime, **values: Any) -> None:
    """Mail a user what happened to their factors."""
    mail.post(session, email, template, now, link=mail.address("/security"), **values)


def _key_begun(session: Session, actor: Actor, digest: str) -> str:
    found = auth_steps.find(session, Begun.APP, digest, actor.now)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError(LATE)
    return auth_steps.opened(found.payload, _ABOUT, actor.user_id)
