"""The browsers that users signed in with before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from finance_app.models.tables import known_device

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def is_known(session: Session, user_id: int, digest: str) -> bool:
    """Say whether a user signed in with a browser before."""
    kept = known_device.c
    found = select(kept.user_id).where(kept.user_id == user_id, kept.digest == digest)
    return session.execute(found).first() is not None


def digests(session: Session, user_id: int) -> list[str]:
    """Return the digests of a user's known browsers."""
    return list(
        session.scalars(select(known_device.c.digest).where(known_device.c.user_id == user_id))
    )
