"""What programs were answered, kept for a day: a write that comes again is not done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from finance_app.errors import ConflictError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import api_tokens as queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.services.api_tokens import Bearer

KEPT = timedelta(hours=24)
RUNNING = "The same request is being done at the moment; ask again when it is."
OTHER = "This Idempotency-Key came with another request; use a new one for each."


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer.

    Args:
        body: JSON; nothing where there was none.
        location: of what was made; nothing where nothing was.
    """

    status: int
    body: str
    location: str


def before(session: Session, who: Bearer, key: str, digest: str) -> Kept | None:
    """Return what a request was answered that came before; None where it comes for the first time.

    Args:
        key: what the program calls it.
        digest: of all that it asks for.

    Raises:
        InvalidInputError: another request was called the same.
        ConflictError: it is being done, in another process.
    """
    if not queries.claimed(session, who.key, key):
        raise ConflictError(RUNNING)
    found = queries.answer(session, who.key, key, who.actor.now - KEPT)
    if found is None:
        return None
    if found.digest != digest:
        raise InvalidInputError(OTHER, field="Idempotency-Key")
    return Kept(found.status, found.body, found.location)


def keep(session: Session, who: Bearer, key: str, digest: str, kept: Kept) -> None:
    """Keep an answer, in the transaction of what it answers."""
    table, now = tables.api_answer, who.actor.now
    session.execute(delete(table).where(table.c.token_id == who.key, table.c.key == key))  # stale
    session.execute(
        insert(table).values(
            token_id=who.key,
            key=key,
            digest=digest,
            status=kept.status,
            body=kept.body,
            location=kept.location,
            at=now,
        )
    )


def forget(session: Session, now: datetime) -> None:
    """Drop what is too old to be asked for."""
    session.execute(delete(tables.api_answer).where(tables.api_answer.c.at < now - KEPT))
