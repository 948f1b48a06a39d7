"""An invitation as its reader sees it: text, and what they can do now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain.actors import Role

if TYPE_CHECKING:
    from finance_app.services.invited import Invited


class Stage(StrEnum):
    """What can be done."""

    GONE = "gone"
    ACCEPT = "accept"
    IN = "in"
    OTHER = "other"
    SIGN_IN = "sign in"
    JOIN = "join"
    CLOSED = "closed"


@dataclass(frozen=True)
class InvitationText:
    """What an invitation is to, from whom, for whom.

    Args:
        book: nothing where it is to the server alone.
        role: what its reader would be in the book, as a sentence.
    """

    stage: str = ""
    email: str = ""
    book: str = ""
    by: str = ""
    role: str = ""


_ROLES = {
    Role.OWNER: "You would be an owner: you could look, change everything, and decide who else is "
    "in it.",
    Role.EDITOR: "You would be an editor: you could look at everything and change it.",
    Role.VIEWER: "You would be a viewer: you could look at everything and change nothing.",
}


def invitation(found: Invited, signed_in: str) -> InvitationText:
    """Write an invitation out.

    Args:
        signed_in: the address of who is signed in, nothing for nobody.
    """
    view = found.invitation
    return InvitationText(
        stage=_stage(found, signed_in),
        email=view.email,
        book=view.book,
        by=view.by or "The administrator",
        role=_ROLES[view.role] if view.role else "",
    )


def _stage(found: Invited, signed_in: str) -> Stage:
    if signed_in == found.invitation.email:
        return Stage.ACCEPT if found.invitation.role else Stage.IN
    if signed_in:
        return Stage.OTHER
    if found.is_known:
        return Stage.SIGN_IN
    return Stage.JOIN if found.may_join else Stage.CLOSED
