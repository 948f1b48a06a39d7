"""What the lines that a list is about come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, select, true

from finance_app.domain.entries import CurrencySum, EntryFilter, EntrySums
from finance_app.models.tables import account, category, entry, line, refers
from finance_app.queries import entries, entry_lines

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def sums(session: Session, book_id: int, wanted: EntryFilter, most: int) -> EntrySums | None:
    """Return what a list comes to, by currency; None where it has more entries than `most`."""
    picked = entries.keys(session, book_id, wanted, most + 1).subquery()
    count = session.execute(select(func.count()).select_from(picked)).scalar_one()
    if count > most:
        return None
    asked = and_(true(), *entry_lines.asked(wanted))
    unknown = asked & line.c.base_amount.is_(None)
    found = session.execute(
        select(
            account.c.currency,
            _sum(asked, line.c.amount).label("amount"),
            _sum(asked, func.coalesce(line.c.base_amount, 0)).label("base_amount"),
            _sum(unknown, line.c.amount).label("missing_amount"),
            _sum(unknown, literal(1)).label("missing_count"),
        )
        .join_from(picked, entry, (entry.c.book_id == book_id) & (entry.c.id == picked.c.id))
        .join(line, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .join(category, refers(line.c.category_id, category), isouter=True)
        .group_by(account.c.currency)
        .having(_sum(asked, literal(1)) > 0)
        .order_by(account.c.currency)
    )
    return EntrySums(
        count,
        tuple(
            CurrencySum(
                row.currency,
                int(row.amount),
                int(row.base_amount),
                int(row.missing_amount),
                int(row.missing_count),
            )
            for row in found
        ),
    )


def _sum(which: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Add up some lines: as a condition of the rows SQLite would read all of their category's."""
    return func.sum(case((which, value), else_=0))
