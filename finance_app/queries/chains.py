"""How far chains of hashes have come, as it is written down and as their last rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from finance_app.models import tables

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

change, event = tables.change, tables.audit_event


def book_head(session: Session, book_id: int) -> Row[Any] | None:
    """Return what is written down of a book."""
    kept = tables.book_head
    return session.execute(select(kept).where(kept.c.book_id == book_id)).first()


def last_change(session: Session, book_id: int) -> tuple[int, str] | None:
    """Return number and hash of a book's last change."""
    newest = select(func.max(change.c.sequence)).where(change.c.book_id == book_id)
    found = session.execute(
        select(change.c.sequence, change.c.hash).where(
            change.c.book_id == book_id, change.c.sequence == newest.scalar_subquery()
        )
    ).first()
    return (found.sequence, found.hash) if found else None


def audit_head(session: Session) -> Row[Any] | None:
    """Return what is written down of the server."""
    return session.execute(select(tables.audit_head)).first()


def lock_audit(session: Session) -> bool:
    """Have others wait who would write an event down; say whether there is anything to lock."""
    return session.execute(select(tables.audit_head.c.id).with_for_update()).first() is not None


def last_event(session: Session) -> tuple[int, str] | None:
    """Return number and hash of the server's last event."""
    newest = select(event.c.sequence, event.c.hash).order_by(event.c.sequence.desc()).limit(1)
    found = session.execute(newest).first()
    return (found.sequence, found.hash) if found else None
