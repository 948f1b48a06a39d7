"""Administrators' invitations to the server: which are open, sent again, withdrawn.

Whoever is invited to a book besides is in `services.invitations`, and so is the sending of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from finance_app.domain.audit import What
from finance_app.errors import NotFoundError
from finance_app.models import tables
from finance_app.queries import members as queries
from finance_app.services import audit, invitations, server_changes, signup

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.members import InvitationView

SHOWN = 50


def everything(session: Session, actor: Actor) -> list[InvitationView]:
    """Return the open and the declined invitations to the server, the newest first.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    by = server_changes.by(session, actor)
    return queries.server_invitations(session, by.now, SHOWN)


def count(session: Session, actor: Actor) -> bool:
    """Say whether whom the actor invites may sign up.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    return signup.invited_may_join(session, by_admin=True)


def invite(session: Session, actor: Actor, email: str) -> None:
    """Mail somebody the link that makes an account here, without a book.

    Raises:
        NotFoundError: the actor is no administrator.
        ForbiddenError: sign-up is closed to all.
        InvalidInputError: that is no address; the error names the field.
        TooManyAttemptsError: the address got too many mails of late, or they invited very many.
    """
    server_changes.by(session, actor)
    invitations.invite_to_server(session, actor, email)


def again(session: Session, actor: Actor, key: int) -> str:
    """Mail an invitation again, with another link; the one before is dead. Return the address.

    Raises:
        NotFoundError: it was accepted or withdrawn by now; or the actor is no administrator.
        ForbiddenError: sign-up was closed meanwhile.
        TooManyAttemptsError: as `invite`.
    """
    server_changes.by(session, actor)
    found = _get(session, key)
    invite(session, actor, found.email)
    return str(found.email)


def withdraw(session: Session, actor: Actor, key: int) -> str:
    """Take an invitation back; its link is dead. Return the address.

    Raises:
        NotFoundError: it was accepted or withdrawn by now; or the actor is no administrator.
    """
    by = server_changes.by(session, actor)
    found = _get(session, key)
    session.execute(delete(tables.invitation).where(tables.invitation.c.id == found.id))
    audit.note(session, by, What.WITHDRAW, subject=str(key))
    return str(found.email)


def _get(session: Session, key: int) -> Row[Any]:
    found = queries.server_invitation(session, key)
    if found is None:
        raise NotFoundError("This invitation was accepted or withdrawn meanwhile.")
    return found
