"""Converting a part of a book's amounts anew: one short transaction, after which totals fit.

Reading and reckoning is done beforehand on a snapshot, so that nobody waits for it. If the book was
written to meanwhile, the part is read again while its writers wait.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update

from finance_app import db
from finance_app.domain.rates import RateTable
from finance_app.models import tables
from finance_app.queries import accounts as account_queries
from finance_app.queries import books as book_queries
from finance_app.queries import recomputing as queries
from finance_app.queries.bulk import store
from finance_app.services import currency_checks, ledger, rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

FEWEST, MOST = 200, 4_000  # entries of a part
LOCKED = 0.012  # seconds that writers are to wait for at most, about
DAYS = date(1900, 1, 1), date(9999, 12, 31)
EXPLAINED = ("base_amount", "rate_day", "rate_source")
CONVERTED = ("base_amount", "bank_amount")

table = tables.recompute
_derived, _converted = itemgetter(*EXPLAINED), itemgetter(*CONVERTED)


@dataclass(slots=True)
class Part:
    """What was read of a book, and what of it is to be written.

    Args:
        row: how far the book is.
        head: the number of its last change.
        entries: all of the part.
        changed: those that are converted otherwise…
        lines: …with their lines that are.
        total: how many entries there are in all.
    """

    row: Row[Any]
    head: int
    entries: Sequence[Row[Any]]
    changed: list[ledger.Row]
    lines: list[ledger.Row]
    total: int

    @property
    def cursor(self) -> tuple[date, int]:
        """The last entry of it, by day and key."""
        return self.entries[-1].day, self.entries[-1].id


class Stepper:
    """Converts a book part by part, for as long as it is this process's to do.

    Args:
        owner: the name under which the book was claimed.
    """

    def __init__(self, book_id: int, owner: str) -> None:
        self.book_id, self.owner = book_id, owner
        self.size = FEWEST
        self._rates, self._known = RateTable(), tuple[Any, ...]()

    def step(self, now: datetime) -> bool:
        """Convert the next part; say whether there is more to do.

        Raises:
            InvalidAmountError: in the other currency an amount is more than a book can hold.
        """
        with db.read() as session:
            part = self._read(session)
        if part is None:
            return False
        with db.write() as session:
            started = time.perf_counter()
            going = self._write(session, part, now)
            session.flush()
        locked = time.perf_counter() - started
        wished = self.size * LOCKED / max(locked, LOCKED / 2)
        self.size = round(min(max(wished, FEWEST), MOST))
        return going

    def _read(self, session: Session) -> Part | None:
        """Read the next part and convert it; None where it is no longer this process's to do."""
        row = queries.row(session, self.book_id)
        if row is None or row.owner != self.owner or row.stopped:
            return None
        after, total = (row.cursor_day, row.cursor_id), row.total
        if total is None:
            total = row.done + queries.count(session, self.book_id, after, row.last_day)
        currency_checks.learn(session, self.book_id)
        head = queries.head(session, self.book_id)
        found = queries.entries(session, self.book_id, after, row.last_day, self.size)
        parts = queries.lines(session, self.book_id, [each.id for each in found])
        entries = [dict(zip(queries.ENTRY, each, strict=True)) for each in found]
        lines = [dict(zip(queries.LINE, each, strict=True)) for each in parts]
        ledger.complete(entries, lines, row.base_currency, self._table(session, row))
        changed = [new for new, old in zip(entries, found, strict=True) if _derived(new) != old[:3]]
        whole = {each["id"]: each for each in entries}
        kinds = queries.kinds(session, self.book_id)
        other = [
            {
                **whole[new["entry_id"]],
                **new,
                "before": old[:2],
                "kind": kinds.get(new["category_id"]),
            }
            for new, old in zip(lines, parts, strict=True)
            if _converted(new) != old[:2]
        ]
        return Part(row, head, found, changed, other, total)

    def _table(self, session: Session, row: Row[Any]) -> RateTable:
        """Return the rates of all days, read once for as long as they are what the book needs."""
        currencies = account_queries.currencies(session, self.book_id) | {row.base_currency}
        known = (row.started_at, row.stamp, frozenset(currencies))
        if self._known != known:
            self._rates = rates.table(session, self.book_id, currencies, *DAYS)
            self._known = known
        return self._rates

    def _write(self, session: Session, part: Part, now: datetime) -> bool:
        """Write a part and how far the book is with it; say whether there is more to do."""
        if book_queries.locked(session, self.book_id) is None:
            return False
        row = queries.row(session, self.book_id)
        if row is None or row.owner != self.owner or row.stopped:
            return False
        if row.stamp != part.row.stamp:
            return True  # what was read is out of date; so may be the rates
        if queries.head(session, self.book_id) != part.head:
            again = self._read(session)
            if again is None:
                return False
            part = again
        self._store(session, part)
        own = table.c.book_id == self.book_id
        if len(part.entries) == 0:
            session.execute(delete(table).where(own))
            book = update(tables.book).where(tables.book.c.id == self.book_id)
            session.execute(book.values(conversion=tables.book.c.conversion + 1))
            return False
        day, key = part.cursor
        values = {
            "cursor_day": day,
            "cursor_id": key,
            "done": row.done + len(part.entries),
            "total": part.total,
            "beat_at": now,
        }
        session.execute(update(table).where(own).values(**values))
        return True

    def _store(self, session: Session, part: Part) -> None:
        """Write what is converted otherwise, and bring the totals up to date with it."""
        store(session, tables.entry, part.changed, EXPLAINED)
        store(session, tables.line, part.lines, CONVERTED)
        ledger.require_room(session, self.book_id, part.lines)
        ledger.add_differences(session, self.book_id, part.lines)
