"""Users, and who asked for an account, as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.audit import What
from finance_app.domain.formatting import day_near
from finance_app.domain.members import InvitationView
from finance_app.services.administration import Pending, UserPage, UserView
from finance_app.ui import links
from finance_app.ui.moments import moment

DONE = {
    What.DISABLE: "Disabled {}. They are signed out everywhere within five seconds.",
    What.ENABLE: "Enabled {}. They can sign in again.",
    What.MAKE_ADMIN: "Made {} an administrator. They sign in anew.",
    What.UNMAKE_ADMIN: "{} is no administrator any more. They sign in anew.",
    What.SIGN_OUT: "Signed {} out everywhere.",
    What.RESET_FACTORS: "Took the second factors of {} away; they are told by mail.",
}
"""What is said once something was done with somebody."""


@dataclass(frozen=True)
class UserRow:
    """A user.

    Args:
        told: since when they are here, and when they were seen last.
        mark: `Disabled`, or nothing.
        leaves: the day on which their account is deleted, as they asked; or nothing.
        is_in: some browser is signed in as them.
    """

    id: str = ""
    email: str = ""
    told: str = ""
    mark: str = ""
    leaves: str = ""
    is_admin: bool = False
    is_disabled: bool = False
    is_in: bool = False
    is_me: bool = False
    has_factors: bool = False


@dataclass(frozen=True)
class GuestRow:
    """Somebody who is invited to the server.

    Args:
        told: by whom, when, and until when it counts.
        mark: that they declined; nothing while it is open.
    """

    key: str = ""
    email: str = ""
    told: str = ""
    mark: str = ""


@dataclass(frozen=True)
class PendingRow:
    """Somebody who has not followed their link yet."""

    key: str = ""
    email: str = ""
    told: str = ""


def users(page: UserPage, actor: Actor) -> list[UserRow]:
    """Write a page out."""
    return [_user(one, actor) for one in page.users]


def pending(found: list[Pending], actor: Actor) -> list[PendingRow]:
    """Write out who asked for an account."""
    return [PendingRow(one.key, one.email, f"Asked {moment(one.asked_at, actor)}") for one in found]


def guests(found: list[InvitationView], actor: Actor) -> list[GuestRow]:
    """Write out who is invited."""
    return [_guest(one, actor) for one in found]


def hrefs(page: UserPage, words: str) -> tuple[str, str]:
    """Return the addresses of the pages before and after one; nothing where there is none."""
    earlier = links.admin(text=words, before=page.before) if page.before else ""
    later = links.admin(text=words, after=page.after) if page.after else ""
    return earlier, later


def _user(one: UserView, actor: Actor) -> UserRow:
    seen = f"seen {moment(one.seen_at, actor)}" if one.seen_at else "never signed in"
    return UserRow(
        id=str(one.id),
        email=one.email,
        told=f"Here since {_day(one.created_at, actor)}, {seen}",
        mark="Disabled" if one.is_disabled else "",
        leaves=f"Leaves on {_day(one.delete_after, actor)}" if one.delete_after else "",
        is_admin=one.is_admin,
        is_disabled=one.is_disabled,
        is_in=one.browsers > 0,
        is_me=one.is_me,
        has_factors=one.has_factors,
    )


def _guest(one: InvitationView, actor: Actor) -> GuestRow:
    by = "by you" if one.by == actor.email else f"by {one.by}" if one.by else "on the command line"
    told = f"Invited {moment(one.sent_at, actor)} {by}, until {_day(one.ends_at, actor)}"
    return GuestRow(str(one.id), one.email, told, "Declined" if one.declined_at else "")


def _day(at: datetime, actor: Actor) -> str:
    return day_near(at.astimezone(ZoneInfo(actor.time_zone)).date(), actor.today, actor.region)
