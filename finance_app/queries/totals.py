"""Totals by month: of purposes, of payees, of what moved on accounts; and of parts of months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, case, func, literal, select, union_all

from finance_app.domain.categories import CategoryKind
from finance_app.domain.periods import month_number, month_start, numbers_between
from finance_app.domain.totals import NOBODY, TRANSFER, UNCATEGORISED_IN, UNCATEGORISED_OUT, Total
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
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Select
    from sqlalchemy.orm import Session

MILLION = 10**6
SOUGHT = 120  # months that are looked up one by one where only some payees are wanted


def by_purpose(
    session: Session,
    book_id: int,
    first: int,
    last: int,
    *,
    monthly: bool = True,
    by_bank: bool = False,
) -> list[Total]:
    """Return what whole months add up to by purpose, transfers apart.

    Args:
        first: the number of a month…
        last: …and of the last one.
        monthly: each month apart, or all of them as if they were the first.
        by_bank: at the bank's own rates, where there are any.
    """
    kept = month_total.c
    month: ColumnElement[int] = kept.month if monthly else literal(first)
    names = _BY_BANK if by_bank else _BY_DAY
    sums = (func.sum(kept[name]) for name in names)
    found = session.execute(
        select(month.label("month"), kept.category_id, kept.currency, *sums)
        .where(
            kept.book_id == book_id,
            kept.month.between(first, last),
            kept.category_id != TRANSFER,
        )
        .group_by(*(["month"] if monthly else []), kept.category_id, kept.currency)
    ).all()
    starts = {row[0]: month_start(row[0]) for row in found}
    return [
        _total(starts[number], purpose, currency, adding)
        for number, purpose, currency, *adding in found
    ]


_SUMS = ("amount", "count", "base_amount", "missing_amount", "missing_count", "bank_count")
_BY_DAY = _SUMS[:-1]
_BY_BANK = (
    *("amount", "count", "bank_amount", "bank_missing_amount", "bank_missing_count", "bank_count"),
)


def part(
    session: Session,
    book_id: int,
    start: date,
    last: date,
    category_ids: Collection[int],
    *,
    by_bank: bool = False,
) -> list[Total]:
    """Return what some days of one month add up to by purpose and payee, transfers apart.

    Args:
        category_ids: all of the book's; each is looked up by its own index.
        by_bank: at the bank's own rates, where there are any.
    """
    lines = _lines(book_id, start, last, by_bank=by_bank)
    categorised = lines.where(line.c.category_id.in_(category_ids))
    others = lines.where(line.c.category_id.is_(None))
    found = session.execute(union_all(categorised, others))
    month = start.replace(day=1)
    return [
        _total(month, purpose, currency, adding, payee_id)
        for purpose, payee_id, currency, *adding in found
    ]


def _lines(book_id: int, start: date, last: date, *, by_bank: bool) -> Select[Any]:
    bank = line.c.bank_amount
    converted = func.coalesce(bank, line.c.base_amount) if by_bank else line.c.base_amount
    missing = converted.is_(None)
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
            func.sum(line.c.amount),
            func.count(),
            func.sum(func.coalesce(converted, 0)),
            func.sum(case((missing, line.c.amount), else_=0)),
            func.sum(case((missing, 1), else_=0)),
            func.count(bank) if by_bank else literal(0),
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
    session: Session,
    book_id: int,
    months: tuple[int, int],
    *,
    most: int | None = None,
    weights: Mapping[str, float] | None = None,
    by_bank: bool = False,
) -> list[Total]:
    """Return what was spent in whole months by payee and currency.

    Args:
        most: of how many payees, those where about the most was spent; of all where it is None.
        weights: what a minor unit of each currency is about worth, to choose those by; without
            them, what it was converted to.
        by_bank: at the bank's own rates, where there are any.
    """
    kept = payee_month_total.c
    spent = [kept.book_id == book_id, kept.kind == CategoryKind.EXPENSE]
    wanted = [*spent, kept.month.between(*months), kept.payee_id != NOBODY]
    converted = kept.bank_amount if by_bank else kept.base_amount
    if most is not None:
        worth: ColumnElement[Any] = converted
        if weights is not None:
            worth = kept.amount * case(weights, value=kept.currency, else_=0.0)
        largest = select(kept.payee_id).where(*wanted).group_by(kept.payee_id)
        ranked = largest.order_by(func.sum(worth), kept.payee_id).limit(most)
        ids = kept.payee_id.in_(session.scalars(ranked).all())
        each = numbers_between(*months)
        wanted = [*spent, kept.month.in_(each), ids] if len(each) <= SOUGHT else [*wanted, ids]
    sums = (func.sum(kept[name]) for name in (_BY_BANK if by_bank else _BY_DAY))
    found = session.execute(
        select(kept.payee_id, kept.currency, *sums)
        .where(*wanted)
        .group_by(kept.payee_id, kept.currency)
    )
    month = month_start(months[0])
    return [
        _total(month, UNCATEGORISED_OUT, currency, adding, payee_id)
        for payee_id, currency, *adding in found
    ]


def added_up(currency: str, sums: Sequence[Any]) -> Total:
    """Return a total of lines whatever they are for and of whichever month."""
    return _total(date.min, UNCATEGORISED_OUT, currency, sums)


def _total(
    month: date, purpose: int, currency: str, adding: Sequence[Any], payee_id: int | None = None
) -> Total:
    """Return a total of sums in the order of `_SUMS`, of which the last ones may be left out."""
    amount, count, base, missing, missing_count, *bank = adding
    return Total(  # there are many, so one by one rather than by `map`
        month,
        purpose,
        currency,
        int(base),
        int(count),
        int(missing),
        int(missing_count),
        payee_id,
        int(amount),
        int(bank[0]) if bank else 0,
    )


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

    In the accounts' currencies or in the base currency, at either rate, whichever is more.
    """

    def millions(amounts: Column[int]) -> ColumnElement[int]:
        return func.sum(func.abs(amounts, type_=BigInteger) // MILLION)

    found = session.execute(
        select(*map(millions, (line.c.amount, line.c.base_amount, line.c.bank_amount))).where(
            line.c.book_id == book_id
        )
    ).one()
    return max(int(sum_ or 0) for sum_ in found) * MILLION
