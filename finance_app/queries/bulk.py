"""Writing many rows, or some of their columns, past what takes longer than the database itself."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, bindparam, func, update

from finance_app.queries.keys import dialect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, Dialect, Table
    from sqlalchemy.orm import Session


def insert(
    session: Session,
    table: Table,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
    **same: Any,
) -> None:
    """Insert many rows.

    Args:
        columns: what each row has…
        rows: …in this order, as the database takes it: numbers, days, text that is not empty.
        same: what is the same in all of them.
    """
    connection, names = session.connection(), (*columns, *same)
    of_table = f"{table.name} ({', '.join(names)})"
    if dialect_of(session) == "sqlite":
        fixed = [_stored(table.c[name], value, connection.dialect) for name, value in same.items()]
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {of_table} VALUES ({marks})"  # noqa: S608  constants
        values = [(*map(_plain, row), *fixed) for row in rows]
        connection.exec_driver_sql(statement, values)
        return
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows((*row, *same.values()) for row in rows)
    lines.seek(0)
    with closing(connection.connection.cursor()) as cursor:
        cursor.copy_expert(f"COPY {of_table} FROM STDIN (FORMAT csv)", lines)


def _stored(column: Column[Any], value: Any, dialect: Dialect) -> Any:
    """Return a value as SQLAlchemy hands it to the driver."""
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    return processor(value) if processor else value


def store(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]
) -> None:
    """Replace these columns of rows of one book, each named by `book_id` and `id`."""
    if not rows:
        return
    connection, book_id = session.connection(), rows[0]["book_id"]
    if dialect_of(session) == "sqlite":
        marks = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE {table.name} SET {marks} WHERE book_id = ? AND id = ?"  # noqa: S608  constants
        values = [(*(_plain(row[name]) for name in columns), book_id, row["id"]) for row in rows]
        connection.exec_driver_sql(statement, values)
        return
    given = {f"_{name}": [row[name] for row in rows] for name in ("id", *columns)}
    connection.execute(_updating(table, columns), {"_book_id": book_id, **given})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _updating(table: Table, columns: tuple[str, ...]) -> Any:
    """Return PostgreSQL's statement: one for all rows, since each of its own is a round trip."""
    lists = [bindparam("_id", type_=ARRAY(BigInteger))]
    lists += [bindparam(f"_{name}", type_=ARRAY(table.c[name].type)) for name in columns]
    names = ("id", *columns)
    new: Any = func.unnest(*lists).table_valued(*names, name="new").render_derived()
    return (
        update(table)
        .where(table.c.book_id == bindparam("_book_id"), table.c.id == new.c.id)
        .values({name: new.c[name] for name in columns})
    )


def add(
    session: Session,
    table: Table,
    book_id: int,
    keys: tuple[str, ...],
    sums: Mapping[tuple[Any, ...], Mapping[str, int]],
) -> None:
    """Add to some columns of a book's rows.

    Args:
        keys: what names a row beside the book…
        sums: …and by that, what is added to which columns, the same ones in all rows.
    """
    if not sums:
        return
    connection, columns = session.connection(), tuple(next(iter(sums.values())))
    if dialect_of(session) == "sqlite":
        marks = ", ".join(f"{name} = {name} + ?" for name in columns)
        named = " AND ".join(f"{name} = ?" for name in ("book_id", *keys))
        statement = f"UPDATE {table.name} SET {marks} WHERE {named}"  # noqa: S608  constants
        values = [(*(more[name] for name in columns), book_id, *key) for key, more in sums.items()]
        connection.exec_driver_sql(statement, values)
        return
    given: dict[str, Any] = {f"_{name}": [more[name] for more in sums.values()] for name in columns}
    given |= {
        f"_{name}": list(each) for name, each in zip(keys, zip(*sums, strict=True), strict=True)
    }
    connection.execute(_adding(table, keys, columns), {"_book_id": book_id, **given})


@cache
def _adding(table: Table, keys: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    names = (*keys, *columns)
    lists = [bindparam(f"_{name}", type_=ARRAY(table.c[name].type)) for name in names]
    new: Any = func.unnest(*lists).table_valued(*names, name="more").render_derived()
    return (
        update(table)
        .where(table.c.book_id == bindparam("_book_id"), *(table.c[k] == new.c[k] for k in keys))
        .values({name: table.c[name] + new.c[name] for name in columns})
    )
