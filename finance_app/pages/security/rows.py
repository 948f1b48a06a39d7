"""Signed-in browsers and factors as the page shows them: text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from finance_app.domain.api_tokens import Scope
from finance_app.domain.factors import BACKUP_CODES
from finance_app.domain.formatting import day_near, day_text, time_text

if TYPE_CHECKING:
    from datetime import datetime

    from finance_app.domain.actors import Actor
    from finance_app.services.api_tokens import Kept as Token
    from finance_app.services.passkeys import Kept
    from finance_app.services.sessions import SignedIn


@dataclass(frozen=True)
class SessionRow:
    """One browser.

    Args:
        seen: when it was seen last.
        since: when and in which network somebody signed in with it.
    """

    key: str = ""
    device: str = ""
    seen: str = ""
    since: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey.

    Args:
        made: when it was added.
        used: when it let somebody in last.
    """

    key: str = ""
    name: str = ""
    made: str = ""
    used: str = ""


@dataclass(frozen=True)
class TokenRow:
    """One token of a program's.

    Args:
        may: what it may do, and where.
        ends: until when it works.
        used: when and from where it was used last.
    """

    key: str = ""
    name: str = ""
    may: str = ""
    ends: str = ""
    used: str = ""


SCOPES = {Scope.READ: "Reads", Scope.WRITE: "Reads and writes", Scope.ADMIN: "Administers"}


def token_row(one: Token, actor: Actor) -> TokenRow:
    """Write a token out."""
    where = one.book or ("all books and the server" if one.scope is Scope.ADMIN else "all books")
    ends = "Without end"
    if one.ends_at:
        verb = "Works until" if one.ends_at > actor.now else "Has expired on"
        ends = f"{verb} {day(one.ends_at, actor)}"
    used = "Not used yet"
    if one.used_at:
        used = f"Used {_moment(one.used_at, actor)} from {one.network}"
    return TokenRow(str(one.key), one.name, f"{SCOPES[one.scope]}: {where}", ends, used)


def passkey_row(one: Kept, actor: Actor) -> PasskeyRow:
    """Write a passkey out."""
    used = f"Used {day(one.used_at, actor)}" if one.used_at else "Not used yet"
    return PasskeyRow(str(one.key), one.name, f"Added {day(one.created_at, actor)}", used)


def row(one: SignedIn, actor: Actor) -> SessionRow:
    """Write a signed-in browser out."""
    seen = "Seen now" if one.is_here else f"Seen {_moment(one.seen_at, actor)}"
    network = f" from {one.network}" if one.network else ""
    since = f"Signed in {_moment(one.since, actor)}{network}"
    return SessionRow(one.key, one.device, seen, since, one.is_here)


def day(at: datetime, actor: Actor) -> str:
    """Write the day of an instant out."""
    return day_text(at.astimezone(ZoneInfo(actor.time_zone)).date(), actor.region)


def codes_left(count: int) -> str:
    """Say how many backup codes are left."""
    return f"{count} of {BACKUP_CODES} are left." if count else "None is left."


def _moment(at: datetime, actor: Actor) -> str:
    on = day_near(at.astimezone(ZoneInfo(actor.time_zone)).date(), actor.today, actor.region)
    return f"{on}, {time_text(at, actor.time_zone, actor.region)}"
