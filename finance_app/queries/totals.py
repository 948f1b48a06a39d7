"""Totals by month: of purposes, of payees, of what moved on accounts; and of parts of months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, case, func, literal, select, union_all

from finance_app.domain.categories import CategoryKind
from finance_app.domain.dashboard import PayeeSum
from finance_app.domain.flows import Total
from finance_app.domain.money import Money
from finance_app.domain.periods import month_number, month_start
from finance_app.domain.totals import NOBODY, TRANSFER, UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.domain.worth import Moved
from finance_app.models.tables import (
    account,
    entry,
    line,
    month_total,
    payee_month_total,
    refers,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Column, ColumnElement, Select
    from sqlalchemy.orm import Session

MILLION = 10**6


def by_purpose(
    session: Session, book_id: int, first: int, last: int, *, monthly: bool = True
) -> list[Total]:
    """Return what whole months add up to by purpose, transfers apart.

    Args:
        first: the number of a month…
        last: …and of the last one.
        monthly: each month apart, or all of them as if they were the first.
    """
    kept = month_total.c
    month: ColumnElement[int] = kept.month if monthly else literal(first)
    missing_in = case((kept.missing_count > 0, kept.currency), else_="").label("missing_in")
    sums = (kept.base_amount, kept.count, kept.missing_amount, kept.missing_count)
    found = session.execute(
        select(month.label("month"), kept.category_id, missing_in, *map(func.sum, sums))
        .where(
            kept.book_id == book_id,
            kept.month.between(first, last),
            kept.category_id != TRANSFER,
        )
        .group_by(*(["month"] if monthly else []), kept.category_id, "missing_in")
    ).all()
    starts = {row[0]: month_start(row[0]) for row in found}
    return [
        Total(starts[number], purpose, currency, *map(int, adding))
        for number, purpose, currency, *adding in found
    ]


def part(
    session: Session, book_id: int, start: date, last: date, category_ids: Collection[int]
) -> list[Total]:
    """Return what some days of one month add up to by purpose and payee, transfers apart.

    Args:
        category_ids: all of the book's; each is looked up by its own index.
    """
    categorised = _lines(book_id, start, last).where(line.c.category_id.in_(category_ids))
    others = _lines(book_id, start, last).where(line.c.category_id.is_(None))
    found = session.execute(union_all(categorised, others))
    month = start.replace(day=1)
    return [
        Total(month, purpose, currency, int(base), int(count), int(amount), int(missing), payee_id)
        for purpose, payee_id, currency, base, count, amount, missing in found
    ]


def _lines(book_id: int, start: date, last: date) -> Select[Any]:
    missing = line.c.base_amount.is_(None)
    purpose = func.coalesce(
        line.c.category_id,
        case((line.c.amount > 0, UNCATEGORISED_IN), else_=UNCATEGORISED_OUT),
    )
    payee_id = func.coalesce(entry.c.payee_id, NOBODY)
    return (
        select(
            purpose.label("purpose"),
            payee_id.label("payee_id"),
            account.c.currency,
            func.sum(func.coalesce(line.c.base_amount, 0)),
            func.count(),
            func.sum(case((missing, line.c.amount), else_=0)),
            func.sum(case((missing, 1), else_=0)),
        )
        .join_from(line, entry, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .where(
            line.c.book_id == book_id,
            line.c.day.between(start, last),
            line.c.transfer_line_id.is_(None),
        )
        .group_by("purpose", "payee_id", account.c.currency)
    )


def spent_by_payee(
    session: Session, book_id: int, months: tuple[int, int], currency: str, limit: int | None
) -> list[PayeeSum]:
    """Return what was spent in whole months by payee, not named, the largest first."""
    kept = payee_month_total.c
    spent = func.sum(-kept.base_amount)
    found = session.execute(
        select(kept.payee_id, spent, func.sum(kept.count), func.sum(kept.missing_count))
        .where(
            kept.book_id == book_id,
            kept.kind == CategoryKind.EXPENSE,
            kept.month.between(*months),
            kept.payee_id != NOBODY,
        )
        .group_by(kept.payee_id)
        .order_by(spent.desc(), kept.payee_id)
        .limit(limit)
    )
    return [
        PayeeSum(payee_id, "", Money(int(amount), currency), int(count), int(missing))
        for payee_id, amount, count, missing in found
    ]


def moved_by_month(
    session: Session, book_id: int, last: date, account_id: int | None = None
) -> list[Moved]:
    """Return what moved on each account, or one, in every month up to that of a day."""
    kept = month_total.c
    found = session.execute(
        select(kept.account_id, kept.month, func.sum(kept.amount))
        .where(
            kept.book_id == book_id,
            kept.month <= month_number(last),
            *_on(kept.account_id, account_id),
        )
        .group_by(kept.month, kept.account_id)
    ).all()
    starts = {row.month: month_start(row.month) for row in found}
    return [Moved(account_id, starts[month], int(moved)) for account_id, month, moved in found]


def moved_by_day(
    session: Session, book_id: int, start: date, last: date, account_id: int | None = None
) -> list[Moved]:
    """Return what moved on each account, or one, on each of some days."""
    days: ColumnElement[bool] = entry.c.day.between(start, last)
    found = session.execute(
        select(entry.c.account_id, entry.c.day, func.sum(entry.c.amount))
        .where(entry.c.book_id == book_id, days, *_on(entry.c.account_id, account_id))
        .group_by(entry.c.account_id, entry.c.day)
    )
    return [Moved(account_id, day, int(moved)) for account_id, day, moved in found]


def _on(column: Column[int], account_id: int | None) -> list[ColumnElement[bool]]:
    return [] if account_id is None else [column == account_id]


def turnover(session: Session, book_id: int) -> int:
    """Return what a book's lines come to, signs apart, to the million; it reads them all.

    Either in the accounts' currencies or in the base currency, whichever is more.
    """

    def millions(amounts: Column[int]) -> ColumnElement[int]:
        return func.sum(func.abs(amounts, type_=BigInteger) // MILLION)

    found = session.execute(
        select(millions(line.c.amount), millions(line.c.base_amount)).where(
            line.c.book_id == book_id
        )
    ).one()
    return max(int(sum_ or 0) for sum_ in found) * MILLION
