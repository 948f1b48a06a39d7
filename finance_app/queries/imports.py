"""Imports on their way in, and what is already on the accounts they go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from finance_app.domain.imports import NEAR, Existing, ImportStatus
from finance_app.models.tables import (
    book,
    change,
    change_set,
    entry,
    payee,
    refers,
    statement_import,
    statement_layout,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


EXISTING_AT_ONCE = 5000  # rows fetched
_WITHOUT_CONTENT = [each for each in statement_import.c if each.name != "content"]


def one(session: Session, book_id: int, import_id: int) -> Row[Any] | None:
    """Return an import without its content, or None."""
    return session.execute(
        select(*_WITHOUT_CONTENT).where(
            statement_import.c.book_id == book_id, statement_import.c.id == import_id
        )
    ).first()


def staged(session: Session, book_id: int) -> int:
    """Return how many files of a book wait to be looked at."""
    mine = (statement_import.c.book_id == book_id) & (statement_import.c.status == "staged")
    return session.scalar(select(func.count()).select_from(statement_import).where(mine)) or 0


def content(session: Session, book_id: int, import_id: int) -> bytes | None:
    """Return what is kept of an import's file, None where nothing is."""
    found: bytes | None = session.scalar(
        select(statement_import.c.content).where(
            statement_import.c.book_id == book_id, statement_import.c.id == import_id
        )
    )
    return found


def locked(session: Session, book_id: int) -> None:
    """Make other writers of the book wait until this transaction ends."""
    session.execute(select(book.c.id).where(book.c.id == book_id).with_for_update())


def head(session: Session, book_id: int) -> int:
    """Return the number of the book's last change; it grows with everything that is written."""
    last = session.scalar(select(func.max(change.c.sequence)).where(change.c.book_id == book_id))
    return last or 0


def newest(session: Session, book_id: int, *, limit: int) -> list[Row[Any]]:
    """Return the newest imports without their content, and whether each was undone.

    Those that were discarded are left out.
    """
    undoing = change_set.alias("undoing")
    undone = (
        select(undoing.c.id)
        .where(
            undoing.c.book_id == statement_import.c.book_id,
            undoing.c.undoes_id == statement_import.c.change_set_id,
        )
        .exists()
    )
    return list(
        session.execute(
            select(*_WITHOUT_CONTENT, undone.label("undone"))
            .where(
                statement_import.c.book_id == book_id,
                statement_import.c.status != ImportStatus.DISCARDED,
            )
            .order_by(statement_import.c.id.desc())
            .limit(limit)
        )
    )


def layout(session: Session, book_id: int, fingerprint: str) -> Row[Any] | None:
    """Return what was remembered for files with this header, or None."""
    return session.execute(
        select(statement_layout).where(
            statement_layout.c.book_id == book_id, statement_layout.c.fingerprint == fingerprint
        )
    ).first()


def known(session: Session, book_id: int, account_id: int, keys: Collection[str]) -> int:
    """Return how many of some bank lines are on an account."""
    found = select(func.count()).where(
        entry.c.book_id == book_id,
        entry.c.account_id == account_id,
        entry.c.import_key.in_(keys),
    )
    return session.scalar(found) or 0


def existing(
    session: Session, book_id: int, account_id: int, first: date, last: date
) -> Iterator[Existing]:
    """Yield what is on an account around these days."""
    found = session.execute(
        select(entry.c.id, entry.c.day, entry.c.amount, payee.c.name, entry.c.import_key)
        .join_from(entry, payee, refers(entry.c.payee_id, payee), isouter=True)
        .where(
            entry.c.book_id == book_id,
            entry.c.account_id == account_id,
            entry.c.day >= first - NEAR,
            entry.c.day <= last + NEAR,
        )
    )
    for key, day, amount, name, import_key in found.yield_per(EXISTING_AT_ONCE):
        yield Existing(key, day, amount, name or "", import_key)


def staged_plans(session: Session, book_id: int) -> list[Row[Any]]:
    """Return key and plan of the imports that wait to be committed."""
    wanted = select(statement_import.c.id, statement_import.c.plan).where(
        statement_import.c.book_id == book_id, statement_import.c.status == ImportStatus.STAGED
    )
    return list(session.execute(wanted))
