"""Passkeys: making and removing them, and letting in who shows one.

A device makes and shows one only after it knows its user, so that one is two factors: it lets in
without a password, and stands beside one as the second step. What a browser is asked is written
down with its token first, and used up by whatever it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.adapters import passkeys as adapter
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.factors import Begun
from finance_app.domain.passkeys import LONGEST_NAME, MOST, site_of
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import factors as queries
from finance_app.services import (
    audit,
    auth,
    auth_steps,
    backup_codes,
    credentials,
    factors,
    passkey_handles,
    reclaiming,
    second_steps,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.devices import Browser
    from finance_app.domain.passkeys import Site
    from finance_app.services.backup_codes import NewCodes

WHAT = "a passkey"
LATE = "That took too long. Begin again."


@dataclass(frozen=True, slots=True)
class Kept:
    """A passkey of the actor's.

    Args:
        site: where it works.
        used_at: when it let somebody in last.
    """

    key: int
    name: str
    site: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser shows.

    Args:
        begun: what was taken of it, None where nothing was begun or too long ago.
        answer: of the browser, as JSON.
        origin: of the page.
    """

    begun: Row[Any] | None
    answer: str
    origin: str


def works_at(origin: str) -> bool:
    """Say whether passkeys work in the pages of an origin."""
    return site_of(origin, settings().public_url) is not None


def everything(session: Session, actor: Actor) -> list[Kept]:
    """Return the actor's passkeys, the first one first."""
    return [
        Kept(row.id, row.name, row.site, row.created_at, row.used_at)
        for row in queries.passkeys(session, actor.user_id)
    ]


def begin(session: Session, actor: Actor, digest: str, name: str, *, right: bool) -> None:
    """Let the actor's browser make a passkey.

    Args:
        digest: of the session's token; it alone may go on.
        name: what the actor calls it.
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not, or the name cannot be used; the error names the field.
        ConflictError: there are too many.
    """
    wanted = name.strip()
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise InvalidInputError("Give it a name of at most 60 characters.", field="name")
    credentials.require_right(right=right)
    if len(queries.passkeys(session, actor.user_id)) >= MOST:
        raise ConflictError("You have twenty passkeys; remove one first.", field="name")
    auth_steps.begin(
        session,
        Begun.PASSKEY,
        digest,
        actor.now,
        user_id=actor.user_id,
        payload=adapter.new_challenge(),
        name=wanted,
    )


def to_make(session: Session, actor: Actor, digest: str, origin: str) -> str:
    """Return what the actor's browser is asked to make a passkey, as JSON.

    Raises:
        NotFoundError: none was begun in this browser, or too long ago.
        InvalidInputError: passkeys do not work at this address.
    """
    site, challenge = _site(origin), require_begun(session, actor, digest)
    known = [row.credential_id for row in queries.passkeys(session, actor.user_id)]
    handle = passkey_handles.of(session, actor.user_id)
    return adapter.to_make(site, challenge, handle, actor.email, known)


def require_begun(session: Session, actor: Actor, digest: str) -> str:
    """Return the challenge to which the actor's browser may make a passkey.

    Raises:
        NotFoundError: none was begun in this browser, or too long ago.
    """
    begun = auth_steps.find(session, Begun.PASSKEY, digest, actor.now)
    if begun is None or begun.user_id != actor.user_id:
        raise NotFoundError(LATE)
    return str(begun.payload)


def add(
    session: Session,
    actor: Actor,
    begun: Row[Any] | None,
    answer: str,
    codes: NewCodes | None,
    *,
    digest: str,
    origin: str,
) -> bool:
    """Keep a passkey that the actor's browser made; say whether backup codes were given.

    Args:
        begun: what was taken of this browser.
        codes: the backup codes to give, None where none are due.

    Raises:
        NotFoundError: nothing was begun, or too long ago.
        InvalidInputError: what was made does not hold.
        ConflictError: it is kept already.
    """
    if begun is None or begun.user_id != actor.user_id:
        raise NotFoundError(LATE)
    site = _site(origin)
    new = adapter.made(answer, site, begun.payload)
    if queries.passkey_of_anybody(session, new.credential_id) is not None:
        raise ConflictError("That passkey is kept already.")
    session.execute(
        insert(tables.passkey).values(
            id=new_key(),
            user_id=actor.user_id,
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            site=site.name,
            name=begun.name,
            handle=passkey_handles.of(session, actor.user_id),
            created_at=actor.now,
        )
    )
    audit.note(session, actor, What.PASSKEY_ADDED)
    reclaiming.tell(session, actor.email, "factor-added", actor.now, what=WHAT)
    return backup_codes.ensure(session, actor, digest, codes)


def remove(session: Session, actor: Actor, key: int, *, right: bool) -> None:
    """Forget one of the actor's passkeys; with the last factor the backup codes go, too.

    Args:
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not.
        NotFoundError: it is gone by now, or somebody else's.
    """
    credentials.require_right(right=right)
    table = tables.passkey
    mine = (table.c.id == key) & (table.c.user_id == actor.user_id)
    if session.execute(delete(table).where(mine).returning(table.c.id)).first() is None:
        raise NotFoundError("That passkey is gone already.")
    factors.settle(session, actor.user_id)
    audit.note(session, actor, What.PASSKEY_REMOVED)
    factors.tell(session, actor.email, "factor-removed", actor.now, what=WHAT)


def ask(session: Session, token: str, origin: str, now: datetime) -> str:
    """Return what a browser is asked to show a passkey that lets in without a password, as JSON.

    Args:
        token: that the browser comes with, of a session or of none.

    Raises:
        InvalidInputError: passkeys do not work at this address.
    """
    site, challenge = _site(origin), adapter.new_challenge()
    auth_steps.begin(session, Begun.ENTRY, auth.digest(token), now, payload=challenge)
    return adapter.to_show(site, challenge, ())


def ask_second(session: Session, token: str, origin: str, now: datetime) -> str:
    """Return what the browser of who waits is asked to show one of their passkeys, as JSON.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        InvalidInputError: passkeys do not work at this address.
    """
    waits = second_steps.waiting(session, token, now)
    return _ask_beside(session, waits.user_id, auth.digest(token), origin, now)


def ask_again(session: Session, actor: Actor, digest: str, origin: str) -> str:
    """Return what the actor's browser is asked to show one of their passkeys again, as JSON.

    Args:
        digest: of the token of the session that asks.

    Raises:
        InvalidInputError: passkeys do not work at this address.
    """
    return _ask_beside(session, actor.user_id, digest, origin, actor.now)


def _ask_beside(session: Session, user_id: int, digest: str, origin: str, now: datetime) -> str:
    site, challenge = _site(origin), adapter.new_challenge()
    auth_steps.begin(session, Begun.SECOND, digest, now, user_id=user_id, payload=challenge)
    rows = queries.passkeys(session, user_id)
    return adapter.to_show(
        site, challenge, [row.credential_id for row in rows if row.site == site.name]
    )


def enter(
    session: Session,
    begun: Row[Any] | None,
    answer: str,
    now: datetime,
    *,
    origin: str,
    device: Browser,
    replaces: str,
) -> str:
    """Let in who shows a passkey, without a password; return the token of their session.

    Args:
        begun: what was taken of this browser.
        replaces: the token of a session that ends now.

    Raises:
        InvalidInputError: it does not hold, or nobody who may sign in has it.
    """
    row = _proven(session, begun, answer, origin, now)
    if adapter.shown(answer).handle not in passkey_handles.right(row):
        raise InvalidInputError(adapter.REFUSED, field="passkey")
    auth.sign_out(session, replaces, now)
    return auth.open_session(session, row.user_id, now, device, way="passkey")


def second_step(
    session: Session,
    token: str,
    begun: Row[Any] | None,
    answer: str,
    now: datetime,
    *,
    origin: str,
    device: Browser,
) -> str:
    """Let in who waits and shows one of their passkeys; return the new token.

    Args:
        begun: what was taken of this browser.

    Raises:
        SignInRequiredError: no session waits under this token, or not any more.
        InvalidInputError: it does not hold, or is somebody else's.
    """
    waits = second_steps.waiting(session, token, now)
    row = _proven(session, begun, answer, origin, now)
    if row.user_id != waits.user_id:
        raise InvalidInputError(adapter.REFUSED, field="passkey")
    return second_steps.complete(session, waits, device, now)


def show_again(session: Session, actor: Actor, shown: Shown) -> None:
    """Take one of the actor's passkeys, shown beside their password.

    Raises:
        InvalidInputError: it does not hold, or is somebody else's.
    """
    row = _proven(session, shown.begun, shown.answer, shown.origin, actor.now)
    if row.user_id != actor.user_id:
        raise InvalidInputError(adapter.REFUSED, field="passkey")


def _proven(
    session: Session, begun: Row[Any] | None, answer: str, origin: str, now: datetime
) -> Row[Any]:
    """Return the passkey that an answer proves, and note that it was used.

    Raises:
        InvalidInputError: the answer is to nothing that was asked, or does not hold.
    """
    site = _site(origin)
    row = queries.passkey_of_anybody(session, adapter.shown(answer).credential_id)
    if begun is None or row is None or row.disabled_at is not None or row.site != site.name:
        raise InvalidInputError(adapter.REFUSED, field="passkey")
    count = adapter.proven(answer, site, begun.payload, row.public_key, row.sign_count)
    table = tables.passkey
    unchanged = (table.c.id == row.id) & (table.c.sign_count == row.sign_count)
    noted = update(table).where(unchanged).values(sign_count=count, used_at=now)
    if session.execute(noted.returning(table.c.id)).first() is None:
        raise InvalidInputError(adapter.REFUSED, field="passkey")
    return row


def _site(origin: str) -> Site:
    found = site_of(origin, settings().public_url)
    if found is None:
        raise InvalidInputError("Passkeys do not work at this address.", field="passkey")
    return found
