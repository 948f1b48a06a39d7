"""Totals by the bank's own rates, payees' totals by currency, and display currencies.

Revision: 0010, after 0009
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_BANK = ("bank_amount", "bank_count", "bank_missing_amount", "bank_missing_count")
BASE = {
    "base_amount": "COALESCE(SUM(line.base_amount), 0)",
    "count": "COUNT(*)",
    "missing_count": "SUM(CASE WHEN line.base_amount IS NULL THEN 1 ELSE 0 END)",
}
KNOWN = "COALESCE(line.bank_amount, line.base_amount)"
MORE = {
    "amount": "SUM(line.amount)",
    "missing_amount": "SUM(CASE WHEN line.base_amount IS NULL THEN line.amount ELSE 0 END)",
    "bank_amount": f"COALESCE(SUM({KNOWN}), 0)",
    "bank_count": "COUNT(line.bank_amount)",
    "bank_missing_amount": f"SUM(CASE WHEN {KNOWN} IS NULL THEN line.amount ELSE 0 END)",
    "bank_missing_count": f"SUM(CASE WHEN {KNOWN} IS NULL THEN 1 ELSE 0 END)",
}
PURPOSE = """CASE WHEN line.transfer_line_id IS NOT NULL THEN -1
    WHEN line.category_id IS NOT NULL THEN line.category_id
    WHEN line.amount > 0 THEN -2 ELSE 0 END"""
KIND = """CASE WHEN category.kind IS NOT NULL THEN category.kind
    WHEN line.amount > 0 THEN 'income' ELSE 'expense' END"""
JOINED = """FROM entry
    JOIN line ON line.book_id = entry.book_id AND line.entry_id = entry.id
    JOIN account ON account.book_id = entry.book_id AND account.id = entry.account_id
    LEFT JOIN category ON category.book_id = line.book_id AND category.id = line.category_id"""
EVERY = BASE | MORE
QUEUED = """INSERT INTO recompute (book_id, reason, currency_before, cursor_id, done, clean, number,
        stamp, started_at, owner, stopped, problem)
    SELECT id, 'rates', base_currency, 0, 0, true, 0, 0, CURRENT_TIMESTAMP, '', false, ''
    FROM book WHERE EXISTS (SELECT 1 FROM account
        WHERE account.book_id = book.id AND account.currency <> book.base_currency)
    AND NOT EXISTS (SELECT 1 FROM recompute r WHERE r.book_id = book.id)"""
NO_TRANSFER = "WHERE line.transfer_line_id IS NULL"


def upgrade() -> None:
    """Add what is new, fill in what banks said, and add everything up anew.

    Versions before converted by rates that were cut after 60 digits, which turned an exact half
    into less; so books in several currencies are queued to be converted again.
    """
    op.add_column("line", sa.Column("bank_amount", sa.BigInteger(), nullable=True))
    for name in BY_BANK:
        op.add_column(
            "month_total", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
        )
    code = sa.Column("display_currency", sa.String(3), nullable=False, server_default="")
    op.add_column("preferences", code)
    _fill_in()
    op.execute("DELETE FROM month_total")
    _add_up(
        "month_total",
        {"month": _month(), "account_id": "entry.account_id", "category_id": PURPOSE},
        EVERY,
    )
    op.drop_table("payee_month_total")
    _make_payees(("currency",), tuple(EVERY))
    _add_up("payee_month_total", _payee_keys(), EVERY, NO_TRANSFER)
    op.execute(QUEUED)


def downgrade() -> None:
    """Go back to the one before; what is lost is derived, and a preference."""
    op.drop_table("payee_month_total")
    _make_payees((), tuple(BASE))
    _add_up("payee_month_total", _payee_keys(), BASE, NO_TRANSFER, by_currency=False)
    for name in BY_BANK:
        op.drop_column("month_total", name)
    op.drop_column("line", "bank_amount")
    op.drop_column("preferences", "display_currency")


def _make_payees(keys: tuple[str, ...], sums: tuple[str, ...]) -> None:
    op.create_table(
        "payee_month_total",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payee_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(3), nullable=False) for name in keys),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in sums),
        sa.CheckConstraint(
            "kind IN ('income', 'expense')", name=op.f("ck_payee_month_total_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_payee_month_total_book_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            *("book_id", "kind", "month", "payee_id", *keys), name=op.f("pk_payee_month_total")
        ),
        sqlite_with_rowid=False,
    )


def _month() -> str:
    if op.get_bind().dialect.name == "sqlite":
        return "CAST(strftime('%Y%m', entry.day) AS INTEGER)"
    return "CAST(extract(year FROM entry.day) * 100 + extract(month FROM entry.day) AS INTEGER)"


def _payee_keys() -> dict[str, str]:
    return {"kind": KIND, "month": _month(), "payee_id": "COALESCE(entry.payee_id, 0)"}


def _add_up(
    table: str,
    keys: dict[str, str],
    sums: dict[str, str],
    where: str = "",
    *,
    by_currency: bool = True,
) -> None:
    grouped = {"book_id": "entry.book_id"} | keys
    if by_currency:
        grouped["currency"] = "account.currency"
    names = ", ".join(f'"{name}"' for name in (*grouped, *sums))
    said = ", ".join((*grouped.values(), *sums.values()))
    places = ", ".join(str(place + 1) for place in range(len(grouped)))
    op.execute(f"INSERT INTO {table} ({names}) SELECT {said} {JOINED} {where} GROUP BY {places}")


def _fill_in() -> None:
    """Share what banks said in the base currency over the lines of their entries."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT entry.book_id, entry.id AS entry_id, entry.original_amount, line.id,"
            " line.amount FROM entry"
            " JOIN book ON book.id = entry.book_id"
            " JOIN account ON account.book_id = entry.book_id AND account.id = entry.account_id"
            " JOIN line ON line.book_id = entry.book_id AND line.entry_id = entry.id"
            " WHERE entry.original_currency = book.base_currency"
            " AND account.currency <> book.base_currency"
            " ORDER BY entry.book_id, entry.id, line.position, line.id"
        )
    ).all()
    filled = [
        {"book": row.book_id, "id": row.id, "amount": amount}
        for _, rows in groupby(found, lambda row: (row.book_id, row.entry_id))
        for row, amount in _shared(list(rows))
    ]
    update = "UPDATE line SET bank_amount = :amount WHERE book_id = :book AND id = :id"
    if filled:
        connection.execute(sa.text(update), filled)


def _shared(rows: list[Any]) -> list[tuple[Any, int]]:
    """Return each line with its share, rounded down, what is left over to the largest remainders."""
    whole, said = sum(row.amount for row in rows), abs(rows[0].original_amount)
    if not whole or not said:
        return []
    sign = 1 if whole > 0 else -1
    parts = [divmod(said * row.amount, sign * whole) for row in rows]
    left = sign * said - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    shares = [part + (place in first) for place, (part, _) in enumerate(parts)]
    fits = max(map(abs, shares)) <= 9 * 10**15
    return list(zip(rows, shares, strict=True)) if fits else []
