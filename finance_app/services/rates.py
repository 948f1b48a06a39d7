"""Exchange rates: keeping them, and handing them to whoever converts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from finance_app.adapters import rates as ecb
from finance_app.models import tables
from finance_app.queries import rates as queries

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.rates import RateTable

_ROWS_AT_ONCE = 20_000


def load_history(session: Session, now: datetime) -> int:
    """Load the rates that ship with the app where none are stored yet; return how many."""
    if queries.newest_day(session, ecb.SOURCE) is not None:
        return 0
    rows = [
        {
            "source": ecb.SOURCE,
            "currency": currency,
            "day": day,
            "per_base": per_base,
            "fetched_at": now,
        }
        for currency, day, per_base in sorted(ecb.history())
    ]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(tables.rate), rows[start : start + _ROWS_AT_ONCE])
    return len(rows)


def table(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return what converts these currencies in a book on any day from first to last."""
    return queries.table(session, book_id, currencies, first, last)


def table_on(
    session: Session, book_id: int, currencies: Collection[str], days: Collection[date]
) -> RateTable:
    """Return what is needed to convert these currencies in a book, on these days alone."""
    return queries.table_on(session, book_id, currencies, days)
