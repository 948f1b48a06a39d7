"""The floor: SQLite itself doing the least that the same work needs, without the app."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from typing import TYPE_CHECKING, Any

from finance_app.db import sqlite_driver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TOTALS = """
    SELECT month, category_id, sum(base_amount), sum(missing_count) FROM month_total
    WHERE book_id = ? AND month BETWEEN 202501 AND 202512 GROUP BY month, category_id
"""
_PAGE = """
    SELECT day, id, amount, payee_id FROM entry WHERE book_id = ? {}
    ORDER BY day DESC, id DESC LIMIT 50
"""
_CATEGORY = """
    SELECT day, entry_id, amount FROM line WHERE book_id = ? AND category_id = ?
    ORDER BY day DESC, entry_id DESC LIMIT 50
"""
_SPENDING = """
    AND EXISTS (
        SELECT 1 FROM line WHERE line.book_id = entry.book_id AND line.entry_id = entry.id
        AND line.category_id IN (SELECT id FROM category WHERE kind = 'expense')
    )
"""
_TEXT = """
    SELECT rowid FROM entry_text WHERE entry_text MATCH '"allotment"' ORDER BY rowid DESC LIMIT 50
"""
_SUMS = """
    SELECT entry.account_id, line.category_id, substr(entry.day, 1, 7), sum(line.amount), count(*)
    FROM line JOIN entry ON entry.book_id = line.book_id AND entry.id = line.entry_id
    WHERE line.book_id = ? GROUP BY 1, 2, 3
"""


class Floors:
    """A plain connection to the same database, with the same care for what is committed."""

    def __init__(self, path: Path, book_id: int) -> None:
        self.connection = sqlite_driver().connect(str(path), isolation_level=None)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.book_id = book_id
        self.key = time.time_ns()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def reads(self) -> dict[str, Callable[[], Any]]:
        """Return what is read, by the name of the work."""
        category = self._one("SELECT id FROM category WHERE name = 'Groceries'")
        payee = self._one("SELECT id FROM payee WHERE key LIKE '%market%'")
        return {
            "dashboard": lambda: self._all(_TOTALS, self.book_id),
            "page": lambda: self._all(_PAGE.format(""), self.book_id),
            "deep": lambda: self._all(_PAGE.format("AND day < '2020-01-01'"), self.book_id),
            "category": lambda: self._all(_CATEGORY, self.book_id, category),
            "kind": lambda: self._all(_PAGE.format(_SPENDING), self.book_id),
            "payee": lambda: self._all(_PAGE.format("AND payee_id = ?"), self.book_id, payee),
            "text": lambda: self._all(_TEXT),
        }

    def sums(self) -> None:
        """Add everything up once."""
        self._all(_SUMS, self.book_id)

    def add(self) -> None:
        """Insert an entry and its line, add to the total, commit."""
        self._write([(self.next_key(), date(2026, 11, 23).isoformat(), -1234, None)], None)

    def bring_in(self, content: bytes) -> None:
        """Parse a CSV file and insert an entry and a line for each row, in one transaction."""
        rows: list[tuple[int, str, int, str | None]] = []
        for day, _, amount in list(csv.reader(io.StringIO(content.decode())))[1:]:
            whole, _, cents = amount.partition(".")
            rows.append((self.next_key(), day, int(whole + cents), f"f{self.key}"))
        self._write(rows, rows[0][0])

    def take_out(self) -> None:
        """Delete what was brought in, in one transaction."""
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        values = (self.book_id, self.first)
        cursor.execute("DELETE FROM line WHERE book_id = ? AND entry_id >= ?", values)
        cursor.execute("DELETE FROM entry WHERE book_id = ? AND id >= ?", values)
        cursor.execute("COMMIT")

    def next_key(self) -> int:
        """Return a key that is larger than the ones before."""
        self.key += 1
        return self.key

    def _write(self, rows: list[tuple[int, str, int, str | None]], first: int | None) -> None:
        cursor = self.connection.cursor()
        self.first = first or 0
        account = self._one("SELECT id FROM account WHERE name = 'Checking'")
        book = self.book_id
        cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(
            "INSERT INTO entry (book_id, id, account_id, day, amount, import_key, note, status,"
            " source, version, change_id) VALUES (?, ?, ?, ?, ?, ?, '', 'cleared', 'typed', 1, 1)",
            [(book, key, account, day, amount, mark) for key, day, amount, mark in rows],
        )
        cursor.executemany(
            "INSERT INTO line (book_id, id, entry_id, position, amount, memo, change_id, day)"
            " VALUES (?, ?, ?, 0, ?, '', 1, ?)",
            [(book, key, key, amount, day) for key, day, amount, _ in rows],
        )
        cursor.execute(
            "INSERT INTO month_total (book_id, month, account_id, category_id, currency, amount,"
            " base_amount, count, missing_amount, missing_count, bank_amount, bank_count,"
            " bank_missing_amount, bank_missing_count)"
            " SELECT ?, 202611, ?, 0, 'EUR', ?, 0, 1, 0, 0, 0, 0, 0, 0 WHERE true"
            " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
            (book, account, sum(row[2] for row in rows)),
        )
        cursor.execute("COMMIT")

    def _one(self, statement: str) -> int:
        found: int = self.connection.execute(statement).fetchone()[0]
        return found

    def _all(self, statement: str, *values: int) -> list[Any]:
        rows: list[Any] = self.connection.execute(statement, values).fetchall()
        return rows
