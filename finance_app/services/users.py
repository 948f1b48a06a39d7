"""Users: adding one with a book of their own, and setting a new password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from zoneinfo import available_timezones

from sqlalchemy import delete, insert, update

from finance_app.adapters import passwords
from finance_app.domain.actors import Actor, Role, Theme
from finance_app.domain.audit import What
from finance_app.domain.currencies import ISO, require_iso_currency
from finance_app.domain.regions import require_region
from finance_app.domain.weeks import FirstDay
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    Wrong,
)
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import users as queries
from finance_app.services import audit, currency_checks, homes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
LONGEST_EMAIL = 254
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_EMAIL = re.compile(rf"(?!=\?){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
"""What stands unquoted in a mail's header and names one mailbox (RFC 5322: dot-atom)."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody to add. `password_hash` comes from `hashed`, which takes a while.

    Args:
        placed: whether they chose region and currency themselves.
    """

    email: str
    password_hash: str
    region: str
    time_zone: str
    base_currency: str
    placed: bool = False


def add(session: Session, wanted: NewUser, now: datetime, *, is_admin: bool) -> Actor:
    """Add a user with a book of their own and the category tree to start with.

    Raises:
        ConflictError: the address has an account already.
        InvalidInputError: address, region or currency cannot be used; the error names the field.
    """
    new = checked(wanted)
    queries.one_at_a_time(session)
    if queries.by_email(session, new.email) is not None:
        raise ConflictError("There is an account with this address; sign in.", field="email")
    user_id, book_id = new_key(), new_key()
    actor = Actor(
        user_id=user_id,
        book_id=book_id,
        role=Role.OWNER,
        now=now,
        time_zone=new.time_zone,
        region=new.region,
        base_currency=new.base_currency,
        email=new.email,
        is_admin=is_admin,
    )
    said = {"administrator": is_admin}
    audit.add(session, What.USER_ADDED, now, target_id=user_id, after=said)
    _insert(session, actor, wanted)
    return actor


def checked(wanted: NewUser) -> NewUser:
    """Return somebody as they can be added.

    Raises:
        InvalidInputError: address, region or currency cannot be used; the error names the field.
    """
    wrong = Wrong()
    with wrong:
        email = require_email(wanted.email)
    with wrong:
        region = require_region(wanted.region)
    with wrong:
        currency = require_iso_currency(wanted.base_currency)
    wrong.tell()
    zone = known_zone(wanted.time_zone)
    return NewUser(email, wanted.password_hash, region, zone, currency, wanted.placed)


def _insert(session: Session, actor: Actor, wanted: NewUser) -> None:
    session.execute(
        insert(tables.user).values(
            id=actor.user_id,
            email=actor.email,
            password_hash=wanted.password_hash,
            is_admin=actor.is_admin,
            created_at=actor.now,
        )
    )
    homes.begin(session, actor)
    session.execute(
        insert(tables.preferences).values(
            user_id=actor.user_id,
            region=actor.region,
            time_zone=actor.time_zone,
            theme=actor.theme,
            dashboard=actor.dashboard,
            display_currency=actor.display_currency,
            notices="",
            quiet_hours="",
            placed=wanted.placed,
            book_id=actor.book_id,
        )
    )


def actor_by_email(session: Session, email: str, now: datetime) -> Actor:
    """Return a user as an actor in the book they looked at last, for commands.

    Raises:
        NotFoundError: nobody has that address.
    """
    found = queries.member(session, email.strip().casefold())
    if found is None:
        raise NotFoundError(f"There is no user {email}.")
    return as_actor(session, found, now)


def as_actor(session: Session, found: Row[Any], now: datetime) -> Actor:
    """Return the actor that a row of `queries.users` makes.

    A currency to show figures in that only another book has does not count in this one.
    """
    own = currency_checks.learn(session, found.book_id)
    shown = found.display_currency
    return Actor(
        user_id=found.user_id,
        book_id=found.book_id,
        role=Role(found.role),
        now=now,
        time_zone=found.time_zone,
        region=found.region,
        base_currency=found.base_currency,
        email=found.email,
        is_admin=found.is_admin,
        theme=Theme(found.theme),
        dashboard=found.dashboard,
        display_currency=shown if shown in {*ISO, *(one.code for one in own)} else "",
        currencies=own,
        is_demo=found.is_demo,
        name=found.name,
        delete_after=found.delete_after,
        first_day=FirstDay(found.first_day),
        book_goes=found.book_goes if found.book_given_up else None,
    )


def set_password(session: Session, email: str, password_hash: str, now: datetime) -> None:
    """Give a user a new password, end all their sessions and forget their browsers.

    Raises:
        NotFoundError: nobody has that address.
    """
    found = queries.by_email(session, email.strip().casefold())
    if found is None:
        raise NotFoundError(f"There is no user {email}.")
    session.execute(
        update(tables.user).where(tables.user.c.id == found.id).values(password_hash=password_hash)
    )
    for table in (tables.auth_session, tables.known_device):
        session.execute(delete(table).where(table.c.user_id == found.id))
    audit.add(session, What.PASSWORD_CHANGED, now, target_id=found.id)


def require_email(text: str) -> str:
    """Return an address as it is compared.

    Raises:
        InvalidInputError: it is none.
    """
    email = text.strip().casefold()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise InvalidInputError("Enter an e-mail address like name@example.org.", field="email")
    return email


def require_password(password: str, email: str) -> str:
    """Return a password that is good enough.

    Raises:
        InvalidInputError: it is too short, too long or easy to guess.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInputError(
            f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            field="password",
        )
    email = email[:LONGEST_EMAIL]
    about = (email, *re.split(r"\W+", email), "finance")
    if weakness := passwords.weakness(password, about):
        raise InvalidInputError(f"{weakness} Add a word or two.", field="password")
    return password


def require_enabled(user: Row[Any]) -> None:
    """Refuse a user whose account was disabled.

    Raises:
        ForbiddenError: it was.
    """
    if user.disabled_at is not None:
        raise ForbiddenError("This account is disabled; ask the administrator.")


def hashed(password: str) -> str:
    """Return a password's hash; slow by design, so not for the event loop."""
    return passwords.hashed(as_hashed(password))


def hashed_anew(password: str, password_hash: str) -> str:
    """Return the hash of a right password as new ones are made; "" where it is such a one. Slow."""
    return hashed(password) if passwords.is_dated(password_hash) else ""


def is_hashed(password: str, password_hash: str) -> bool:
    """Say whether a password is the one that was hashed; slow by design."""
    return passwords.matches(as_hashed(password), password_hash)


def as_hashed(password: str) -> str:
    """Return a password as it is hashed: the same whichever keyboard composed its letters."""
    return normalize("NFC", password[: LONGEST_PASSWORD + 1])


def known_zone(name: str) -> str:
    """Return a time zone the browser named, or UTC where it is unknown here."""
    return name if name in zones() else "UTC"


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones; the first call reads the disk."""
    return frozenset(available_timezones())
