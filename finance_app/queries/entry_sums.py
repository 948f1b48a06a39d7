"""What the lines that a list is about come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from finance_app.domain.entries import CurrencySum, EntryFilter, EntrySums
from finance_app.models.tables import account, category, entry, line, refers
from finance_app.queries import entries, entry_lines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def sums(session: Session, book_id: int, wanted: EntryFilter, most: int) -> EntrySums | None:
    """Return what a list comes to, by currency; None where it has more entries than `most`."""
    picked = entries.keys(session, book_id, wanted, most + 1).subquery()
    count = session.execute(select(func.count()).select_from(picked)).scalar_one()
    if count > most:
        return None
    missing = case((line.c.base_amount.is_(None), line.c.amount), else_=0)
    unknown = case((line.c.base_amount.is_(None), 1), else_=0)
    found = session.execute(
        select(
            account.c.currency,
            func.sum(line.c.amount).label("amount"),
            func.coalesce(func.sum(line.c.base_amount), 0).label("base_amount"),
            func.sum(missing).label("missing_amount"),
            func.sum(unknown).label("missing_count"),
        )
        .join_from(picked, entry, (entry.c.book_id == book_id) & (entry.c.id == picked.c.id))
        .join(line, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .join(category, refers(line.c.category_id, category), isouter=True)
        .where(*entry_lines.asked(wanted))
        .group_by(account.c.currency)
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
