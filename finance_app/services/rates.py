"""Exchange rates: keeping them, and handing them to whoever converts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.adapters.rates import shipped
from finance_app.domain.pegs import ALL as PEGS
from finance_app.domain.rate_sources import ECB
from finance_app.models import tables
from finance_app.queries import bulk
from finance_app.queries import rates as queries

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.rates import Rate, RateTable

NO_BOOK = 0


def load_history(session: Session, now: datetime) -> int:
    """Load the rates that ship with the app where none are stored yet; return how many."""
    return 0 if queries.newest_day(session, ECB) else merge_history(session, now)


def merge_history(session: Session, now: datetime) -> int:
    """Add what ships with the app and is not stored yet; return how many rates that was.

    The file is read only where its last day is newer than any day stored.
    """
    newest = queries.newest_day(session, ECB)
    if newest is not None and newest >= shipped.newest_day():
        return 0
    known = queries.days(session, ECB) if newest else set()
    rows = sorted(rate for rate in shipped.history() if rate[:2] not in known)
    columns = ("currency", "day", "per_base")
    bulk.insert(session, tables.rate, columns, rows, source=ECB, fetched_at=now)
    return len(rows)


def reached_by(session: Session, currencies: Collection[str]) -> set[str]:
    """Return the currencies that are converted by way of some: with those pegged to them."""
    pegged = {code for code, peg in PEGS.items() if peg.anchor in currencies}
    reached = {*currencies, *pegged}
    pairs = queries.own_pairs(session)
    return reached.union(*(pair for pair in pairs if reached.intersection(pair)))


def table(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return what converts these currencies in a book on any day from first to last."""
    return queries.table(session, book_id, currencies, first, last)


def on(session: Session, actor: Actor, origin: str, target: str, day: date) -> Rate | None:
    """Return the rate of one day, as the actor's book has it."""
    return table_on(session, actor.book_id, {origin, target}, [day]).rate(origin, target, day)


def published_on(session: Session, origin: str, target: str, day: date) -> Rate | None:
    """Return the rate of one day as it is published, whatever books have of their own."""
    return queries.table_on(session, NO_BOOK, {origin, target}, [day]).rate(origin, target, day)


def table_on(
    session: Session, book_id: int, currencies: Collection[str], days: Collection[date]
) -> RateTable:
    """Return what is needed to convert these currencies in a book, on these days alone."""
    return queries.table_on(session, book_id, currencies, days)
