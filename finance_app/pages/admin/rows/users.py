"""Users, and who asked for an account, as text."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_text
from finance_app.domain.server_changes import What
from finance_app.pages.admin.rows import moment
from finance_app.services.administration import Pending, UserPage, UserView
from finance_app.ui import links

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
        is_in: some browser is signed in as them.
    """

    id: str = ""
    email: str = ""
    told: str = ""
    mark: str = ""
    is_admin: bool = False
    is_disabled: bool = False
    is_in: bool = False
    is_me: bool = False
    has_factors: bool = False


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


def hrefs(page: UserPage, words: str) -> tuple[str, str]:
    """Return the addresses of the pages before and after one; nothing where there is none."""
    earlier = links.admin(text=words, before=page.before) if page.before else ""
    later = links.admin(text=words, after=page.after) if page.after else ""
    return earlier, later


def _user(one: UserView, actor: Actor) -> UserRow:
    since = one.created_at.astimezone(ZoneInfo(actor.time_zone)).date()
    seen = f"seen {moment(one.seen_at, actor)}" if one.seen_at else "never signed in"
    return UserRow(
        id=str(one.id),
        email=one.email,
        told=f"Here since {day_text(since, actor.region)}, {seen}",
        mark="Disabled" if one.is_disabled else "",
        is_admin=one.is_admin,
        is_disabled=one.is_disabled,
        is_in=one.browsers > 0,
        is_me=one.is_me,
        has_factors=one.has_factors,
    )
