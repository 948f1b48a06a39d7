"""Accounts and what is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from finance_app.domain.accounts import AccountKind, AccountView
from finance_app.domain.money import Money
from finance_app.models.tables import account, month_total, refers
from finance_app.queries.openings import openings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session


def everything(session: Session, book_id: int) -> list[AccountView]:
    """Return a book's accounts in the order the user gave them, open ones first."""
    found = session.execute(
        _accounts(book_id).order_by(
            account.c.closed_on.is_not(None), account.c.position, account.c.id
        )
    )
    return _views(session, book_id, found.all())


def one(session: Session, book_id: int, account_id: int) -> AccountView | None:
    """Return one account, or None."""
    found = session.execute(_accounts(book_id).where(account.c.id == account_id)).all()
    return next(iter(_views(session, book_id, found)), None)


def by_bank_number(session: Session, book_id: int, number: str) -> AccountView | None:
    """Return the account that a bank's files name so, or None."""
    found = session.execute(_accounts(book_id).where(account.c.bank_number == number)).all()
    return next(iter(_views(session, book_id, found)), None) if number else None


def currencies(session: Session, book_id: int) -> set[str]:
    """Return the currencies of the book's accounts."""
    return set(session.scalars(select(account.c.currency).where(account.c.book_id == book_id)))


def currencies_by_key(session: Session, book_id: int) -> dict[int, str]:
    """Return the currency of each of the book's accounts."""
    found = session.execute(
        select(account.c.id, account.c.currency).where(account.c.book_id == book_id)
    )
    return {row.id: row.currency for row in found}


def _accounts(book_id: int) -> Select[Any]:
    moved = (
        select(func.coalesce(func.sum(month_total.c.amount), 0))
        .where(refers(month_total.c.account_id, account))
        .scalar_subquery()
    )
    return select(account, moved.label("moved")).where(account.c.book_id == book_id)


def _views(session: Session, book_id: int, rows: Sequence[Row[Any]]) -> list[AccountView]:
    before = openings(session, book_id, rows)
    return [_view(row, before[row.id]) for row in rows]


def _view(row: Row[Any], before: int) -> AccountView:
    return AccountView(
        id=row.id,
        version=row.version,
        name=row.name,
        kind=AccountKind(row.kind),
        currency=row.currency,
        opening_day=row.opening_day,
        opening=Money(row.opening_balance, row.currency),
        closed_on=row.closed_on,
        position=row.position,
        bank_number=row.bank_number,
        balance=Money(before + int(row.moved), row.currency),
    )
