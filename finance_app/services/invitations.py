"""Inviting somebody by mail, with an account or without one: to a book, or to the server alone.

Whoever invites gets the same answer either way. What their reader does with the mail is in
`services.invited`.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.domain.actors import Role
from finance_app.domain.audit import What
from finance_app.domain.changes import SOMEBODY
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ConflictError, ForbiddenError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import members as queries
from finance_app.queries import users as user_queries
from finance_app.services import attempts, audit, changes, mail, mail_links, roles, signup, users
from finance_app.services.server_changes import By

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.members import InvitationView

PAGE, SIGN_IN = "/invited", "/login"
MAY = {
    Role.OWNER: "As an owner you could look at everything, change it, and decide who else gets in.",
    Role.EDITOR: "As an editor you could look at everything and change it.",
    Role.VIEWER: "As a viewer you could look at everything and change nothing.",
}


def everything(session: Session, actor: Actor) -> list[InvitationView]:
    """Return the open and the declined invitations to the actor's book, the newest first.

    Raises:
        ForbiddenError: the actor is no owner of the book.
    """
    actor.require_owner()
    return queries.invitations(session, actor.book_id, actor.now)


def invite(session: Session, actor: Actor, email: str, role: Role) -> None:
    """Mail somebody an invitation to the actor's book; one they had before is dead.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        InvalidInputError: that is no address; the error names the field.
        ConflictError: they are in the book already; the error names the field.
        TooManyAttemptsError: the address got too many mails of late, or the book invited very many.
    """
    roles.require_owner(session, actor)
    wanted = users.require_email(email)
    if wanted in {one.email for one in queries.of_book(session, actor.book_id)}:
        raise ConflictError("They are in this book already.", field="email")
    before = queries.invitation_to(session, actor.book_id, wanted)
    if before is not None:
        _drop(session, before)
    key = new_key()
    values = {"id": key, "book_id": actor.book_id, "email": wanted, "role": role}
    _mail(session, actor, values)
    said = f"Invited {SOMEBODY} as {role}"
    record = changes.Recorder(session, actor, "member.invite", said, None)
    was = [(before.id, before.role)] if before is not None else []
    verb = "update" if before is not None else "insert"
    record.append(new_key(), changes.INVITATION, verb, was, [(key, role)])


def resend(session: Session, actor: Actor, key: int) -> str:
    """Mail an invitation again, with another link; return the address.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: it was accepted or withdrawn by now.
        TooManyAttemptsError: as `invite`.
    """
    roles.require_owner(session, actor)
    found = _get(session, actor, key)
    _drop(session, found)
    values = {"id": found.id, "book_id": actor.book_id, "email": found.email, "role": found.role}
    _mail(session, actor, values)
    return str(found.email)


def withdraw(session: Session, actor: Actor, key: int) -> str:
    """Take an invitation back; its link is dead. Return the address.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: it was accepted or withdrawn by now.
    """
    roles.require_owner(session, actor)
    found = _get(session, actor, key)
    _drop(session, found)
    said = f"Withdrew an invitation as {found.role}"
    record = changes.Recorder(session, actor, "member.withdraw", said, None)
    gone = [(found.id, found.role)]
    record.append(new_key(), changes.INVITATION, "delete", gone, ())
    return str(found.email)


def invite_to_server(session: Session, actor: Actor, email: str) -> None:
    """Mail somebody the link that makes an account; who has one is told so by mail.

    Raises:
        ForbiddenError: the actor is no administrator, or sign-up is closed to all.
        InvalidInputError: that is no address; the error names the field.
        TooManyAttemptsError: the address got too many mails of late, or they invited very many.
    """
    if not actor.is_admin:
        raise ForbiddenError("Only an administrator may do that.")
    attempts.count_invitation(session, actor.user_id, None, actor.now)
    invite_from_here(session, email, actor.now, invited_by=actor.user_id)


def invite_from_here(
    session: Session, email: str, now: datetime, *, invited_by: int | None = None
) -> None:
    """Do the same from the command line, where nobody is signed in.

    Raises:
        ForbiddenError: sign-up is closed to all.
        InvalidInputError: that is no address; the error names the field.
        TooManyAttemptsError: the address got too many mails of late.
    """
    wanted = users.require_email(email)
    if not signup.invited_may_join(session, by_admin=True):
        raise ForbiddenError("Sign-up is closed here, so nobody can be invited to it.")
    attempts.count_mail(session, wanted, now)
    kept = tables.invitation.c
    session.execute(delete(tables.invitation).where(kept.book_id.is_(None), kept.email == wanted))
    if user_queries.by_email(session, wanted) is not None:
        mail.post(session, wanted, "known", now, link=mail.address(SIGN_IN))
        return
    key = new_key()
    audit.note(session, By(invited_by, now), What.INVITE, subject=str(key))
    link = _written(session, {"id": key, "email": wanted, "invited_by": invited_by}, now)
    lasts = Purpose.INVITE.lifetime
    mail.post(
        session, wanted, "invited", now, link=link, duration=Purpose.INVITE.lasting, lasts=lasts
    )


def decline(session: Session, see: str, now: datetime) -> None:
    """Note that somebody does not want to; the link is dead until it is sent again.

    Args:
        see: what stands in the link for everybody to see; nothing happens where it is dead.
    """
    kept = tables.invitation.c
    session.execute(
        update(tables.invitation)
        .where(kept.see == see, kept.declined_at.is_(None), kept.ends_at > now)
        .values(declined_at=now)
    )


def forget(session: Session, now: datetime) -> None:
    """Drop the invitations that nobody took up."""
    session.execute(delete(tables.invitation).where(tables.invitation.c.ends_at <= now))


def _get(session: Session, actor: Actor, key: int) -> Row[Any]:
    found = queries.invitation_of(session, actor.book_id, key)
    if found is None:
        raise NotFoundError("This invitation was accepted or withdrawn meanwhile.")
    return found


def _drop(session: Session, found: Row[Any]) -> None:
    session.execute(delete(tables.invitation).where(tables.invitation.c.id == found.id))


def _mail(session: Session, actor: Actor, values: dict[str, Any]) -> None:
    """Write an invitation to a book and its mail down."""
    attempts.count_invitation(session, actor.user_id, actor.book_id, actor.now)
    attempts.count_mail(session, values["email"], actor.now)
    link = _written(session, values | {"invited_by": actor.user_id}, actor.now)
    mail.post(
        session,
        values["email"],
        "invitation",
        actor.now,
        lasts=Purpose.INVITE.lifetime,
        link=link,
        duration=Purpose.INVITE.lasting,
        inviter=actor.email,
        may=MAY[Role(values["role"])],
    )


def _written(session: Session, values: dict[str, Any], now: datetime) -> str:
    """Keep an invitation; return its link."""
    token, digest = mail_links.secret_for(Purpose.INVITE)
    see = secrets.token_urlsafe(16)
    ends = now + Purpose.INVITE.lifetime
    kept = {"digest": digest, "see": see, "sent_at": now, "ends_at": ends}
    session.execute(insert(tables.invitation).values(**values, **kept))
    return mail.address(f"{PAGE}?see={see}#{token}")
