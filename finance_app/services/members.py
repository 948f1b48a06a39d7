"""Who is in a book, what they may do in it, and leaving it.

Invitations are in `services.invitations`. Whoever comes, goes or gets another role is in the book's
history, and not undone from there: nobody gets into a book but by an invitation that they accept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from finance_app.domain.actors import Role
from finance_app.domain.changes import SOMEBODY
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import members as queries
from finance_app.services import changes, homes, member_mails, roles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.members import MemberView

LAST = "A book always has an owner. Make somebody else an owner first."


def everything(session: Session, actor: Actor) -> list[MemberView]:
    """Return the members of the actor's book, owners first."""
    return queries.of_book(session, actor.book_id)


def change_role(session: Session, actor: Actor, user_id: int, role: Role) -> None:
    """Let a member do more or less from now on; nothing where that is so already.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: they are no member any more.
        ConflictError: the book would have no owner.
    """
    roles.require_owner(session, actor)
    member = _member(session, actor, user_id)
    if member.role is role:
        return
    said = f"Made {SOMEBODY} {role} instead of {member.role}"
    _note_role(session, actor, member, role, said)
    member_mails.role_changed(session, actor, member, role)


def hand_over(session: Session, actor: Actor, user_id: int) -> None:
    """Make another member the book's owner in the actor's place, who edits it from now on.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: they are no member any more.
        ConflictError: it is the actor.
    """
    roles.require_owner(session, actor)
    if user_id == actor.user_id:
        raise ConflictError("You are an owner of this book already.")
    heir, own = _member(session, actor, user_id), _member(session, actor, actor.user_id)
    if heir.role is not Role.OWNER:
        _note_role(session, actor, heir, Role.OWNER, f"Made {SOMEBODY} owner of the book")
        member_mails.role_changed(session, actor, heir, Role.OWNER)
    _note_role(session, actor, own, Role.EDITOR, "Handed the book over, editor from then on")


def pass_on(session: Session, actor: Actor, user_id: int) -> None:
    """Make another member the book's owner, since the actor, its last one, is gone for good."""
    heir = _member(session, actor, user_id)
    if heir.role is not Role.OWNER:
        said = f"Made {SOMEBODY} owner, since the last one is gone"
        _note_role(session, actor, heir, Role.OWNER, said)
    member_mails.passed_on(session, actor, heir)


def remove(session: Session, actor: Actor, user_id: int) -> None:
    """Take a member out of the book; what they wrote stays.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: they are no member any more.
        ConflictError: it is the actor, who can leave instead.
    """
    roles.require_owner(session, actor)
    if user_id == actor.user_id:
        raise ConflictError("You cannot remove yourself; leave the book instead.")
    member = _member(session, actor, user_id)
    _take_out(session, actor, member, "member.remove", f"Removed {SOMEBODY}, {member.role}")
    member_mails.removed(session, actor, member)


def leave(session: Session, actor: Actor) -> None:
    """Take the actor out of the book that they look at; they look at one of their own afterwards.

    Raises:
        NotFoundError: they are no member any more.
        ConflictError: nobody else owns the book.
    """
    roles.locked(session, actor)
    member = _member(session, actor, actor.user_id)
    _take_out(session, actor, member, "member.leave", f"Left the book, {member.role} until then")


def add(session: Session, actor: Actor, role: Role, said: str) -> None:
    """Let the actor into a book that they were invited to, which is the actor's here.

    Raises:
        NotFoundError: it was removed.
        ConflictError: they are in it already.
    """
    roles.locked(session, actor)
    if queries.role(session, actor.book_id, actor.user_id) is not None:
        raise ConflictError("You are a member of this book already.")
    record = changes.Recorder(session, actor, "member.join", said, None)
    session.execute(
        insert(tables.membership).values(
            book_id=actor.book_id, user_id=actor.user_id, role=role, joined_at=actor.now
        )
    )
    record.append(new_key(), changes.MEMBERSHIP, "insert", (), [(actor.user_id, role)])
    member_mails.joined(session, actor, role)


def _member(session: Session, actor: Actor, user_id: int) -> MemberView:
    """Return a member as of now.

    Raises:
        NotFoundError: they are none.
    """
    found = queries.of_book(session, actor.book_id)
    member = next((one for one in found if one.user_id == user_id), None)
    if member is None:
        raise NotFoundError("They are no member of this book any more.")
    return member


def _note_role(session: Session, actor: Actor, member: MemberView, role: Role, said: str) -> None:
    _keep_an_owner(session, actor, member, role)
    record = changes.Recorder(session, actor, "member.role", said, None)
    kept = tables.membership.c
    session.execute(
        update(tables.membership)
        .where(kept.book_id == actor.book_id, kept.user_id == member.user_id)
        .values(role=role)
    )
    before, after = [(member.user_id, member.role)], [(member.user_id, role)]
    record.append(new_key(), changes.MEMBERSHIP, "update", before, after)


def _take_out(session: Session, actor: Actor, member: MemberView, kind: str, said: str) -> None:
    _keep_an_owner(session, actor, member, None)
    record = changes.Recorder(session, actor, kind, said, None)
    kept = tables.membership.c
    session.execute(
        delete(tables.membership).where(
            kept.book_id == actor.book_id, kept.user_id == member.user_id
        )
    )
    gone = [(member.user_id, member.role)]
    record.append(new_key(), changes.MEMBERSHIP, "delete", gone, ())
    homes.lead_home(session, actor.book_id, actor.now, member.user_id)
    member_mails.left(session, actor, member)


def _keep_an_owner(session: Session, actor: Actor, member: MemberView, role: Role | None) -> None:
    """Refuse to leave the book without an owner; an owner's open invitations end with the role.

    Raises:
        ConflictError: nobody else owns it.
    """
    if member.role is not Role.OWNER or role is Role.OWNER:
        return
    if not queries.other_owners(session, actor.book_id, member.user_id):
        raise ConflictError(LAST)
    kept = tables.invitation.c
    session.execute(
        delete(tables.invitation).where(
            kept.book_id == actor.book_id, kept.invited_by == member.user_id
        )
    )
