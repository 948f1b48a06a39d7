"""What somebody does with an invitation: looking at it, accepting it, signing up with it.

With an account, whoever is signed in with the invited address accepts. Without one, the link's
secret shows that the address is theirs, so they are in at once with the password that they choose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from finance_app.domain.actors import Role
from finance_app.domain.devices import NO_BROWSER
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ForbiddenError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import members as queries
from finance_app.queries import users as user_queries
from finance_app.services import auth, homes, mail_links, members, signup, users

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.devices import Browser
    from finance_app.domain.members import InvitationView
    from finance_app.services.users import NewUser

SEE = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
DEAD = "This invitation was taken up, withdrawn or is too old."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its reader sees it.

    Args:
        is_known: whether the address has an account.
        may_join: whether an account can be made with it, where there is none.
    """

    invitation: InvitationView
    is_known: bool
    may_join: bool


def read(session: Session, see: str, now: datetime) -> Invited:
    """Return an invitation by what stands in its link for everybody to see.

    Raises:
        InvalidInputError: there is none (any more).
    """
    found = queries.shown(session, see) if SEE.fullmatch(see) else None
    row, view = _usable(found, now)
    known = user_queries.by_email(session, view.email) is not None
    return Invited(view, known, signup.invited_may_join(session, by_admin=_by_admin(row)))


def accept(session: Session, actor: Actor, see: str) -> None:
    """Let the actor into the book that they were invited to, and have them look at it.

    Raises:
        InvalidInputError: there is no such invitation (any more).
        ForbiddenError: it is somebody else's, or to no book.
        ConflictError: they are in the book already.
    """
    found = queries.shown(session, see) if SEE.fullmatch(see) else None
    row, view = _usable(found, actor.now)
    if view.email != actor.email or row.book_id is None:
        raise ForbiddenError("This invitation is for somebody else; sign in with its address.")
    _take_up(session, actor, row, view)


def address_of(session: Session, token: str, now: datetime) -> str:
    """Return the address that a link is for, without using it up: passwords are judged by it.

    Raises:
        InvalidInputError: it is none, was used, withdrawn or is too old.
    """
    _, view = _followed(session, token, now)
    return view.email


def join(
    session: Session,
    token: str,
    wanted: NewUser,
    *,
    now: datetime,
    device: Browser = NO_BROWSER,
    replaces: str = "",
) -> str:
    """Make the account of an invited address and let it in; return the token of its session.

    Args:
        wanted: whose address does not count, since the link has it.
        replaces: the token of a session that ends now.

    Raises:
        InvalidInputError: the link is none, was used, withdrawn or is too old.
        ForbiddenError: sign-up is closed.
        ConflictError: there is an account by now.
    """
    row, view = _followed(session, token, now)
    if not signup.invited_may_join(session, by_admin=_by_admin(row)):
        raise ForbiddenError(signup.CLOSED)
    actor = users.add(session, replace(wanted, email=view.email), now, is_admin=False)
    if row.book_id is None:
        _use_up(session, row)
    else:
        _take_up(session, actor, row, view)
    asked = tables.sign_up
    session.execute(delete(asked).where(asked.c.email == view.email))
    return auth.let_in(session, actor, now, device=device, replaces=replaces)


def _take_up(session: Session, actor: Actor, row: Row[Any], view: InvitationView) -> None:
    role = view.role or Role.VIEWER
    _use_up(session, row)
    there = replace(actor, book_id=row.book_id, role=role)
    members.add(session, there, role, f"Joined as {role}, by invitation")
    homes.look_at(session, actor.user_id, row.book_id)


def _use_up(session: Session, row: Row[Any]) -> None:
    """Delete an invitation, once.

    Raises:
        InvalidInputError: somebody did at the same moment.
    """
    table = tables.invitation
    used = delete(table).where(table.c.id == row.id, table.c.digest == row.digest)
    if session.execute(used.returning(table.c.id)).first() is None:
        raise InvalidInputError(DEAD)


def _followed(session: Session, token: str, now: datetime) -> tuple[Row[Any], InvitationView]:
    digest = mail_links.digest_of(token, Purpose.INVITE)
    return _usable(queries.by_digest(session, digest), now)


def _usable(
    found: tuple[Row[Any], InvitationView] | None, now: datetime
) -> tuple[Row[Any], InvitationView]:
    if found is None or found[1].ends_at <= now or found[1].declined_at is not None:
        raise InvalidInputError(DEAD)
    return found


def _by_admin(row: Row[Any]) -> bool:
    return row.book_id is None or bool(row.by_admin)
