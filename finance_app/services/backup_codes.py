"""Backup codes: ten that let somebody in once each, for the day the phone is gone.

They are shown to the browser that had them made until it says that they are kept, or for a quarter
of an hour; afterwards nobody can see them again. Kept is what bcrypt makes of them with a salt that
a set has in common and nobody else has: so a guess costs one hash, not ten.

What hashes (`new`, `hashes`) takes no session: it is done before a transaction that writes, which
everybody else would wait for.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from finance_app.adapters import passwords
from finance_app.domain import factors
from finance_app.domain.audit import What
from finance_app.domain.factors import Begun
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.secret_keys import secret_keys
from finance_app.services import audit, auth_steps, credentials, mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

_ABOUT = "backup codes"
KEYED = "k"  # before the hash of what an earlier version had made with the secret key
GONE = "These codes are not shown any more. Make new ones on the security page."


@dataclass(frozen=True, slots=True)
class NewCodes:
    """Codes that nobody has yet, and what is to be kept of them."""

    shown: tuple[str, ...]
    kept: tuple[str, ...]


def new() -> NewCodes:
    """Make codes, about a second of work."""
    codes, salt = tuple(factors.new_backup_codes()), passwords.new_salt()
    return NewCodes(codes, tuple(passwords.salted(code, salt) for code in codes))


def renew(session: Session, actor: Actor, digest: str, codes: NewCodes, *, right: bool) -> None:
    """Give the actor new codes; those before are dead.

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
    _give(session, actor, digest, codes)
    link = mail.address("/security")
    mail.post(session, actor.email, "backup-codes-made", actor.now, link=link)


def are_due(session: Session, actor: Actor) -> bool:
    """Say whether the actor was never given any codes."""
    return not queries.has_backup_codes(session, actor.user_id)


def ensure(session: Session, actor: Actor, digest: str, codes: NewCodes | None) -> bool:
    """Give the actor codes where they were never given any; say whether that was so.

    Args:
        codes: None where none were due a moment ago.

    Raises:
        ConflictError: they are due by now.
    """
    if not are_due(session, actor):
        return False
    if codes is None:
        raise ConflictError("Your backup codes were taken away meanwhile. Please try again.")
    _give(session, actor, digest, codes)
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


def salts(session: Session, user_id: int) -> set[str]:
    """Return what a user's unused codes were hashed with."""
    return queries.backup_salts(session, user_id)


def hashes(user_id: int, text: str, salts: Iterable[str]) -> list[str]:
    """Return what a code may be kept as; each salt costs a tenth of a second.

    Args:
        text: as it was typed; nothing is made of what cannot be a backup code.
    """
    code, found = factors.typed(text), []
    if not factors.is_backup_code(code):
        return []
    for salt in salts:
        if salt.startswith(KEYED):
            bare = salt.removeprefix(KEYED)
            made = (keyed(user_id, code, key) for key in secret_keys())
            found += [f"{KEYED}{passwords.salted(one, bare)}" for one in made]
        else:
            found.append(passwords.salted(code, salt))
    return found


def use(session: Session, user_id: int, hashes: Sequence[str], now: datetime) -> bool:
    """Use a code up; say whether it was one. Of two requests at once, one gets it.

    Args:
        hashes: what the code may be kept as.
    """
    known = tables.backup_code
    mine = (known.c.user_id == user_id) & known.c.id.in_(hashes)
    used = update(known).where(mine, known.c.used_at.is_(None)).values(used_at=now)
    return session.execute(used.returning(known.c.id)).first() is not None


def drop(session: Session, user_id: int) -> None:
    """Have a user's codes work no more."""
    session.execute(delete(tables.backup_code).where(tables.backup_code.c.user_id == user_id))


def _give(session: Session, actor: Actor, digest: str, codes: NewCodes) -> None:
    audit.note(session, actor, What.CODES_MADE)
    drop(session, actor.user_id)
    made = {"user_id": actor.user_id, "created_at": actor.now}
    session.execute(insert(tables.backup_code), [{"id": one, **made} for one in codes.kept])
    payload = auth_steps.sealed(" ".join(codes.shown), _ABOUT, actor.user_id)
    auth_steps.begin(
        session, Begun.CODES, digest, actor.now, user_id=actor.user_id, payload=payload
    )


def keyed(user_id: int, code: str, key: str) -> str:
    """Return what an earlier version made of a code, and what its hash is of now."""
    text = f"backup code\n{user_id}\n{code}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
