"""Second factors of users, and what browsers have begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from finance_app.models.tables import auth_session, auth_step, backup_code, factor, passkey, user

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.factors import Begun

BACKUP_SUM = 31  # characters at the end of a backup code's hash; those before say how it was made


def are_on(session: Session, user_id: int) -> bool:
    """Say whether a user has an authenticator app or a passkey."""
    app = select(factor.c.user_id).where(factor.c.user_id == user_id).exists()
    key = select(passkey.c.id).where(passkey.c.user_id == user_id).exists()
    return bool(session.execute(select(or_(app, key))).scalar())


def app(session: Session, user_id: int) -> Row[Any] | None:
    """Return a user's authenticator app, or None."""
    return session.execute(select(factor).where(factor.c.user_id == user_id)).first()


def passkeys(session: Session, user_id: int) -> list[Row[Any]]:
    """Return a user's passkeys, the first one first."""
    found = select(passkey).where(passkey.c.user_id == user_id).order_by(passkey.c.id)
    return list(session.execute(found))


def passkey_of_anybody(session: Session, credential_id: str) -> Row[Any] | None:
    """Return the passkey with a credential's id, with `email` and `disabled_at` of its user."""
    return session.execute(
        select(passkey, user.c.email, user.c.disabled_at)
        .join(user, user.c.id == passkey.c.user_id)
        .where(passkey.c.credential_id == credential_id)
    ).first()


def backup_codes_left(session: Session, user_id: int) -> int:
    """Return how many of a user's backup codes still work."""
    unused = (backup_code.c.user_id == user_id) & backup_code.c.used_at.is_(None)
    return session.execute(select(func.count()).select_from(backup_code).where(unused)).scalar_one()


def backup_salts(session: Session, user_id: int) -> set[str]:
    """Return what a user's unused backup codes were hashed with, as their hashes begin."""
    unused = (backup_code.c.user_id == user_id) & backup_code.c.used_at.is_(None)
    return {kept[:-BACKUP_SUM] for kept in session.scalars(select(backup_code.c.id).where(unused))}


def has_backup_codes(session: Session, user_id: int) -> bool:
    """Say whether a user was given backup codes, used up or not."""
    given = select(backup_code.c.id).where(backup_code.c.user_id == user_id).limit(1)
    return session.execute(given).first() is not None


def begun(session: Session, kind: Begun, bound: str, now: datetime) -> Row[Any] | None:
    """Return what a browser has begun and can still finish, or None."""
    step = auth_step.c
    return session.execute(
        select(auth_step)
        .where(step.bound == bound, step.kind == kind, step.expires_at > now)
        .order_by(step.id.desc())
        .limit(1)
    ).first()


def waiting(session: Session, digest: str, now: datetime) -> Row[Any] | None:
    """Return the session that waits for its second step, with its user's `email`, or None."""
    kept = auth_session.c
    return session.execute(
        select(auth_session, user.c.email)
        .join(user, user.c.id == kept.user_id)
        .where(
            kept.id == digest,
            kept.pending.is_(True),
            kept.ends_at > now,
            user.c.disabled_at.is_(None),
        )
    ).first()


def email_of(session: Session, user_id: int) -> str | None:
    """Return a user's address, None where there is no such user."""
    return session.execute(select(user.c.email).where(user.c.id == user_id)).scalar()
