"""What the databases' planners are to believe about the tables: that books are large.

Without statistics SQLite guesses that a book has ten rows, and walks a whole book by `book_id`
where an index names the very row. With real statistics plans would change as a book grows. So the
same ones are written down for every database. PostgreSQL keeps its own, but it does not see in time
what one transaction brings.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

FEW = 1000  # rows of a table that is not named
PARTIAL = 20  # an index with a condition holds one row in so many
ROWS = {
    "entry": 1_000_000,
    "line": 1_000_000,
    "entry_tag": 100_000,
    "rate": 200_000,
    "month_total": 20_000,
    "payee_month_total": 50_000,
    "change": 10_000,
}
DISTINCT = {
    "account_id": 5,
    "book_id": 1,
    "category_id": 50,
    "currency": 40,
    "day": 4000,
    "import_key": 100_000,
    "kind": 2,
    "month": 150,
    "parent_id": 10,
    "payee_id": 500,
    "source": 1,
    "status": 3,
    "tag_id": 50,
    "transfer_line_id": 1_000_000,
}
"""How many values a column has; one that is not named has another in each row."""


def settle(connection: Connection) -> None:
    """Write the statistics of all tables down; connections opened from then on follow them."""
    connection.execute(text("ANALYZE alembic_version"))  # makes the tables that hold them
    connection.execute(text("DELETE FROM sqlite_stat1"))
    found = connection.execute(text("SELECT name, wr FROM pragma_table_list WHERE type = 'table'"))
    wanted = [
        {"table": table, "index": table if whole and origin == "pk" else index, "sizes": sizes}
        for table, whole in found.all()
        for index, origin, sizes in _indexes(connection, table)
    ]
    connection.execute(text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :sizes)"), wanted)


def refresh(session: Session, table: str) -> None:
    """Let PostgreSQL look at a table again, in the middle of a transaction that fills it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ANALYZE {table}"))


def _indexes(connection: Connection, table: str) -> list[tuple[str, str, str]]:
    """Return name, origin and statistics of each index of a table."""
    listed = text('SELECT name, origin, "unique", partial FROM pragma_index_list(:table)')
    rows = ROWS.get(table, FEW)
    return [
        (
            index,
            origin,
            _sizes(connection, index, rows // PARTIAL if partial else rows, unique=bool(unique)),
        )
        for index, origin, unique, partial in connection.execute(listed, {"table": table}).all()
    ]


def _sizes(connection: Connection, index: str, rows: int, *, unique: bool) -> str:
    """Return how many rows there are, and for one, two, … columns how many share their values."""
    columns = connection.scalars(
        text("SELECT name FROM pragma_index_info(:index) ORDER BY seqno"), {"index": index}
    ).all()
    values = [DISTINCT.get(column, rows) for column in columns]
    shared = [max(1, rows // prod(values[: place + 1])) for place in range(len(values))]
    if unique:
        shared[-1] = 1
    return " ".join(str(number) for number in (rows, *shared))
