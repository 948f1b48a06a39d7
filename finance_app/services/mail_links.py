"""Links in mails: one purpose each, used once, dead when the address or the password changes.

But for those that take such a change back.

What stands in a mail is signed, so nobody can try secrets out against the database; what makes it
good for once is its row.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import insert, update

from finance_app.errors import InvalidInputError
from finance_app.models import tables
from finance_app.queries import mail as queries
from finance_app.secret_keys import secret_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.mail_links import Purpose

LONGEST = 300  # characters
DEAD = "This link was used already or is too old. Ask for a new one."


def secret_for(purpose: Purpose) -> tuple[str, str]:
    """Return what stands in a mail for a new secret, and the digest that it is found by."""
    token = str(_signer(purpose).dumps(secrets.token_urlsafe(16)))
    return token, _digest(token)


def digest_of(token: str, purpose: Purpose) -> str:
    """Return the digest that what stands in a link is found by: of all its characters.

    Raises:
        InvalidInputError: the app did not sign it for this purpose, or too long ago.
    """
    if len(token) > LONGEST:
        raise InvalidInputError(DEAD)
    try:
        _signer(purpose).loads(token, max_age=int(purpose.lifetime.total_seconds()))
    except BadData as error:
        raise InvalidInputError(DEAD) from error
    return _digest(token)


def make(
    session: Session, user: Row[Any], purpose: Purpose, now: datetime, *, address: str = ""
) -> str:
    """Return the secret of a new link for a user; those before it for the same are dead, mostly.

    Args:
        user: with `id`, `email` and `password_hash`.
        address: that the link confirms, where it is another than the user's.
    """
    link = tables.mail_link
    token, digest = secret_for(purpose)
    unused = (link.c.user_id == user.id) & (link.c.purpose == purpose) & link.c.used_at.is_(None)
    if not purpose.outlives_changes:
        session.execute(update(link).where(unused).values(used_at=now))
    session.execute(
        insert(link).values(
            id=digest,
            user_id=user.id,
            purpose=purpose,
            address=address,
            stamp=_stamp(user.email, user.password_hash),
            created_at=now,
            expires_at=now + purpose.lifetime,
        )
    )
    return token


def read(session: Session, token: str, purpose: Purpose, now: datetime) -> Row[Any]:
    """Return a link's row with the user's `email` and `password_hash`; it can still be used.

    Raises:
        InvalidInputError: it is no link for this, was used, is too old, or was overtaken.
    """
    found = queries.link(session, digest_of(token, purpose))
    if (
        found is None
        or found.purpose != purpose
        or found.used_at is not None
        or found.expires_at <= now
        or not (purpose.outlives_changes or found.stamp == _stamp(found.email, found.password_hash))
    ):
        raise InvalidInputError(DEAD)
    return found


def use(session: Session, token: str, purpose: Purpose, now: datetime) -> Row[Any]:
    """Use a link up; return what `read` does.

    Raises:
        InvalidInputError: as `read`, or somebody used it at the same moment.
    """
    found, link = read(session, token, purpose, now), tables.mail_link
    used = update(link).where(link.c.id == found.id, link.c.used_at.is_(None)).values(used_at=now)
    if session.execute(used.returning(link.c.id)).first() is None:
        raise InvalidInputError(DEAD)
    return found


def _signer(purpose: Purpose) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        list(reversed(secret_keys())),
        salt=f"mail-link.{purpose}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _stamp(email: str, password_hash: str) -> str:
    return _digest(f"{email}\n{password_hash}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
