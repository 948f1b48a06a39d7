"""What the dashboard needs beside totals: since when the book goes, its accounts, payees' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from finance_app.domain.accounts import AccountKind
from finance_app.domain.money import Money
from finance_app.domain.worth import Holding
from finance_app.models.tables import account, entry, payee
from finance_app.queries.openings import first_days, openings

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def span(session: Session, book_id: int) -> tuple[date, date] | None:
    """Return the first and last day that anything is on: an entry or an account's opening."""
    days = [
        session.execute(select(edge(column)).where(column.table.c.book_id == book_id)).scalar()
        for column in (entry.c.day, account.c.opening_day)
        for edge in (func.min, func.max)
    ]
    found = [day for day in days if day is not None]
    return (min(found), max(found)) if found else None


def newest(session: Session, book_id: int, until: date | None = None) -> date | None:
    """Return the day of a book's newest entry, of those up to a day where one is given."""
    wanted = select(func.max(entry.c.day)).where(entry.c.book_id == book_id)
    found: date | None = session.scalar(
        wanted if until is None else wanted.where(entry.c.day <= until)
    )
    return found


def holdings(session: Session, book_id: int, account_id: int | None = None) -> list[Holding]:
    """Return a book's accounts, or one, in the order the user gave them, open ones first."""
    wanted = select(account).where(account.c.book_id == book_id)
    if account_id is not None:
        wanted = wanted.where(account.c.id == account_id)
    found = session.execute(
        wanted.order_by(account.c.closed_on.is_not(None), account.c.position, account.c.id)
    ).all()
    before = openings(session, book_id, found)
    first = first_days(session, book_id, before)
    return [
        Holding(
            id=row.id,
            name=row.name,
            kind=AccountKind(row.kind),
            opening_day=min(row.opening_day, first.get(row.id, row.opening_day)),
            opening=Money(before[row.id], row.currency),
        )
        for row in found
    ]


def payee_names(session: Session, book_id: int, payee_ids: Collection[int]) -> dict[int, str]:
    """Return the names of payees by key."""
    found = session.execute(
        select(payee.c.id, payee.c.name).where(
            payee.c.book_id == book_id, payee.c.id.in_(payee_ids)
        )
    )
    return {row.id: row.name for row in found}
