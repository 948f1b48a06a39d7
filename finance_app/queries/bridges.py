"""What moved on each account in a period, in the base currency, and the transfers among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select

from finance_app.domain.bridge import Moves, Sides
from finance_app.domain.periods import month_start
from finance_app.domain.totals import TRANSFER
from finance_app.domain.worth import month_end
from finance_app.models.tables import entry, line, month_total, refers

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def moves_in_months(session: Session, book_id: int, first: int, last: int) -> list[Moves]:
    """Return what moved on each account in whole months.

    Args:
        first: the number of a month…
        last: …and of the last one.
    """
    kept = month_total.c
    is_transfer = kept.category_id == TRANSFER
    missed = case((kept.missing_count > 0, kept.month))
    found = session.execute(
        select(
            kept.account_id,
            func.sum(kept.base_amount),
            func.sum(case((is_transfer, kept.base_amount), else_=0)),
            func.sum(case((is_transfer, kept.count), else_=0)),
            func.sum(kept.missing_amount),
            func.sum(kept.missing_count),
            func.min(missed),
            func.max(missed),
        )
        .where(kept.book_id == book_id, kept.month.between(first, last))
        .group_by(kept.account_id)
    )
    return [
        Moves(
            account_id,
            int(base),
            int(moved),
            int(transfers),
            int(amount),
            int(count),
            month_start(since) if since else None,
            month_end(month_start(until)) if until else None,
        )
        for account_id, base, moved, transfers, amount, count, since, until in found
    ]


def moves_in_days(session: Session, book_id: int, start: date, last: date) -> list[Moves]:
    """Return what moved on each account from one day of a month to another."""
    missing = entry.c.base_amount.is_(None)
    missed = case((missing, entry.c.day))
    found = session.execute(
        select(
            entry.c.account_id,
            func.sum(func.coalesce(entry.c.base_amount, 0)),
            func.sum(case((missing, entry.c.amount), else_=0)),
            func.sum(case((missing, _lines()), else_=0)),
            func.min(missed),
            func.max(missed),
        )
        .where(entry.c.book_id == book_id, entry.c.day.between(start, last))
        .group_by(entry.c.account_id)
    )
    whole = [
        Moves(account_id, int(base), 0, 0, int(amount), int(count), since, until)
        for account_id, base, amount, count, since, until in found
    ]
    return [*whole, *_transfers(session, book_id, start, last)]


def _lines() -> Any:
    """Return how many lines an entry has."""
    of_it = (line.c.book_id == entry.c.book_id) & (line.c.entry_id == entry.c.id)
    return select(func.count()).select_from(line).where(of_it).correlate(entry).scalar_subquery()


def _transfers(session: Session, book_id: int, start: date, last: date) -> list[Moves]:
    """Return which part of what moved is transfers; it adds nothing to it."""
    found = session.execute(
        select(entry.c.account_id, func.sum(func.coalesce(line.c.base_amount, 0)), func.count())
        .join_from(line, entry, refers(line.c.entry_id, entry))
        .where(
            line.c.book_id == book_id,
            line.c.day.between(start, last),
            line.c.transfer_line_id.is_not(None),
        )
        .group_by(entry.c.account_id)
    )
    return [Moves(account_id, 0, int(moved), int(count)) for account_id, moved, count in found]


def sides(
    session: Session, book_id: int, start: date, last: date, account_ids: Collection[int]
) -> list[Sides]:
    """Return the transfers of some accounts, both sides in these days, added up.

    It reads each of the days' transfers, by their own index, and no other line.
    """
    asked = {"book": book_id, "start": start, "last": last, "accounts": sorted(account_ids)}
    return [
        Sides(
            row.account_id,
            row.other_id,
            bool(row.receives),
            int(row.base) if row.known else None,
            int(row.other_base) if row.other_known else None,
        )
        for row in session.execute(_SIDES, asked)
    ]


def _sides_by_account() -> Select[Any]:
    """Return the statement of `sides`, built once: that takes longer than to run it."""
    other, other_entry = line.alias(), entry.alias()
    unknown, other_unknown = line.c.base_amount.is_(None), other.c.base_amount.is_(None)
    return (
        select(
            entry.c.account_id,
            other_entry.c.account_id.label("other_id"),
            case((line.c.amount > 0, 1), else_=0).label("receives"),
            case((unknown, 0), else_=1).label("known"),
            case((other_unknown, 0), else_=1).label("other_known"),
            func.sum(func.coalesce(line.c.base_amount, 0)).label("base"),
            func.sum(func.coalesce(other.c.base_amount, 0)).label("other_base"),
        )
        .join_from(line, entry, refers(line.c.entry_id, entry))
        .join(other, refers(line.c.transfer_line_id, other))
        .join(other_entry, refers(other.c.entry_id, other_entry))
        .where(
            line.c.book_id == bindparam("book"),
            line.c.day.between(bindparam("start"), bindparam("last")),
            line.c.transfer_line_id.is_not(None),
            other.c.day.between(bindparam("start"), bindparam("last")),
            entry.c.account_id.in_(bindparam("accounts", expanding=True)),
        )
        .group_by(entry.c.account_id, "other_id", "receives", "known", "other_known")
    )


_SIDES = _sides_by_account()
