"""Mails to members of a book: who came, who went, and what they may do by now.

They are written down with what they tell of. Whoever did it needs none; most others can do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance_app.domain.actors import Role
from finance_app.domain.notices import Notice
from finance_app.queries import books as book_queries
from finance_app.queries import members as queries
from finance_app.services import mail, notices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.members import MemberView

PEOPLE, HOME, WEBHOOKS = "/members", "/", "/webhooks"
MAY = {
    Role.OWNER: "You may look at everything, change it, and decide who else gets in.",
    Role.EDITOR: "You may look at everything and change it.",
    Role.VIEWER: "You may look at everything and change nothing.",
}
A = {Role.OWNER: "an owner", Role.EDITOR: "an editor", Role.VIEWER: "a viewer"}


def role_changed(session: Session, actor: Actor, member: MemberView, role: Role) -> None:
    """Tell a member what the actor made them."""
    said = {"role": A[role], "before": A[member.role], "may": MAY[role], "path": PEOPLE}
    _tell(session, actor, member, "member-role", Notice.ROLE, **said)


def removed(session: Session, actor: Actor, member: MemberView) -> None:
    """Tell somebody that the actor took them out of the book."""
    _tell(session, actor, member, "member-removed", Notice.ROLE, path=HOME)


def joined(session: Session, actor: Actor, role: Role) -> None:
    """Tell the book's owners that the actor is in it now."""
    _tell_owners(session, actor, "member-joined", who=_called(actor), role=A[role])


def left(session: Session, actor: Actor, member: MemberView) -> None:
    """Tell the book's owners that somebody is in it no more, by themselves or by the actor."""
    by_themselves = actor.user_id == member.user_id
    how = "they left" if by_themselves else f"{_called(actor)} removed them"
    _tell_owners(session, actor, "member-left", who=member.called, how=how)


def account_gone(session: Session, actor: Actor) -> None:
    """Tell the book's owners that the actor is gone from it, with their account."""
    who = _called(actor)
    _tell_owners(session, actor, "member-left", who=who, how="their account was deleted")


def passed_on(session: Session, actor: Actor, heir: MemberView) -> None:
    """Tell somebody that the book is theirs, since the actor is gone with their account."""
    _tell(session, actor, heir, "book-yours", None, path=PEOPLE)


def webhook(session: Session, actor: Actor, host: str) -> None:
    """Tell all owners of the book, the actor as well, that a program is told what changes in it."""
    values: dict[str, Any] = {
        "who": _called(actor),
        "host_told": host,
        "link": mail.address(WEBHOOKS),
    }
    values["book"] = book_queries.name(session, actor.book_id)
    for owner in queries.owners(session, actor.book_id):
        mail.post(session, owner.email, "webhook", actor.now, **values)


def _tell_owners(session: Session, actor: Actor, template: str, **said: str) -> None:
    for owner in queries.owners(session, actor.book_id):
        _tell(session, actor, owner, template, Notice.PEOPLE, path=PEOPLE, **said)


def _tell(
    session: Session,
    actor: Actor,
    reader: MemberView,
    template: str,
    notice: Notice | None,
    *,
    path: str,
    **said: str,
) -> None:
    """Mail a member, unless it is the actor or they do without."""
    if reader.user_id == actor.user_id:
        return
    values: dict[str, Any] = {"who": _called(actor), **said, "link": mail.address(path)}
    values["book"] = book_queries.name(session, actor.book_id)
    if notice is None:
        mail.post(session, reader.email, template, actor.now, **values)
    else:
        notices.tell(session, reader.user_id, notice, actor.now, template=template, **values)


def _called(actor: Actor) -> str:
    return actor.name or actor.email
