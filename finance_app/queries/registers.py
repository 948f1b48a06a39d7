"""What an account's register adds up: what moved on it up to an entry, what was on it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_, union_all

from finance_app.domain.money import Money
from finance_app.domain.periods import month_number
from finance_app.models.tables import account, entry, month_total
from finance_app.queries.openings import openings

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.entries import Cursor


def opening(session: Session, book_id: int, account_id: int) -> Money | None:
    """Return what was on an account before its first entry; None where there is no account."""
    found = session.execute(
        select(account).where(account.c.book_id == book_id, account.c.id == account_id)
    ).first()
    if found is None:
        return None
    return Money(openings(session, book_id, [found])[account_id], found.currency)


def moved_until(session: Session, book_id: int, account_id: int, place: Cursor) -> int:
    """Return what moved on an account up to an entry, itself included.

    Whole months come from the totals, the entry's own month from the account's index.
    """
    kept, at = month_total.c, tuple_(entry.c.day, entry.c.id)
    months = select(func.sum(kept.amount)).where(
        kept.book_id == book_id,
        kept.account_id == account_id,
        kept.month < month_number(place.day),
    )
    rest = select(func.sum(entry.c.amount)).where(
        entry.c.book_id == book_id,
        entry.c.account_id == account_id,
        entry.c.day >= place.day.replace(day=1),
        at <= tuple_(place.day, place.id),
    )
    return sum(int(moved or 0) for moved in session.scalars(union_all(months, rest)))


def last_day(session: Session, book_id: int, account_id: int) -> date | None:
    """Return the day of an account's newest entry; None where it has none."""
    found: date | None = session.scalar(
        select(func.max(entry.c.day)).where(
            entry.c.book_id == book_id, entry.c.account_id == account_id
        )
    )
    return found
