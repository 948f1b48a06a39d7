"""The database's clock: the one that all processes at work on it have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from finance_app.queries.keys import dialect_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def now(session: Session) -> datetime:
    """Return this instant, not the one that the transaction began at."""
    if dialect_of(session) == "sqlite":
        told = session.scalar(select(func.strftime("%Y-%m-%d %H:%M:%f", "now")))
        return datetime.fromisoformat(f"{told}+00:00")
    found: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)
