"""Writing all of a user's data into one file, as people and programs can read it.

It runs beside the app on one snapshot, so that everything in the file fits together. Who asks for
one, and fetching it, is in `services.data_exports`.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finance_app import __version__
from finance_app.adapters.exports import README, Archive
from finance_app.domain.actors import Role
from finance_app.domain.cells import harmless
from finance_app.domain.devices import device_text
from finance_app.domain.money import Money
from finance_app.models import tables
from finance_app.queries import exports as queries
from finance_app.services import currency_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

FORMAT = 1
_NAME = re.compile(r"[^\w.-]+")
ACCOUNTS = (
    *("account_id", "name", "kind", "currency", "opening_day"),
    *("opening_balance", "opening_balance_minor", "balance", "balance_minor"),
    *("closed_on", "bank_number"),
)
ENTRIES = (
    *("line_id", "entry_id", "day", "account_id", "account", "payee", "amount", "amount_minor"),
    *("currency", "category_id", "category", "memo", "note", "tags", "status", "source"),
    *("transfer_line_id", "entry_amount", "entry_amount_minor"),
    *("original_amount", "original_amount_minor", "original_currency"),
    *("base_amount", "base_amount_minor", "base_currency", "rate_day", "rate_source", "import_id"),
)
CATEGORIES = ("category_id", "parent_id", "path", "kind", "name", "icon", "hue", "hidden")
RATES = ("day", "origin", "target", "value", "until")
CURRENCIES = ("code", "name", "decimals")
IMPORTS = ("import_id", "at", "filename", "status", "sha256", "file")


@dataclass
class _Told:
    """How much of it is written, told as it goes."""

    whole: int
    tell: Callable[[int], None]
    done: int = 0

    def step(self, count: int) -> None:
        self.done += count
        self.tell(min(99, 100 * self.done // max(1, self.whole)))


def write(
    session: Session, user_id: int, path: Path, now: datetime, tell: Callable[[int], None]
) -> None:
    """Write a user's file; slow.

    Args:
        session: on a snapshot.
        tell: is told how many percent are written, again and again; what it raises ends it.
    """
    books = queries.books(session, user_id)
    told = _Told(queries.weight(session, [book.id for book in books]), tell)
    with Archive(path) as archive:
        archive.content("README.txt", README.read_bytes())
        _about(archive, queries.about(session, user_id))
        written = [_book(session, archive, book, told) for book in books]
        archive.close(
            format=FORMAT,
            app=f"Finance {__version__}",
            user_id=str(user_id),
            made_at=now.isoformat(),
            books=written,
        )


def _about(archive: Archive, known: dict[str, list[Row[Any]]]) -> None:
    archive.value("profile.json", _plain(known["user"][0]))
    archive.value("preferences.json", [_plain(row) for row in known["preferences"]])
    browsers = {
        "signed_in": [_named(row) for row in known["session"]],
        "known": [_named(row) for row in known["device"]],
    }
    archive.value("sessions.json", browsers)
    ways = ("app", "backup_code", "passkey", "provider", "token")
    archive.value("sign-in.json", {way: [_plain(row) for row in known[way]] for way in ways})
    archive.value("mails.json", [_plain(row) for row in known["mail"]])


def _book(session: Session, archive: Archive, book: Row[Any], told: _Told) -> dict[str, Any]:
    """Write a book's folder; return what the manifest says of it."""
    currency_checks.learn(session, book.id)
    folder = f"books/{book.id}-{_NAME.sub('-', book.name)[:40].strip('-.')}"
    rows = list(queries.rows(session, tables.category, book.id))
    paths = _paths(rows)
    of_category = (_category(row, paths) for row in rows)
    counts = {
        "accounts": archive.table(f"{folder}/accounts.csv", ACCOUNTS, _accounts(session, book.id)),
        "categories": archive.table(f"{folder}/categories.csv", CATEGORIES, of_category),
        "lines": archive.table(
            f"{folder}/entries.csv", ENTRIES, _entries(session, book, paths, told)
        ),
        **_small(session, archive, folder, book.id),
        "imports": _imports(session, archive, folder, book.id),
        "changes": archive.lines(f"{folder}/changes.jsonl", _changes(session, book.id, told)),
    }
    about = {
        "id": str(book.id),
        "name": book.name,
        "role": book.role,
        "is_own": book.role == Role.OWNER,
        "is_demo": book.is_demo,
        "base_currency": book.base_currency,
        "created_at": book.created_at.isoformat(),
        "rows": counts,
    }
    archive.value(f"{folder}/book.json", about)
    return {**about, "folder": folder}


def _small(session: Session, archive: Archive, folder: str, book_id: int) -> dict[str, int]:
    def of(table: Any) -> Iterator[Row[Any]]:
        return queries.rows(session, table, book_id)

    names = {"payees": (tables.payee, "payee_id"), "tags": (tables.tag, "tag_id")}
    counts = {
        name: archive.table(
            f"{folder}/{name}.csv",
            (key, "name"),
            ((row.id, harmless(row.name)) for row in of(table)),
        )
        for name, (table, key) in names.items()
    }
    rates = ((row.day, row.origin, row.target, row.value, row.until) for row in of(tables.own_rate))
    counts["rates"] = archive.table(f"{folder}/rates.csv", RATES, rates)
    own = ((row.code, harmless(row.name), row.decimals) for row in of(tables.custom_currency))
    counts["currencies"] = archive.table(f"{folder}/currencies.csv", CURRENCIES, own)
    return counts


def _accounts(session: Session, book_id: int) -> Iterator[Sequence[Any]]:
    sums = queries.sums(session, book_id)
    for row in queries.rows(session, tables.account, book_id):
        opening, balance = row.opening_balance, row.opening_balance + sums.get(row.id, 0)
        yield (
            *(row.id, harmless(row.name), row.kind, row.currency, row.opening_day),
            *(_decimal(opening, row.currency), opening, _decimal(balance, row.currency), balance),
            *(row.closed_on, harmless(row.bank_number)),
        )


def _entries(
    session: Session, book: Row[Any], paths: dict[int, str], told: _Told
) -> Iterator[Sequence[Any]]:
    for part in queries.lines(session, book.id):
        tags = queries.tags(session, book.id, {row.entry_id for row in part})
        for row in part:
            tagged = ", ".join(tags.get(row.entry_id, ()))
            yield _line(row, book.base_currency, paths.get(row.category_id, ""), tagged)
        told.step(len(part))


def _line(row: Row[Any], base: str, category: str, tags: str) -> Sequence[Any]:
    original = row.original_currency
    return (
        *(row.id, row.entry_id, row.entry_day, row.entry_account_id, harmless(row.account)),
        *(harmless(row.payee or ""), _decimal(row.amount, row.currency), row.amount, row.currency),
        *(row.category_id, harmless(category), harmless(row.memo), harmless(row.entry_note)),
        *(harmless(tags), row.entry_status, row.entry_source, row.transfer_line_id),
        *(_decimal(row.entry_amount, row.currency), row.entry_amount),
        *(_decimal(row.original_amount, original), row.original_amount, original),
        *(_decimal(row.base_amount, base), row.base_amount, base),
        *(row.entry_rate_day, row.entry_rate_source, row.import_id),
    )


def _category(row: Row[Any], paths: dict[int, str]) -> Sequence[Any]:
    path, name = harmless(paths[row.id]), harmless(row.name)
    return (row.id, row.parent_id, path, row.kind, name, row.icon, row.hue, int(row.hidden))


def _paths(rows: Sequence[Row[Any]]) -> dict[int, str]:
    names = {row.id: row.name for row in rows}
    return {
        row.id: f"{names[row.parent_id]} / {row.name}" if row.parent_id else row.name
        for row in rows
    }


def _imports(session: Session, archive: Archive, folder: str, book_id: int) -> int:
    """Write the list of bank files, and those whose content is kept."""
    rows = []
    for row in queries.imports(session, book_id):
        name = f"imports/{row.id}-{_NAME.sub('-', row.filename)[-80:]}" if row.is_kept else ""
        if name:
            packed = queries.content(session, book_id, row.id)
            archive.content(f"{folder}/{name}", zlib.decompress(packed))
        filename = harmless(row.filename)
        rows.append((row.id, row.created_at.isoformat(), filename, row.status, row.digest, name))
    return archive.table(f"{folder}/imports.csv", IMPORTS, rows)


def _changes(session: Session, book_id: int, told: _Told) -> Iterator[dict[str, Any]]:
    for row in queries.changes(session, book_id):
        yield {**_plain(row), "rows": json.loads(row.rows)}
        told.step(1)


def _plain(row: Row[Any]) -> dict[str, Any]:
    """Return a row as JSON has it: keys as text, moments in ISO 8601."""
    return {name: _value(name, value) for name, value in row._mapping.items()}  # noqa: SLF001  SQLAlchemy's own name


def _value(name: str, value: Any) -> Any:
    if value is not None and (name == "id" or name.endswith("_id")):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _named(row: Row[Any]) -> dict[str, Any]:
    return {**_plain(row), "named": device_text(row.device)}


def _decimal(amount: int | None, currency: str | None) -> str:
    return "" if amount is None or currency is None else f"{Money(amount, currency).decimal:f}"
