"""Currencies that books have of their own, and what is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select, text

from finance_app.domain.currencies import CustomCurrency
from finance_app.models.tables import account, book, change, custom_currency, entry, own_rate
from finance_app.models.tables import recompute as recomputing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

kept = custom_currency.c


def of_book(session: Session, book_id: int) -> tuple[CustomCurrency, ...]:
    """Return a book's own currencies by code."""
    return _found(session, _wanted().where(kept.book_id == book_id))


def everywhere(session: Session) -> tuple[CustomCurrency, ...]:
    """Return those of all books by code, the same one once a book."""
    return _found(session, _wanted())


def rows(session: Session, book_id: int) -> Sequence[Row[Any]]:
    """Return a book's own currencies by code, with keys and versions."""
    found = select(custom_currency).where(kept.book_id == book_id)
    return session.execute(found.order_by(kept.code)).all()


def decimals_elsewhere(session: Session, book_id: int, code: str) -> int | None:
    """Return how many decimals other books have of a currency; None where none has it."""
    found: int | None = session.scalar(
        select(kept.decimals).where(kept.code == code, kept.book_id != book_id).limit(1)
    )
    return found


def decimals_before(session: Session, book_id: int, code: str) -> int | None:
    """Return how many decimals a currency last had in a book; None where it never was there."""
    images = session.scalars(
        select(change.c.rows)
        .where(change.c.book_id == book_id, change.c.table_name == custom_currency.name)
        .order_by(change.c.sequence.desc())
    )
    for image in images:
        said = json.loads(image)
        for values in (*said["after"], *said["before"]):
            row = dict(zip(said["columns"], values, strict=True))
            if row["code"] == code:
                return int(row["decimals"])
    return None


def alone(session: Session) -> None:
    """Have others who would add or change one, in any book, wait for the end of this."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE custom_currency IN SHARE ROW EXCLUSIVE MODE"))


def is_used(session: Session, book_id: int, code: str) -> bool:
    """Say whether something in a book is in a currency now."""
    uses = (
        (account.c.book_id == book_id, account.c.currency == code),
        (own_rate.c.book_id == book_id, or_(own_rate.c.origin == code, own_rate.c.target == code)),
        (book.c.id == book_id, book.c.base_currency == code),
        (recomputing.c.book_id == book_id, recomputing.c.currency_before == code),
        (entry.c.book_id == book_id, entry.c.original_currency == code),
    )
    return any(session.scalar(select(exists().where(*use))) for use in uses)


def was_stored(session: Session, book_id: int, code: str) -> bool:
    """Say whether amounts in a currency are in a book or its history, which may bring them back."""
    named = exists().where(
        change.c.book_id == book_id,
        change.c.table_name.in_(["account", "entry"]),
        change.c.rows.contains(f'"{code}"', autoescape=True),
    )
    return is_used(session, book_id, code) or bool(session.scalar(select(named)))


def _wanted() -> Select[tuple[str, str, int]]:
    return select(kept.code, kept.name, kept.decimals).order_by(kept.code)


def _found(session: Session, wanted: Select[tuple[str, str, int]]) -> tuple[CustomCurrency, ...]:
    found = session.execute(wanted)
    return tuple(CustomCurrency(row.code, row.name, row.decimals) for row in found)
