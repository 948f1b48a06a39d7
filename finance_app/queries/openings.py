"""What was on accounts before everything that is known of them.

A stated opening balance is what was on an account at the start of its opening day. Entries before
that day are part of it; so they are taken out of it again, and the balance of every later day stays
true in whatever order entries come, change and go. An opening balance of zero says nothing.
"""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, union_all

from finance_app.domain.periods import month_number
from finance_app.models.tables import entry, month_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

AT_ONCE = 100  # accounts in one statement


def openings(session: Session, book_id: int, accounts: Sequence[Row[Any]]) -> dict[int, int]:
    """Return what each account held before its first entry, in minor units of its currency."""
    stated = [row for row in accounts if row.opening_balance]
    found = {row.id: row.opening_balance for row in accounts}
    for some in batched(stated, AT_ONCE):
        sums = union_all(*(part for row in some for part in _earlier(book_id, row)))
        for account_id, moved in session.execute(sums):
            found[account_id] -= int(moved or 0)
    return found


def first_days(session: Session, book_id: int, account_ids: Iterable[int]) -> dict[int, Any]:
    """Return the day of each account's first entry; accounts without entries are left out."""
    found = {}
    for key in account_ids:
        wanted = select(func.min(entry.c.day)).where(
            entry.c.book_id == book_id, entry.c.account_id == key
        )
        if (day := session.scalar(wanted)) is not None:
            found[key] = day
    return found


def _earlier(book_id: int, row: Row[Any]) -> Iterator[Select[Any]]:
    """Yield the sums of what is before an opening day: of whole months, and of the last days."""
    day = row.opening_day
    yield (
        select(entry.c.account_id, func.sum(entry.c.amount))
        .where(
            entry.c.book_id == book_id,
            entry.c.account_id == row.id,
            entry.c.day >= day.replace(day=1),
            entry.c.day < day,
        )
        .group_by(entry.c.account_id)
    )
    yield (
        select(month_total.c.account_id, func.sum(month_total.c.amount))
        .where(
            month_total.c.book_id == book_id,
            month_total.c.account_id == row.id,
            month_total.c.month < month_number(day),
        )
        .group_by(month_total.c.account_id)
    )
