"""Books whose amounts are being converted anew, and their entries part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, or_, select, text, tuple_

from finance_app.models.tables import (
    account,
    book,
    category,
    change,
    entry,
    line,
    recompute,
    refers,
)
from finance_app.queries.keys import among, dialect_of, given

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

ENTRY = (
    *("base_amount", "rate_day", "rate_source", "book_id", "id", "day", "currency"),
    *("account_id", "payee_id", "original_amount", "original_currency"),
)
LINE = (
    *("base_amount", "bank_amount", "book_id", "id", "entry_id", "amount"),
    *("category_id", "transfer_line_id"),
)
"""What `entries` and `lines` return, what is derived first."""

PAIRED = 7368022  # the number of PostgreSQL's lock for claiming


def row(session: Session, book_id: int) -> Row[Any] | None:
    """Return how far a book is, and its base currency; None where nothing is to be done."""
    return session.execute(_rows().where(recompute.c.book_id == book_id)).first()


def rows(session: Session, book_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Return how far those of some books are that are being converted."""
    return session.execute(_rows().where(recompute.c.book_id.in_(book_ids))).all()


def everywhere(session: Session) -> Sequence[Row[Any]]:
    """Return how far all books are that are being converted, or were stopped."""
    return session.execute(_rows()).all()


def due(session: Session) -> Sequence[Row[Any]]:
    """Return what is to be worked on, in the order it came up."""
    wanted = _rows().where(recompute.c.stopped.is_(False), book.c.removed_at.is_(None))
    return session.execute(wanted.order_by(recompute.c.started_at, recompute.c.book_id)).all()


def _rows() -> Select[Any]:
    return select(recompute, book.c.base_currency).join(book, book.c.id == recompute.c.book_id)


def alone(session: Session) -> None:
    """Have others wait that want to claim something; writers of SQLite wait anyway."""
    if dialect_of(session) == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({PAIRED})"))


def is_alive(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that somebody was at work since a moment."""
    return (recompute.c.owner != "") & (recompute.c.beat_at > moment)


def head(session: Session, book_id: int) -> int:
    """Return the number of a book's last change: it ascends with whatever is written."""
    newest = select(func.max(change.c.sequence)).where(change.c.book_id == book_id)
    return session.scalar(newest) or 0


def has_entries(session: Session, book_id: int) -> bool:
    """Say whether there is any amount in a book."""
    return bool(session.scalar(select(exists().where(entry.c.book_id == book_id))))


def entries(
    session: Session, book_id: int, after: tuple[date | None, int], last: date | None, limit: int
) -> Sequence[Row[Any]]:
    """Return the next entries by day and key: `ENTRY`, with their accounts' currencies."""
    columns = (account.c.currency if name == "currency" else entry.c[name] for name in ENTRY)
    wanted: Select[Any] = (
        select(*columns)
        .join_from(entry, account, refers(entry.c.account_id, account))
        .where(*_between(book_id, after, last))
        .order_by(entry.c.day, entry.c.id)
        .limit(limit)
    )
    return session.execute(wanted).all()


def count(session: Session, book_id: int, after: tuple[date | None, int], last: date | None) -> int:
    """Return how many entries are left, by their index."""
    return session.scalar(select(func.count()).where(*_between(book_id, after, last))) or 0


def _between(
    book_id: int, after: tuple[date | None, int], last: date | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [entry.c.book_id == book_id]
    if after[0] is not None:
        wanted.append(tuple_(entry.c.day, entry.c.id) > tuple_(*after))
    if last is not None:
        wanted.append(entry.c.day <= last)
    return wanted


def lines(session: Session, book_id: int, entry_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Return the lines of entries in their order: `LINE`."""
    dialect = dialect_of(session)
    wanted: Select[Any] = (
        select(*(line.c[name] for name in LINE))
        .where(line.c.book_id == book_id, among(dialect, line.c.entry_id))
        .order_by(line.c.entry_id, line.c.position, line.c.id)
    )
    return session.execute(wanted, given(dialect, entry_ids)).all()


def accounts_in(session: Session, currencies: Collection[str]) -> dict[int, tuple[str, list[int]]]:
    """Return the accounts that are converted by way of some currencies, by book, with its base.

    Removed books are among them: they may be brought back.
    """
    found = session.execute(
        select(book.c.id, book.c.base_currency, account.c.id)
        .join_from(account, book, book.c.id == account.c.book_id)
        .where(
            account.c.currency != book.c.base_currency,
            or_(account.c.currency.in_(currencies), book.c.base_currency.in_(currencies)),
        )
    )
    accounts: dict[int, tuple[str, list[int]]] = {}
    for book_id, base, account_id in found:
        accounts.setdefault(book_id, (base, []))[1].append(account_id)
    return accounts


def first_day(
    session: Session, book_id: int, account_ids: Sequence[int], first: date, last: date
) -> date | None:
    """Return the first of some days that any of these accounts has an entry on, by their index."""
    days = (
        session.scalar(
            select(func.min(entry.c.day)).where(
                entry.c.book_id == book_id,
                entry.c.account_id == account_id,
                entry.c.day.between(first, last),
            )
        )
        for account_id in account_ids
    )
    return min((day for day in days if day is not None), default=None)


def kinds(session: Session, book_id: int) -> dict[int, str]:
    """Return what kind each category of a book is of."""
    found = session.execute(
        select(category.c.id, category.c.kind).where(category.c.book_id == book_id)
    )
    return {row[0]: row[1] for row in found}
