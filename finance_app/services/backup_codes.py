"""Backup codes: ten that let somebody in once each, for the day the phone is gone.

They are shown to the browser that had them made until it says that they are kept, or for a quarter
of an hour; afterwards nobody can see them again. Kept is what bcrypt makes of them with a salt that
a set has in common and nobody else has: so a guess costs one hash, not ten.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from finance_app.adapters import passwords
from finance_app.config import secret_keys
from finance_app.domain import factors
from finance_app.domain.audit import What
from finance_app.domain.factors import Begun
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.services import audit, auth_steps, credentials, mail

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

_ABOUT = "backup codes"
KEYED = "k"  # before the hash of what an earlier version had made with the secret key
GONE = "These codes are not shown any more. Make new ones on the security page."


def renew(session: Session, actor: Actor, digest: str, *, right: bool) -> None:
    """Make new codes for the actor; those before are dead.

    Args:
        digest: of the session's token; it alone sees them.
        right: whether their password was typed rightly.

    Raises:
        InvalidInputError: it was not.
        ConflictError: there is no second step that they could stand in for.
    """
    credentials.require_right(right=right)
    if not queries.are_on(session, actor.user_id):
        raise ConflictError("Turn two-step sign-in on first.")
    _make(session, actor, digest)
    link = mail.address("/security")
    mail.post(session, actor.email, "backup-codes-made", actor.now, link=link)


def ensure(session: Session, actor: Actor, digest: str) -> bool:
    """Make codes where the actor was never given any; say whether that was so."""
    if queries.has_backup_codes(session, actor.user_id):
        return False
    _make(session, actor, digest)
    return True


def shown(session: Session, actor: Actor, digest: str) -> list[str]:
    """Return the actor's new codes as they are read.

    Raises:
        NotFoundError: they are not shown any more.
    """
    found = auth_steps.find(session, Begun.CODES, digest, actor.now)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError(GONE)
    codes = auth_steps.opened(found.payload, _ABOUT, actor.user_id).split()
    return [factors.grouped(code) for code in codes]


def kept(session: Session, actor: Actor, digest: str) -> None:
    """Show the codes no more."""
    auth_steps.take(session, Begun.CODES, digest, actor.now)


def use(session: Session, user_id: int, code: str, now: datetime) -> bool:
    """Use a code up; say whether it was one. Of two requests at once, one gets it.

    Args:
        code: as `domain.factors.typed` returns it.
    """
    known = tables.backup_code
    hashes = _hashes(user_id, code, queries.backup_salts(session, user_id))
    mine = (known.c.user_id == user_id) & known.c.id.in_(hashes)
    used = update(known).where(mine, known.c.used_at.is_(None)).values(used_at=now)
    return session.execute(used.returning(known.c.id)).first() is not None


def drop(session: Session, user_id: int) -> None:
    """Have a user's codes work no more."""
    session.execute(delete(tables.backup_code).where(tables.backup_code.c.user_id == user_id))


def _make(session: Session, actor: Actor, digest: str) -> None:
    audit.note(session, actor, What.CODES_MADE)
    drop(session, actor.user_id)
    codes, salt = factors.new_backup_codes(), passwords.new_salt()
    made = {"user_id": actor.user_id, "created_at": actor.now}
    rows = [{"id": passwords.salted(code, salt), **made} for code in codes]
    session.execute(insert(tables.backup_code), rows)
    payload = auth_steps.sealed(" ".join(codes), _ABOUT, actor.user_id)
    auth_steps.begin(
        session, Begun.CODES, digest, actor.now, user_id=actor.user_id, payload=payload
    )


def _hashes(user_id: int, code: str, salts: Iterable[str]) -> list[str]:
    """Return what a code may be kept as; each salt costs a tenth of a second."""
    found = []
    for salt in salts:
        if salt.startswith(KEYED):
            bare = salt.removeprefix(KEYED)
            made = (keyed(user_id, code, key) for key in secret_keys())
            found += [f"{KEYED}{passwords.salted(one, bare)}" for one in made]
        else:
            found.append(passwords.salted(code, salt))
    return found


def keyed(user_id: int, code: str, key: str) -> str:
    """Return what an earlier version made of a code, and what its hash is of now."""
    text = f"backup code\n{user_id}\n{code}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
