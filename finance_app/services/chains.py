"""The chain of hashes that links a book's changes, so that none can be rewritten unseen."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from finance_app.models import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

GENESIS = "0" * 64


def heading(set_id: int, said: Mapping[str, Any]) -> str:
    """Write down who did what, when, as canonical JSON in one line.

    Args:
        said: the columns of the change set's row.
    """
    at = said["at"].astimezone(UTC).isoformat()
    values = (set_id, said["user_id"], at, said["kind"], said["summary"], said["undoes_id"])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def link(previous: str, sequence: int, made: str, table: str, verb: str, rows: str) -> str:
    """Return the hash of a change that follows another.

    Args:
        previous: the hash of the change before it, `GENESIS` for a book's first.
        made: the `heading` of its change set.
        rows: its `image`.
    """
    content = f"{previous}\n{sequence}\n{made}\n{table}\n{verb}\n{rows}"
    return hashlib.sha256(content.encode()).hexdigest()


def head(session: Session, book_id: int) -> tuple[int, str]:
    """Return the last change's number and hash."""
    change = tables.change
    newest = select(func.max(change.c.sequence)).where(change.c.book_id == book_id)
    found = session.execute(
        select(change.c.sequence, change.c.hash).where(
            change.c.book_id == book_id, change.c.sequence == newest.scalar_subquery()
        )
    ).first()
    return (found.sequence, found.hash) if found else (0, GENESIS)
