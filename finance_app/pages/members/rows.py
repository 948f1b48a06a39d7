"""Members and invitations as the page shows them: text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Role
from finance_app.domain.formatting import day_near
from finance_app.ui.components.values import Option

if TYPE_CHECKING:
    from datetime import datetime

    from finance_app.domain.actors import Actor
    from finance_app.domain.members import InvitationView, MemberView

ROLES = [
    Option(Role.VIEWER, "Viewer: looks, changes nothing"),
    Option(Role.EDITOR, "Editor: looks and changes"),
    Option(Role.OWNER, "Owner: decides who is in it, too"),
]


class What(StrEnum):
    """What is asked about before it is done."""

    REMOVE = "remove"
    HAND_OVER = "hand over"
    MAKE_OWNER = "make owner"
    LEAVE = "leave"


DONE = {
    What.REMOVE: "Removed.",
    What.HAND_OVER: "Handed over.",
    What.MAKE_OWNER: "They are an owner now.",
}
"""What is said once it is."""


@dataclass(frozen=True)
class MemberRow:
    """One member.

    Args:
        about: what they may do, as one word, and when they joined.
        address: where they go by a name.
        role: the word alone.
        is_you: whether it is the one who looks.
    """

    key: str = ""
    email: str = ""
    about: str = ""
    address: str = ""
    role: str = ""
    is_you: bool = False


@dataclass(frozen=True)
class InvitationRow:
    """One invitation.

    Args:
        about: as what, by whom, and until when.
        mark: that it was declined; nothing while it is open.
    """

    key: str = ""
    email: str = ""
    about: str = ""
    mark: str = ""


@dataclass(frozen=True)
class AskedText:
    """What is asked about, in a dialog; nothing while nothing is."""

    what: str = ""
    key: str = ""
    title: str = ""
    text: str = ""
    verb: str = ""


def member(one: MemberView, actor: Actor) -> MemberRow:
    """Write a member out."""
    joined = f", joined {_day(one.joined_at, actor)}" if one.joined_at else ""
    return MemberRow(
        str(one.user_id),
        one.called,
        f"{str(one.role).capitalize()}{joined}",
        one.email if one.name else "",
        one.role,
        is_you=one.user_id == actor.user_id,
    )


def invitation(one: InvitationView, actor: Actor) -> InvitationRow:
    """Write an invitation out."""
    by = f" by {'you' if one.by == actor.email else one.by}" if one.by else ""
    said = f"{str(one.role).capitalize()}, invited {_day(one.sent_at, actor)}{by}"
    until = f"until {_day(one.ends_at, actor)}"
    mark = "Declined" if one.declined_at else ""
    return InvitationRow(str(one.id), one.email, f"{said}, {until}", mark)


def asked(what: What, book: str, one: MemberView) -> AskedText:
    """Ask whether that is meant."""
    key = str(one.user_id)
    if what is What.REMOVE:
        text = "They see nothing of it any more from then on. What they wrote stays."
        return AskedText(what, key, f"Remove {one.called} from {book}?", text, "Remove")
    if what is What.HAND_OVER:
        text = "They are its owner from then on, and you edit it until they decide otherwise."
        return AskedText(what, key, f"Hand {book} over to {one.called}?", text, "Hand over")
    if what is What.MAKE_OWNER:
        text = "They decide who is in it from then on, as you do: they can remove you, too."
        return AskedText(what, key, f"Make {one.called} an owner of {book}?", text, "Make owner")
    text = "What you wrote stays in it. You get back in only if an owner invites you again."
    return AskedText(what, key, f"Leave {book}?", text, "Leave")


def changed(email: str, role: Role) -> str:
    """Say what a member may do from now on."""
    return f"{email} is {'an' if role[0] in 'aeiou' else 'a'} {role} now."


def _day(at: datetime, actor: Actor) -> str:
    day = day_near(at.astimezone(ZoneInfo(actor.time_zone)).date(), actor.today, actor.region)
    return day.replace(" ", "\u00a0")  # it stays on one line
