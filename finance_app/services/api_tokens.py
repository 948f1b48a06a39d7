"""Tokens that let programs in: making and revoking them, and who one speaks for.

A program may do at most what its user may: the role in a book is theirs, a token that only reads is
a viewer everywhere, and one without the scope `admin` is no administrator's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, update

from finance_app.domain import api_tokens
from finance_app.domain.actors import Role
from finance_app.domain.api_tokens import MOST, Scope
from finance_app.domain.audit import What
from finance_app.domain.devices import network_text
from finance_app.domain.factors import Begun
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
)
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import api_tokens as queries
from finance_app.queries import books
from finance_app.queries import users as user_queries
from finance_app.services import (
    audit,
    auth,
    auth_steps,
    credentials,
    demanded_factors,
    reclaiming,
    users,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

USED_EVERY = timedelta(minutes=5)  # how often a token's last use is written down
_ABOUT = "token of a program"  # what is sealed
UNKNOWN = "This token is not known here, was revoked or has expired."
ALLOWS = {
    Scope.READ: "read your books",
    Scope.WRITE: "read your books and change them",
    Scope.ADMIN: "read your books and change them, and administer the server",
}
"""What whoever has a token may do, as the mail about it says."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token is to be.

    Args:
        book_id: the one book that it opens; None is all that its user is in.
        days: 0 is without end.
    """

    name: str
    scope: str
    book_id: int | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A token of the actor's.

    Args:
        book: the name of the one book that it opens; nothing is all of them.
        network: where it was used last, no more exact than a town.
    """

    key: int
    name: str
    scope: Scope
    book: str
    created_at: datetime
    ends_at: datetime | None
    used_at: datetime | None
    network: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for.

    Args:
        actor: in the one book that the token opens, else in the one that they look at.
        only_book_id: None is all that they are in.
    """

    key: int
    scope: Scope
    actor: Actor
    only_book_id: int | None

    def require(self, scope: Scope) -> None:
        """Check what the token allows.

        Raises:
            ForbiddenError: less than that.
        """
        if not self.scope.includes(scope):
            raise ForbiddenError(f"This takes a token with the scope “{scope}”.")


def everything(session: Session, actor: Actor) -> list[Kept]:
    """Return the actor's tokens, the newest first; those that have expired, too."""
    return [
        Kept(
            row.id,
            row.name,
            Scope(row.scope),
            row.book_name or "",
            row.created_at,
            row.ends_at,
            row.used_at,
            row.network,
        )
        for row in queries.of_user(session, actor.user_id)
    ]


def make(session: Session, actor: Actor, wanted: Wanted, *, right: bool) -> str:
    """Make a token; return it. Nobody sees it again: only its digest is kept.

    Args:
        right: whether the actor's password was typed rightly.

    Raises:
        InvalidInputError: it was not, or something wanted cannot be; the error names the field.
        ConflictError: there are too many.
    """
    name, scope = api_tokens.require_name(wanted.name), api_tokens.require_scope(wanted.scope)
    lasting = api_tokens.require_lasting(wanted.days)
    if scope is Scope.ADMIN and not actor.is_admin:
        raise InvalidInputError("Only an administrator’s token administers.", field="scope")
    theirs = {one.id for one in books.of_user(session, actor.user_id)}
    if wanted.book_id is not None and wanted.book_id not in theirs:
        raise InvalidInputError("Choose one of your books.", field="book")
    credentials.require_right(right=right)
    if len(queries.of_user(session, actor.user_id)) >= MOST:
        raise ConflictError(f"You have {MOST} tokens; revoke one first.", field="name")
    token = api_tokens.new()
    session.execute(
        insert(tables.api_token).values(
            id=new_key(),
            digest=auth.digest(token),
            user_id=actor.user_id,
            only_book_id=wanted.book_id,
            name=name,
            scope=scope,
            created_at=actor.now,
            ends_at=actor.now + lasting if lasting else None,
            network="",
        )
    )
    audit.note(session, actor, What.TOKEN_MADE, after={"scope": scope, "days": wanted.days})
    reclaiming.tell(session, actor.email, "token-made", actor.now, allows=ALLOWS[scope])
    return token


def begin(session: Session, actor: Actor, wanted: Wanted, digest: str, *, right: bool) -> None:
    """Make a token that the browser shows next, once.

    Args:
        digest: of the session's token; it alone sees it.
        right: whether the actor's password was typed rightly.

    Raises:
        InvalidInputError: it was not, or something wanted cannot be; the error names the field.
        ConflictError: there are too many.
    """
    token = make(session, actor, wanted, right=right)
    sealed = auth_steps.sealed(token, _ABOUT, actor.user_id)
    who, kept = actor.user_id, Begun.TOKEN
    auth_steps.begin(session, kept, digest, actor.now, user_id=who, payload=sealed)


def shown(session: Session, actor: Actor, digest: str) -> str:
    """Return the token that the actor's browser made last.

    Raises:
        NotFoundError: it is not shown any more.
    """
    found = auth_steps.find(session, Begun.TOKEN, digest, actor.now)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError("This token is not shown any more.")
    return auth_steps.opened(found.payload, _ABOUT, actor.user_id)


def hide(session: Session, actor: Actor, digest: str) -> None:
    """Show the token no more."""
    auth_steps.take(session, Begun.TOKEN, digest, actor.now)


def revoke(session: Session, actor: Actor, key: int) -> str:
    """Let nobody in with a token any more; return what it was called.

    Raises:
        NotFoundError: it was revoked before, or is somebody else's.
    """
    kept = tables.api_token
    mine = (kept.c.id == key) & (kept.c.user_id == actor.user_id)
    name = session.execute(delete(kept).where(mine).returning(kept.c.name)).scalar()
    if name is None:
        raise NotFoundError("This token was revoked already.")
    audit.note(session, actor, What.TOKEN_REVOKED)
    return str(name)


def bearer(session: Session, token: str, now: datetime) -> Bearer:
    """Return who a token speaks for.

    Raises:
        SignInRequiredError: it is none, was revoked, has expired, or lost the book it was for.
    """
    found = None
    if api_tokens.is_token(token):
        found = queries.by_digest(session, auth.digest(token))
    if found is None or (found.ends_at is not None and found.ends_at <= now):
        raise SignInRequiredError(UNKNOWN)
    if found.only_book_id is None:
        row = user_queries.member(session, found.email)
    else:
        row = user_queries.member_in(session, found.user_id, found.only_book_id)
    if row is None:
        raise SignInRequiredError(UNKNOWN)
    scope, who = Scope(found.scope), users.as_actor(session, row, now)
    who = replace(who, must_enrol=demanded_factors.is_lacking(session, who))
    return Bearer(found.id, scope, _limited(who, scope), found.only_book_id)


def in_book(session: Session, who: Bearer, book_id: int) -> Actor:
    """Return a token's user in one of their books.

    Raises:
        NotFoundError: they are not in it, or the token is for another one.
    """
    row = None
    if who.only_book_id in (None, book_id):
        row = user_queries.member_in(session, who.actor.user_id, book_id)
    if row is None:
        raise NotFoundError("There is no such book.")
    actor = _limited(users.as_actor(session, row, who.actor.now), who.scope)
    return replace(actor, must_enrol=who.actor.must_enrol, network=who.actor.network)


def used(session: Session, who: Bearer, address: str) -> None:
    """Write down that a token was used, at most every few minutes."""
    now, kept = who.actor.now, tables.api_token
    seen = kept.c.used_at
    due = (kept.c.id == who.key) & or_(seen.is_(None), seen <= now - USED_EVERY)
    values = {"used_at": now, "network": network_text(address)}
    session.execute(update(kept).where(due).values(values))


def _limited(actor: Actor, scope: Scope) -> Actor:
    role = actor.role if scope.includes(Scope.WRITE) else Role.VIEWER
    return replace(actor, role=role, is_admin=actor.is_admin and scope is Scope.ADMIN)
