"""What administrators do with users; they never see what is in anybody's books.

Each verb takes an administrator, who is looked up anew, or a command (`server_changes.By`), and is
written down. The last administrator who can sign in stays one, also where two are at it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update

from finance_app.domain.audit import What
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.queries import administration as queries
from finance_app.queries import mail as mail_queries
from finance_app.queries import users as user_queries
from finance_app.services import audit, auth, factors, joining, server_changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.server_changes import By

PAGE = 50
KEY = 16  # characters of a digest that tell requests apart
PENDING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class UserView:
    """A user as an administrator sees them.

    Args:
        seen_at: when they were here last; None where never.
        browsers: how many are signed in.
        is_me: it is the one who looks.
        has_factors: signing in asks for more than the password.
        delete_after: when their account is deleted, as they asked; None is never.
    """

    id: int
    email: str
    created_at: datetime
    seen_at: datetime | None
    is_admin: bool
    is_disabled: bool
    browsers: int
    is_me: bool
    has_factors: bool
    delete_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of users by address; the addresses before and after which others stand."""

    users: tuple[UserView, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who asked for an account and has not followed the link yet.

    Args:
        key: names the request; opens nothing.
    """

    key: str
    email: str
    asked_at: datetime
    until: datetime


def page(
    session: Session, actor: Actor, *, text: str = "", after: str = "", before: str = ""
) -> UserPage:
    """Return a page of users, by address.

    Args:
        text: a part of the address.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    words, now = text.strip().casefold(), actor.now
    found = queries.page(
        session,
        words,
        size=PAGE + 1,
        lasting=auth.lasting(now),
        after=after,
        before=before,
    )
    more = len(found) > PAGE
    shown = [_view(row, actor) for row in (found[-PAGE:] if before else found[:PAGE])]
    if not shown:
        return UserPage(())
    earlier, later = (more, True) if before else (bool(after), more)
    return UserPage(
        tuple(shown), shown[0].email if earlier else "", shown[-1].email if later else ""
    )


def disable(session: Session, who: Actor | By, user_id: int) -> str:
    """Keep a user out, at once and everywhere; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
        ConflictError: it is the last administrator, or they themselves.
    """
    by, found = _begun(session, who, user_id)
    if by.user_id == user_id:
        raise ConflictError("You cannot disable your own account; another administrator can.")
    if found.disabled_at is None:
        _require_another(session, found)
        _set(session, user_id, disabled_at=by.now)
        _forget_links(session, user_id, by.now)
        _sign_out(session, user_id)
        audit.note(session, by, What.DISABLE, target_id=user_id)
    return str(found.email)


def enable(session: Session, who: Actor | By, user_id: int) -> str:
    """Let a user in again; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
    """
    by, found = _begun(session, who, user_id)
    if found.disabled_at is not None:
        _set(session, user_id, disabled_at=None)
        audit.note(session, by, What.ENABLE, target_id=user_id)
    return str(found.email)


def make_admin(session: Session, who: Actor | By, user_id: int) -> str:
    """Make a user an administrator, who signs in anew; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
    """
    by, found = _begun(session, who, user_id)
    if not found.is_admin:
        _set(session, user_id, is_admin=True)
        _sign_out(session, user_id)
        audit.note(session, by, What.MAKE_ADMIN, target_id=user_id)
    return str(found.email)


def unmake_admin(session: Session, who: Actor | By, user_id: int) -> str:
    """Make an administrator a user like others, who signs in anew; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
        ConflictError: it is the last administrator.
    """
    by, found = _begun(session, who, user_id)
    if found.is_admin:
        _require_another(session, found)
        _set(session, user_id, is_admin=False)
        _sign_out(session, user_id)
        audit.note(session, by, What.UNMAKE_ADMIN, target_id=user_id)
    return str(found.email)


def sign_out(session: Session, who: Actor | By, user_id: int) -> str:
    """End all sessions of a user; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
    """
    by, found = _begun(session, who, user_id)
    _sign_out(session, user_id)
    audit.note(session, by, What.SIGN_OUT, target_id=user_id)
    return str(found.email)


def reset_factors(session: Session, who: Actor | By, user_id: int) -> str:
    """Take all second factors of somebody away who is locked out; return their address.

    Raises:
        NotFoundError: there is no such user, or the actor is no administrator.
        ConflictError: they are the administrator's own.
    """
    by, found = _begun(session, who, user_id)
    if by.user_id == user_id:
        raise ConflictError("Change your own under Security, where your password is asked for.")
    factors.reset(session, user_id, by.now)
    audit.note(session, by, What.RESET_FACTORS, target_id=user_id)
    return str(found.email)


VERBS: dict[What, Callable[[Session, Any, int], str]] = {
    What.DISABLE: disable,
    What.ENABLE: enable,
    What.MAKE_ADMIN: make_admin,
    What.UNMAKE_ADMIN: unmake_admin,
    What.SIGN_OUT: sign_out,
    What.RESET_FACTORS: reset_factors,
}
"""What can be done with a user."""


def pending(session: Session, actor: Actor) -> list[Pending]:
    """Return who asked for an account and has none yet, the newest first.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    return [
        Pending(row.id[:KEY], row.email, row.created_at, row.expires_at)
        for row in mail_queries.pending(session, actor.now, PENDING_SHOWN)
    ]


def mail_again(session: Session, actor: Actor, key: str) -> str:
    """Mail who asked for an account another link; return their address.

    Raises:
        NotFoundError: they did not ask, or joined by now; or the actor is no administrator.
        ForbiddenError: sign-up was closed meanwhile.
        TooManyAttemptsError: the address got too many mails of late.
    """
    by = server_changes.by(session, actor)
    waiting = mail_queries.pending(session, by.now, PENDING_SHOWN)
    found = next((row for row in waiting if row.id[:KEY] == key), None)
    if found is None:
        raise NotFoundError
    joining.again(session, found.id, by.now)
    audit.note(session, by, What.SIGN_UP_MAIL)
    return str(found.email)


def id_of(session: Session, email: str) -> int:
    """Return the key of a user by their address, for commands.

    Raises:
        NotFoundError: nobody has it.
    """
    found = user_queries.by_email(session, email.strip().casefold())
    if found is None:
        raise NotFoundError(f"There is no user {email}.")
    return int(found.id)


def _begun(session: Session, who: Actor | By, user_id: int) -> tuple[By, Row[Any]]:
    """Have others wait who do the same, then look who does it, and to whom."""
    user_queries.one_at_a_time(session)
    by = server_changes.by(session, who)
    found = queries.of_key(session, user_id)
    if found is None:
        raise NotFoundError
    return by, found


def _require_another(session: Session, found: Row[Any]) -> None:
    if found.is_admin and not queries.has_other_administrator(session, found.id):
        raise ConflictError(
            f"{found.email} is the last administrator; make somebody else one first."
        )


def _set(session: Session, user_id: int, **values: Any) -> None:
    session.execute(update(tables.user).where(tables.user.c.id == user_id).values(values))


def _sign_out(session: Session, user_id: int) -> None:
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.user_id == user_id))


def _forget_links(session: Session, user_id: int, now: datetime) -> None:
    """Have no link that was mailed before work once the user is let in again."""
    link = tables.mail_link
    unused = (link.c.user_id == user_id) & link.c.used_at.is_(None)
    session.execute(update(link).where(unused).values(used_at=now))


def _view(row: Row[Any], actor: Actor) -> UserView:
    return UserView(
        id=row.id,
        email=row.email,
        created_at=row.created_at,
        seen_at=row.seen_at,
        is_admin=row.is_admin,
        is_disabled=row.disabled_at is not None,
        browsers=row.browsers,
        is_me=row.id == actor.user_id,
        has_factors=row.has_factors,
        delete_after=row.delete_after,
    )
