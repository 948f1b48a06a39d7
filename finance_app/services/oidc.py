"""Signing in by way of an OpenID Connect provider, where the operator named one.

An identity belongs to one user. Whoever comes with an unknown one gets an account where sign-up is
open and the provider vouches for their address; an account that has this address already is never
handed over: its owner connects it from the inside.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import delete, insert, update

from finance_app.adapters import oidc as adapter
from finance_app.adapters.oidc import Client
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.identities import Attempt
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import identities as queries
from finance_app.queries import users as user_queries
from finance_app.secret_keys import secret_keys
from finance_app.services import audit, mail, reclaiming, signup, users
from finance_app.services.users import NewUser

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.identities import Identity

CALLBACK = "/auth/oidc/callback"
LASTS = 600  # seconds for an attempt
LONGEST = 2000  # characters
OVER = "This attempt to sign in is over. Begin again."
UNPROVEN = "The provider does not say that your e-mail address is yours."
KNOWN = "There is an account with this address. Sign in with its password and connect it there."
TAKEN = "Somebody else connected this identity to their account."


def title() -> str:
    """Return what the provider is called, "" where there is none."""
    return settings().oidc_title if settings().oidc_issuer else ""


def client() -> Client:
    """Return this app as the provider knows it.

    Raises:
        InvalidInputError: no provider was named.
    """
    chosen = settings()
    if not chosen.oidc_issuer:
        raise InvalidInputError
    return Client(
        chosen.oidc_title,
        chosen.oidc_issuer,
        chosen.oidc_client_id,
        chosen.oidc_client_secret,
        mail.address(CALLBACK),
    )


def begin(page: str, connects: str = "") -> tuple[str, str]:
    """Begin an attempt; asks the provider about itself, so not for the event loop.

    Args:
        page: that is wanted afterwards.
        connects: the digest of the session whose user gets the identity; "" signs in.

    Returns:
        The address at which the provider asks who it is, and what the browser keeps meanwhile.

    Raises:
        InvalidInputError: no provider was named.
        OutboundError: it cannot be asked.
    """
    attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
    kept = [attempt.state, attempt.nonce, attempt.verifier, page, connects]
    return adapter.way_there(client(), attempt), str(_signer().dumps(kept))


def read(kept: str, state: str) -> tuple[Attempt, str, str]:
    """Return the attempt that a browser kept, the page wanted, and the session that it connects.

    Args:
        state: what the provider sent along.

    Raises:
        InvalidInputError: the browser began no such attempt, or too long ago.
    """
    try:
        known, nonce, verifier, page, connects = _signer().loads(kept[:LONGEST], max_age=LASTS)
    except (BadData, ValueError, TypeError) as error:
        raise InvalidInputError(OVER) from error
    if not secrets.compare_digest(str(known).encode(), state.encode()):
        raise InvalidInputError(OVER)
    return Attempt(known, nonce, verifier), page, connects


def who(attempt: Attempt, code: str) -> Identity:
    """Return who came back; asks the provider, so not for the event loop.

    Raises:
        OutboundError: it cannot be asked, or what it says does not hold.
    """
    return adapter.identity(client(), attempt, code)


def unguessable() -> str:
    """Return the hash of a password that nobody has; slow."""
    return users.hashed(secrets.token_urlsafe(32))


def user_of(session: Session, identity: Identity, wanted: NewUser, now: datetime) -> int:
    """Return the user behind an identity, added where there is none yet.

    Args:
        wanted: what a new one would be like, but for the address.

    Raises:
        InvalidInputError: the identity is new, and the provider does not vouch for its address.
        ConflictError: it is new, and somebody has its address.
        ForbiddenError: the account was disabled, or it is new and sign-up is closed.
    """
    found = queries.owner(session, identity.issuer, identity.subject)
    if found is None:
        return _add(session, identity, wanted, now)
    users.require_enabled(found)
    kept = tables.identity
    mine = (kept.c.issuer == identity.issuer) & (kept.c.subject == identity.subject)
    session.execute(update(kept).where(mine).values(used_at=now, email=_kept(identity)))
    return int(found.id)


def _add(session: Session, identity: Identity, wanted: NewUser, now: datetime) -> int:
    user_queries.one_at_a_time(session)
    if not identity.email:
        raise InvalidInputError(UNPROVEN)
    if user_queries.by_email(session, users.require_email(identity.email)) is not None:
        raise ConflictError(KNOWN)
    signup.require_open(session)
    new = NewUser(
        identity.email,
        wanted.password_hash,
        wanted.region,
        wanted.time_zone,
        wanted.base_currency,
    )
    actor = users.add(session, new, now, is_admin=signup.is_empty(session))
    _insert(session, actor.user_id, identity, now)
    return actor.user_id


def connect(session: Session, actor: Actor, identity: Identity) -> None:
    """Let the actor sign in by way of an identity from now on; they are told by mail.

    Raises:
        ConflictError: it is somebody else's.
    """
    found = queries.owner(session, identity.issuer, identity.subject)
    if found is not None and found.id != actor.user_id:
        raise ConflictError(TAKEN)
    if found is None:
        _insert(session, actor.user_id, identity, actor.now)
        audit.note(session, actor, What.PROVIDER_ADDED)
        reclaiming.tell(session, actor.email, "identity-added", actor.now, provider=title())


def disconnect(session: Session, actor: Actor, *, right: bool) -> None:
    """Let the actor sign in by way of the provider no more; they are told by mail.

    Args:
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not.
    """
    if not right:
        raise InvalidInputError("That is not your password.", field="current_password")
    kept = tables.identity
    mine = (kept.c.user_id == actor.user_id) & (kept.c.issuer == settings().oidc_issuer)
    if session.execute(delete(kept).where(mine).returning(kept.c.subject)).all():
        audit.note(session, actor, What.PROVIDER_REMOVED)
        link = mail.address("/security")
        mail.post(session, actor.email, "identity-removed", actor.now, provider=title(), link=link)


def connected(session: Session, actor: Actor) -> list[str]:
    """Return the addresses that the actor is connected by, "" where the provider told none."""
    return [one.email for one in queries.of_user(session, actor.user_id, settings().oidc_issuer)]


def _insert(session: Session, user_id: int, identity: Identity, now: datetime) -> None:
    values: dict[str, Any] = {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "user_id": user_id,
        "email": _kept(identity),
        "created_at": now,
    }
    session.execute(insert(tables.identity).values(values))


def _kept(identity: Identity) -> str:
    """Return an identity's address as there is room for it."""
    return identity.email[: users.LONGEST_EMAIL]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        list(reversed(secret_keys())),
        salt="oidc-attempt",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
