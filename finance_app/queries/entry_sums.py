"""What the lines that a list is about come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, select, true

from finance_app.domain.entries import EntryFilter, EntrySums
from finance_app.models.tables import account, category, entry, line, refers
from finance_app.queries import entries, entry_lines
from finance_app.queries.totals import added_up

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def sums(
    session: Session, book_id: int, wanted: EntryFilter, most: int, *, by_bank: bool = False
) -> EntrySums | None:
    """Return what a list comes to, by currency; None where it has more entries than `most`.

    Args:
        by_bank: at the bank's own rates, where there are any.
    """
    picked = entries.keys(session, book_id, wanted, most + 1).subquery()
    count = session.execute(select(func.count()).select_from(picked)).scalar_one()
    if count > most:
        return None
    asked = and_(true(), *entry_lines.asked(wanted))
    bank = line.c.bank_amount
    converted = func.coalesce(bank, line.c.base_amount) if by_bank else line.c.base_amount
    unknown = asked & converted.is_(None)
    found = session.execute(
        select(
            account.c.currency,
            _sum(asked, line.c.amount),
            _sum(asked, literal(1)),
            _sum(asked, func.coalesce(converted, 0)),
            _sum(unknown, line.c.amount),
            _sum(unknown, literal(1)),
            _sum(asked & bank.is_not(None), literal(1)) if by_bank else literal(0),
        )
        .join_from(picked, entry, (entry.c.book_id == book_id) & (entry.c.id == picked.c.id))
        .join(line, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .join(category, refers(line.c.category_id, category), isouter=True)
        .group_by(account.c.currency)
        .having(_sum(asked, literal(1)) > 0)
        .order_by(account.c.currency)
    )
    return EntrySums(count, tuple(added_up(currency, adding) for currency, *adding in found))


def _sum(which: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Add up some lines: as a condition of the rows SQLite would read all of their category's."""
    return func.sum(case((which, value), else_=0))
