"""What is derived from entries and lines, kept within the transaction that writes them.

Monthly totals, amounts in the base currency, the lines' day, the search index: all of it can be
made again from the rest (`verify` does, and compares). Nothing else writes these columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, case, delete, extract, func, select
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.domain.categories import CategoryKind
from finance_app.domain.money import LARGE, LIMIT, require_summable, share
from finance_app.domain.periods import month_number
from finance_app.domain.rates import Path, RateTable, convert_parts
from finance_app.domain.totals import NOBODY, TRANSFER, UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.models import tables
from finance_app.models.tables import refers
from finance_app.queries import totals as queries
from finance_app.queries.bulk import add, store
from finance_app.queries.keys import among, given
from finance_app.services import rates, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

type Row = dict[str, Any]

CHUNK = 1000  # rows: what one change holds, and one statement names
ADJUSTED_AT_ONCE = 5000  # entries
_AMOUNTS = ("amount", "base_amount", "bank_amount")

entry, line, account, category = tables.entry, tables.line, tables.account, tables.category
_MONTH = (extract("year", entry.c.day) * 100 + extract("month", entry.c.day)).label("month")
_BY_BANK = func.coalesce(line.c.bank_amount, line.c.base_amount)
_MISSING, _UNKNOWN = line.c.base_amount.is_(None), _BY_BANK.is_(None)
_SUMS = {
    "amount": func.sum(line.c.amount),
    "base_amount": func.coalesce(func.sum(line.c.base_amount), 0),
    "count": func.count(),
    "missing_amount": func.sum(case((_MISSING, line.c.amount), else_=0)),
    "missing_count": func.sum(case((_MISSING, 1), else_=0)),
    "bank_amount": func.coalesce(func.sum(_BY_BANK), 0),
    "bank_count": func.count(line.c.bank_amount),
    "bank_missing_amount": func.sum(case((_UNKNOWN, line.c.amount), else_=0)),
    "bank_missing_count": func.sum(case((_UNKNOWN, 1), else_=0)),
}


def chunks[T](items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces of at most so many items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def grouped(book_id: Any) -> Any:
    """Return the select that adds up a book's lines the way `month_total` keeps them."""
    purpose = case(
        (line.c.transfer_line_id.is_not(None), TRANSFER),
        (line.c.category_id.is_not(None), line.c.category_id),
        (line.c.amount > 0, UNCATEGORISED_IN),
        else_=UNCATEGORISED_OUT,
    ).label("category_id")
    keys = (entry.c.book_id, _MONTH, entry.c.account_id, purpose, account.c.currency)
    return (
        select(*keys, *_sums())
        .join_from(entry, line, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .where(entry.c.book_id == book_id)
        .group_by(*keys)
    )


def grouped_by_payee(book_id: Any) -> Any:
    """Return the select that adds up a book's lines the way `payee_month_total` keeps them."""
    kind = case(
        (category.c.kind.is_not(None), category.c.kind),
        (line.c.amount > 0, CategoryKind.INCOME),
        else_=CategoryKind.EXPENSE,
    ).label("kind")
    payee_id = func.coalesce(entry.c.payee_id, NOBODY).label("payee_id")
    keys = (entry.c.book_id, kind, _MONTH, payee_id, account.c.currency)
    return (
        select(*keys, *_sums())
        .join_from(entry, line, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .join(category, refers(line.c.category_id, category), isouter=True)
        .where(entry.c.book_id == book_id, line.c.transfer_line_id.is_(None))
        .group_by(*keys)
    )


def _sums() -> list[Any]:
    return [value.label(name) for name, value in _SUMS.items()]


class Totals(NamedTuple):
    """A table of totals: what it adds up, by what, and the select that makes it again."""

    table: Table
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    grouped: Callable[[Any], Any]


TOTALS = (
    Totals(
        tables.month_total,
        ("book_id", "month", "account_id", "category_id", "currency"),
        tuple(_SUMS),
        grouped,
    ),
    Totals(
        tables.payee_month_total,
        ("book_id", "kind", "month", "payee_id", "currency"),
        tuple(_SUMS),
        grouped_by_payee,
    ),
)


def adjust(session: Session, book_id: int, entry_ids: Sequence[int], sign: int) -> None:
    """Add the entries' lines to the totals (sign 1) or take them out (sign −1)."""
    connection, dialect = session.connection(), session.get_bind().dialect.name
    for kept in TOTALS:
        for ids in chunks(entry_ids, ADJUSTED_AT_ONCE):
            values = {"_book": book_id, "_sign": sign, **given(dialect, ids)}
            connection.execute(_adjusting(kept, dialect), values)


def add_differences(session: Session, book_id: int, lines: Iterable[Row]) -> None:
    """Bring totals up to date with what lines are converted to now, and nothing else of them.

    It does what taking them out and putting them in again would, with what is known already.

    Args:
        lines: each with its entry's `day`, `account_id`, `payee_id` and `currency`, its category's
            `kind` where it has one, and its base and bank's amount as they were: `before`.
    """
    months: dict[tuple[Any, ...], Counter[str]] = defaultdict(lambda: Counter(_NO_DIFFERENCE))
    payees: dict[tuple[Any, ...], Counter[str]] = defaultdict(lambda: Counter(_NO_DIFFERENCE))
    for part in lines:
        amount, month = part["amount"], month_number(part["day"])
        uncategorised = UNCATEGORISED_IN if amount > 0 else UNCATEGORISED_OUT
        is_transfer = part["transfer_line_id"] is not None
        purpose = TRANSFER if is_transfer else part["category_id"] or uncategorised
        sums = [months[month, part["account_id"], purpose, part["currency"]]]
        if not is_transfer:
            default = str(CategoryKind.INCOME if amount > 0 else CategoryKind.EXPENSE)
            key = (part["kind"] or default, month, part["payee_id"] or NOBODY, part["currency"])
            sums.append(payees[key])
        was = _converted_sums(amount, *part["before"])
        for name, value in _converted_sums(amount, part["base_amount"], part["bank_amount"]):
            for each in sums:
                each[name] += value
        for name, value in was:
            for each in sums:
                each[name] -= value
    for kept, changed in zip(TOTALS, (months, payees), strict=True):
        add(session, kept.table, book_id, kept.keys[1:], changed)


def _converted_sums(amount: int, base: int | None, bank: int | None) -> list[tuple[str, int]]:
    """Return what a line adds to those sums that depend on conversion."""
    known = base if bank is None else bank
    return [
        ("base_amount", base or 0),
        ("missing_amount", amount if base is None else 0),
        ("missing_count", base is None),
        ("bank_amount", known or 0),
        ("bank_count", bank is not None),
        ("bank_missing_amount", amount if known is None else 0),
        ("bank_missing_count", known is None),
    ]


_NO_DIFFERENCE = {name: 0 for name, _ in _converted_sums(0, 0, 0)}


@cache
def _adjusting(kept: Totals, dialect_name: str) -> Any:
    """Return the upsert; it takes the rows in key order, so that two transactions cannot deadlock.

    Putting the statement together takes longer than running it for one entry.
    """
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    sign = bindparam("_sign", type_=BigInteger)
    part = kept.grouped(bindparam("_book")).where(among(dialect_name, entry.c.id)).subquery()
    rows = (
        select(*(part.c[name] for name in kept.keys), *(sign * part.c[name] for name in kept.sums))
        .where(part.c.book_id.is_not(None))  # SQLite's parser needs a WHERE before ON CONFLICT
        .order_by(*(part.c[name] for name in kept.keys))
    )
    upsert = dialect.insert(kept.table).from_select([*kept.keys, *kept.sums], rows)
    return upsert.on_conflict_do_update(
        index_elements=kept.keys,
        set_={name: kept.table.c[name] + upsert.excluded[name] for name in kept.sums},
    )


def complete(entries: Iterable[Row], lines: Iterable[Row], base: str, table: RateTable) -> None:
    """Fill in what is derived of new rows, in place.

    Args:
        entries: rows of `entry`, each with its account's `currency` beside its own columns.
        lines: rows of `line`, all of each entry's.
        base: the book's base currency.
        table: rates for the currencies and days that occur.
    """
    by_entry: dict[int, list[Row]] = defaultdict(list)
    for part in lines:
        by_entry[part["entry_id"]].append(part)
    known: dict[tuple[Any, str], Any] = {}
    for whole in entries:
        at = (whole["day"], whole["currency"])
        if at not in known:
            known[at] = table.rate(whole["currency"], base, whole["day"])
        _complete_one(whole, by_entry[whole["id"]], base, known[at])


def _complete_one(whole: Row, parts: list[Row], base: str, rate: Any) -> None:
    converted: list[Any] = [None] * len(parts)
    if rate is not None:
        amounts = [part["amount"] for part in parts]
        converted = convert_parts(amounts, whole["currency"], base, rate)
    for part, base_amount in zip(parts, converted, strict=True):
        part["day"], part["base_amount"] = whole["day"], base_amount
    for part, bank_amount in zip(parts, _by_bank(whole, parts, base), strict=True):
        part["bank_amount"] = bank_amount
    whole["base_amount"] = None if rate is None else sum(converted)
    explained = rate is not None and rate.path is not Path.SAME
    whole["rate_day"] = rate.day if explained else None
    whole["rate_source"] = rate.source if explained else None


def _by_bank(whole: Row, parts: list[Row], base: str) -> list[int] | list[None]:
    """Share what the bank says an entry is in the base currency over its lines, where it does."""
    amounts = [part["amount"] for part in parts]
    said, total = whole.get("original_amount"), sum(amounts)
    if not said or not total or whole["currency"] == base or whole["original_currency"] != base:
        return [None] * len(parts)
    shares = share(-abs(said) if total < 0 else abs(said), amounts)
    return shares if max(map(abs, shares)) <= LIMIT else [None] * len(parts)


def require_room(session: Session, book_id: int, lines: Iterable[Row]) -> None:
    """Check that what was just stored can still be added up, before it is.

    Raises:
        InvalidAmountError: some sum of the book's amounts could leave 64 bits.
    """
    amounts = (abs(part[name] or 0) for part in lines for name in _AMOUNTS)
    if max(amounts, default=0) > LARGE:
        require_summable(queries.turnover(session, book_id))


def rate_table(session: Session, book_id: int, base: str, entries: Sequence[Row]) -> RateTable:
    """Return the rates that the entries need, none where all are in the base currency."""
    currencies = {row["currency"] for row in entries}
    if currencies <= {base}:
        return RateTable()
    days = [row["day"] for row in entries]
    return rates.table(session, book_id, currencies | {base}, min(days), max(days))


def derive(session: Session, actor: Actor, entry_ids: Sequence[int]) -> None:
    """Make what is derived of these entries again, totals apart; missing ones are left out."""
    dialect = session.get_bind().dialect.name
    for ids in chunks(entry_ids):
        keys = given(dialect, ids)
        found = session.execute(_entries(actor.book_id, dialect), keys)
        entries = [dict(row) for row in found.mappings()]
        found = session.execute(_lines(actor.book_id, dialect), keys)
        lines = [dict(row) for row in found.mappings()]
        if entries:
            table = rate_table(session, actor.book_id, actor.base_currency, entries)
            complete(entries, lines, actor.base_currency, table)
            store(session, entry, entries, ("base_amount", "rate_day", "rate_source"))
            store(session, line, lines, ("base_amount", "bank_amount", "day"))
            require_room(session, actor.book_id, lines)
        search.index(session, actor.book_id, ids, texts(entries, lines))


def texts(entries: Iterable[Row], lines: Iterable[Row]) -> dict[int, str]:
    """Return what was typed into each entry, where anything was."""
    found: dict[int, list[str]] = defaultdict(list)
    for whole in entries:
        if whole["note"]:
            found[whole["id"]].append(whole["note"])
    for part in lines:
        if part["memo"]:
            found[part["entry_id"]].append(part["memo"])
    return {entry_id: "\n".join(typed) for entry_id, typed in found.items()}


def _entries(book_id: int, dialect: str) -> Any:
    return (
        select(
            *(entry.c[name] for name in ("book_id", "id", "day", "note")),
            *(entry.c[name] for name in ("original_amount", "original_currency")),
            account.c.currency,
        )
        .join_from(entry, account, refers(entry.c.account_id, account))
        .where(entry.c.book_id == book_id, among(dialect, entry.c.id))
    )


def _lines(book_id: int, dialect: str) -> Any:
    return (
        select(line.c.book_id, line.c.id, line.c.entry_id, line.c.amount, line.c.memo)
        .where(line.c.book_id == book_id, among(dialect, line.c.entry_id))
        .order_by(line.c.entry_id, line.c.position, line.c.id)
    )


def rebuild(session: Session, book_id: int) -> None:
    """Make a book's totals again from its lines."""
    for kept in TOTALS:
        session.execute(delete(kept.table).where(kept.table.c.book_id == book_id))
        made = kept.grouped(book_id).subquery()
        columns = [*kept.keys, *kept.sums]
        rows = select(*(made.c[name] for name in columns))
        session.execute(kept.table.insert().from_select(columns, rows))
