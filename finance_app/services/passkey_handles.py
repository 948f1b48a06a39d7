"""What devices remember the users of passkeys by: made of the secret key once, and kept.

Rows of an earlier version keep none; as long as the key that theirs was made of is known, it is
made of that again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from finance_app.models import tables
from finance_app.queries import factors as queries
from finance_app.secret_keys import secret_key, secret_keys

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def of(session: Session, user_id: int) -> str:
    """Return a user's: always the same, and it says nothing about them."""
    known = [row.handle for row in queries.passkeys(session, user_id) if row.handle]
    return str(known[0]) if known else _made(user_id, secret_key())


def right(row: Row[Any]) -> list[str]:
    """Return what a passkey may be shown with."""
    return [row.handle] if row.handle else [_made(row.user_id, key) for key in secret_keys()]


def keep(session: Session) -> None:
    """Write down those that are not kept yet, before the key that they are made of is gone."""
    table, oldest = tables.passkey, secret_keys()[-1]
    bare = session.execute(select(table.c.id, table.c.user_id).where(table.c.handle == "")).all()
    for row in bare:
        noted = update(table).where(table.c.id == row.id)
        session.execute(noted.values(handle=_made(row.user_id, oldest)))


def _made(user_id: int, key: str) -> str:
    made = hmac.new(key.encode(), f"passkeys of\n{user_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")
