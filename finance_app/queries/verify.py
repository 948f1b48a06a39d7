"""What does not fit together: selects that return the offending rows only, or rows to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, Text, func, literal_column, or_, select, text
from sqlalchemy import table as named_table

from finance_app.models.tables import account, book, change, change_set, entry, line, refers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Result, Row, Select
    from sqlalchemy.orm import Session

AT_ONCE = 1000  # rows in memory
CHANGES_AT_ONCE = 20  # each holds up to a thousand rows
_OF_ENTRY = refers(line.c.entry_id, entry)
_ON_ACCOUNT = refers(entry.c.account_id, account)


def books(session: Session, book_id: int | None) -> Sequence[Row[Any]]:
    """Return key and base currency of one book, or of all but those that are being dropped."""
    kept: Select[Any] = select(book.c.id, book.c.base_currency).where(book.c.purging.is_(False))
    wanted = kept.order_by(book.c.id)
    return session.execute(wanted if book_id is None else wanted.where(book.c.id == book_id)).all()


def every_book(session: Session) -> set[int]:
    """Return the keys of all books, those that are being dropped included."""
    return set(session.scalars(select(book.c.id)))


def totals(session: Session, table: Table, book_id: int) -> Result[Any]:
    """Return the totals of one table as they are stored."""
    return session.execute(select(table).where(table.c.book_id == book_id))


def uneven(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield entries whose lines do not sum to their amount: id, day, amount, lines."""
    lines = func.coalesce(func.sum(line.c.amount), 0)
    return streamed(
        session,
        select(entry.c.id, entry.c.day, entry.c.amount, lines.label("lines"))
        .join_from(entry, line, _OF_ENTRY, isouter=True)
        .where(entry.c.book_id == book_id)
        .group_by(entry.c.book_id, entry.c.id)
        .having(lines != entry.c.amount),
    )


def strayed(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield lines that are on another day than their entry."""
    return streamed(
        session,
        select(line.c.id, line.c.day, entry.c.day.label("wanted"))
        .join_from(line, entry, _OF_ENTRY)
        .where(line.c.book_id == book_id, line.c.day != entry.c.day),
    )


def misconverted(session: Session, book_id: int, base: str) -> Iterator[Row[Any]]:
    """Yield entries on accounts in the base currency whose base amounts are not the amounts."""
    wrong = or_(
        entry.c.base_amount.is_distinct_from(entry.c.amount),
        line.c.base_amount.is_distinct_from(line.c.amount),
        line.c.bank_amount.is_not(None),
        entry.c.rate_day.is_not(None),
        entry.c.rate_source.is_not(None),
    )
    return streamed(
        session,
        select(entry.c.id)
        .distinct()
        .join_from(line, entry, _OF_ENTRY)
        .join(account, _ON_ACCOUNT)
        .where(line.c.book_id == book_id, account.c.currency == base, wrong),
    )


def converted(session: Session, book_id: int, base: str) -> Iterator[Sequence[Row[Any]]]:
    """Yield the entries in other currencies, each with its account's, some at a time."""
    return _parts(
        session,
        select(
            entry.c.id,
            entry.c.day,
            entry.c.base_amount,
            entry.c.rate_day,
            entry.c.rate_source,
            entry.c.original_amount,
            entry.c.original_currency,
            account.c.currency,
        )
        .join_from(entry, account, _ON_ACCOUNT)
        .where(entry.c.book_id == book_id, account.c.currency != base),
    )


def span(session: Session, book_id: int) -> Row[Any]:
    """Return the first and the last day that the book has an entry on."""
    days: Select[Any] = select(
        func.min(entry.c.day).label("first"), func.max(entry.c.day).label("last")
    )
    return session.execute(days.where(entry.c.book_id == book_id)).one()


def lines(session: Session, book_id: int, entry_ids: Sequence[int]) -> Iterable[Row[Any]]:
    """Return the lines of entries in their order."""
    return session.execute(
        select(
            *(line.c[name] for name in ("entry_id", "amount", "day", "memo")),
            *(line.c[name] for name in ("base_amount", "bank_amount")),
        )
        .where(line.c.book_id == book_id, line.c.entry_id.in_(entry_ids))
        .order_by(line.c.entry_id, line.c.position, line.c.id)
    )


def one_sided(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield transfer lines whose other side does not point back, or is on the same account."""
    other, own, others = line.alias(), entry.alias(), entry.alias()
    broken = or_(
        other.c.id.is_(None),
        other.c.transfer_line_id.is_distinct_from(line.c.id),
        own.c.account_id == others.c.account_id,
    )
    return streamed(
        session,
        select(line.c.id, line.c.day)
        .join_from(line, other, refers(line.c.transfer_line_id, other), isouter=True)
        .join(own, refers(line.c.entry_id, own))
        .join(others, refers(other.c.entry_id, others), isouter=True)
        .where(line.c.book_id == book_id, line.c.transfer_line_id.is_not(None), broken),
    )


def chain(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield all changes of a book in order, each with what its set says."""
    said = (column for column in change_set.c if column.name not in ("book_id", "id"))
    return streamed(
        session,
        select(change, *said)
        .join_from(change, change_set, refers(change.c.change_set_id, change_set))
        .where(change.c.book_id == book_id)
        .order_by(change.c.sequence),
        CHANGES_AT_ONCE,
    )


def empty_sets(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield the change sets that wrote nothing."""
    written = select(change.c.id).where(refers(change.c.change_set_id, change_set)).exists()
    return streamed(
        session,
        select(change_set.c.id, change_set.c.summary).where(
            change_set.c.book_id == book_id, ~written
        ),
    )


def as_written(
    session: Session,
    table: Table,
    columns: Sequence[str],
    book_id: int,
    change_id: int,
    keys: Sequence[int],
) -> Iterable[Row[Any]]:
    """Return those of some rows that this change was the last to write."""
    return session.execute(
        select(*(table.c[name] for name in columns)).where(
            table.c.book_id == book_id, table.c.id.in_(keys), table.c.change_id == change_id
        )
    )


def count(session: Session, table: Table, book_id: int) -> int:
    """Return how many rows of a table a book has."""
    counted = select(func.count()).select_from(table).where(table.c.book_id == book_id)
    return session.execute(counted).scalar_one()


def rows(
    session: Session, table: Table, columns: Sequence[str], book_id: int
) -> Iterator[Row[Any]]:
    """Yield a book's rows of a table by key."""
    return streamed(
        session,
        select(*(table.c[name] for name in columns))
        .where(table.c.book_id == book_id)
        .order_by(table.c.id),
    )


def typed(session: Session, book_id: int | None = None) -> Iterator[Sequence[Row[Any]]]:
    """Yield entries that say something in a note or a memo, some at a time, of one book or all."""
    memos = select(line.c.book_id, line.c.entry_id).distinct().where(line.c.memo != "").subquery()
    same = (memos.c.book_id == entry.c.book_id) & (memos.c.entry_id == entry.c.id)
    saying = (
        select(entry.c.id, entry.c.note)
        .join_from(entry, memos, same, isouter=True)
        .where(or_(entry.c.note != "", memos.c.entry_id.is_not(None)))
    )
    return _parts(session, saying if book_id is None else saying.where(entry.c.book_id == book_id))


def indexed(session: Session, keys: Sequence[int]) -> dict[int, str | None]:
    """Return which entries the search index knows; with the text where the database keeps it."""
    index: Any = named_table("entry_text")
    if session.get_bind().dialect.name == "sqlite":
        key: Any = literal_column("rowid")
        return dict.fromkeys(session.scalars(select(key).select_from(index).where(key.in_(keys))))
    key, content = literal_column("entry_id"), literal_column("text", Text)
    found = session.execute(select(key, content).select_from(index).where(key.in_(keys)))
    return {row[0]: row[1] for row in found}


def finds(session: Session, entry_id: int, words: str) -> bool:
    """Say whether SQLite's search index finds an entry by what was typed into it."""
    quoted = '"' + words.replace('"', '""') + '"'
    found = text("SELECT 1 FROM entry_text WHERE entry_text MATCH :words AND rowid = :id")
    return session.execute(found, {"words": quoted, "id": entry_id}).first() is not None


def indexed_count(session: Session) -> int:
    """Return how many entries of all books the search index knows."""
    return int(session.execute(text("SELECT count(*) FROM entry_text")).scalar_one())


def streamed(session: Session, wanted: Select[Any], size: int = AT_ONCE) -> Iterator[Row[Any]]:
    """Yield rows of which there may be more than fit into memory."""
    for part in _parts(session, wanted, size):
        yield from part


def _parts(
    session: Session, wanted: Select[Any], size: int = AT_ONCE
) -> Iterator[Sequence[Row[Any]]]:
    yield from session.execute(wanted.execution_options(yield_per=size)).partitions()
