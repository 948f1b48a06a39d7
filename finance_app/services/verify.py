"""Proof that a book fits together: everything derived is made again and compared.

Totals, sums of lines, days, amounts in the base currency, transfers, the hash chain of changes with
the rows they left, and the search index. It only reads, and holds a thousand rows at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from finance_app.queries import accounts as account_queries
from finance_app.queries import members as member_queries
from finance_app.queries import verify as queries
from finance_app.services import audit_proof, chains, changes, images, ledger, rates, recomputing
from finance_app.services.progress import ignore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.rates import RateTable
    from finance_app.services.progress import Progress

MOST = 20  # findings of one kind in one book
SAMPLE = 3  # entries in a thousand that are looked for by their text
SHORTEST_INDEXED = 3  # characters
GOING_ON = ""  # among messages: a part was looked at, and nothing is wrong with it


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit; `book_id` is None where it belongs to no book."""

    check: str
    message: str
    book_id: int | None = None


def verify(
    session: Session, book_id: int | None = None, progress: Progress = ignore
) -> tuple[Finding, ...]:
    """Check one book or all; return what does not fit, at most `MOST` of a kind."""
    found: list[Finding] = []
    books = queries.books(session, book_id)
    for place, book in enumerate(books):
        for number, (check, messages) in enumerate(CHECKS.items()):
            percent = 100 * (place * len(CHECKS) + number) // (len(books) * len(CHECKS))
            made = messages(session, book.id, book.base_currency)
            found += _few(check, _told(made, partial(progress, percent)), book.id)
    found += _few("search", _left_in_index(session), None)
    if book_id is None:
        found += _few("audit", audit_proof.check(session), None)
    return tuple(found)


def summary(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Say for each book what does not fit, without what stands in it."""
    counts = Counter((one.book_id, one.check) for one in findings)
    return tuple(
        f"{f'Book {book_id}' if book_id else OF_ALL[check]}: {check}, "
        f"{f'{MOST} or more' if count > MOST else count}"
        for (book_id, check), count in counts.items()
    )


def content_hash(session: Session, book_id: int) -> str:
    """Return a hash over all that a book says, without what is derived and who wrote it when."""
    digest = hashlib.sha256()
    for name, table in changes.TABLES.items():
        columns = [column for column in changes.IMAGES[name] if column not in _BOOKKEEPING]
        digest.update(f"{name}:{columns}\n".encode())
        for row in queries.rows(session, table, columns, book_id):
            digest.update(f"{_written(row)}\n".encode())
    return digest.hexdigest()


OF_ALL = {"search": "The search index", "audit": "The audit log"}
_BOOKKEEPING = ("change_id", "version")


def _told(messages: Iterator[str], alive: Callable[[], None]) -> Iterator[str]:
    """Leave out what only says that the work goes on, and tell that."""
    alive()
    for message in messages:
        alive()
        if message != GOING_ON:
            yield message


def _few(check: str, messages: Iterator[str], book_id: int | None) -> Iterator[Finding]:
    for message in islice(messages, MOST):
        yield Finding(check, message, book_id)
    if next(messages, None) is not None:
        yield Finding(check, f"There are more than {MOST} of these.", book_id)


def _totals(session: Session, book_id: int, _base: str) -> Iterator[str]:
    for kept in ledger.TOTALS:
        stored = _by_key(kept, queries.totals(session, kept.table, book_id))
        wanted = _by_key(kept, session.execute(kept.grouped(book_id)))
        for key in sorted(stored.keys() | wanted.keys()):
            if stored.get(key) != wanted.get(key):
                named = ", ".join(map(_said, zip(kept.keys[1:], key, strict=True)))
                yield (
                    f"{kept.table.name} of {named}: stored {_sums(kept, stored.get(key))}, "
                    f"added up {_sums(kept, wanted.get(key))}."
                )


def _by_key(kept: ledger.Totals, rows: Any) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the sums that are not all zero, by everything but the book."""
    keys, sums = itemgetter(*kept.keys[1:]), itemgetter(*kept.sums)
    found = {keys(row): tuple(map(int, sums(row))) for row in rows.mappings()}
    return {key: values for key, values in found.items() if any(values)}


def _sums(kept: ledger.Totals, values: tuple[int, ...] | None) -> str:
    if values is None:
        return "nothing"
    return ", ".join(map(_said, zip(kept.sums, values, strict=True)))


def _said(named: tuple[str, Any]) -> str:
    return f"{named[0]} {named[1]}"


def _lines(session: Session, book_id: int, _base: str) -> Iterator[str]:
    for row in queries.uneven(session, book_id):
        yield (
            f"Entry {row.id} of {row.day}: its amount is {row.amount}, "
            f"its lines sum to {row.lines}."
        )


def _days(session: Session, book_id: int, _base: str) -> Iterator[str]:
    for row in queries.strayed(session, book_id):
        yield f"Line {row.id} is on {row.day}, its entry on {row.wanted}."


def _converted(session: Session, book_id: int, base: str) -> Iterator[str]:
    if found := recomputing.get(session, book_id):
        yield (
            f"Amounts in {base} are being recomputed, {found.percent} % are done; "
            "`python -m finance_app recompute` does the rest, then they can be proven."
        )
        return
    for row in queries.misconverted(session, book_id, base):
        yield f"Entry {row.id} is in {base} but has other amounts in it, or a rate."
    days = queries.span(session, book_id)
    if days.first is None:
        return
    currencies = account_queries.currencies(session, book_id) | {base}
    table = rates.table(session, book_id, currencies, days.first, days.last)
    for part in queries.converted(session, book_id, base):
        yield from _misconverted(session, book_id, part, base, table)
        yield GOING_ON


def _misconverted(
    session: Session, book_id: int, part: Sequence[Row[Any]], base: str, table: RateTable
) -> Iterator[str]:
    lines = queries.lines(session, book_id, [row.id for row in part])
    by_entry: dict[int, list[Row[Any]]] = {row.id: [] for row in part}
    for line in lines:
        by_entry[line.entry_id].append(line)
    for row in part:
        stored = by_entry[row.id]
        whole: ledger.Row = row._asdict()
        parts = [{"entry_id": row.id, "amount": line.amount} for line in stored]
        ledger.complete([whole], parts, base, table)
        wanted = [(each["base_amount"], each["bank_amount"]) for each in parts]
        kept = [(line.base_amount, line.bank_amount) for line in stored]
        explained = tuple(whole[name] for name in ("base_amount", "rate_day", "rate_source"))
        if kept != wanted or explained != tuple(row[2:5]):
            yield (
                f"Entry {row.id} of {row.day}: it has {row.base_amount} {base} "
                f"at the rate of {row.rate_day}, converted it is {explained[0]} at {explained[1]}."
            )


def _transfers(session: Session, book_id: int, _base: str) -> Iterator[str]:
    for row in queries.one_sided(session, book_id):
        yield (
            f"Line {row.id} of {row.day} is a transfer whose other side does not point back "
            "or is on the same account."
        )


def _history(session: Session, book_id: int, base: str) -> Iterator[str]:
    """Walk the chain once: each hash, and the rows that each change was the last to write."""
    previous, wanted, chosen = chains.GENESIS, 1, base
    roles: dict[int, str | None] = {}
    alive: Counter[str] = Counter()
    matched: Counter[str] = Counter()
    for row in queries.chain(session, book_id):
        image = images.read(row.table_name, row.rows)
        if row.sequence != wanted or not image or not _follows(row, image, previous):
            yield f"Change {row.id}, number {row.sequence}, does not follow from the one before."
        else:
            if row.table_name == changes.BOOK:
                ((_, chosen),) = image["after"]
            if row.table_name == changes.MEMBERSHIP:
                roles |= dict.fromkeys((key for key, _ in image["before"]), None)
                roles |= dict(image["after"])
            alive[row.table_name] += len(image["after"]) - len(image["before"])
            same, differing = _compare(session, book_id, row, image)
            matched[row.table_name] += same
            yield from differing
        previous, wanted = row.hash, row.sequence + 1
        yield GOING_ON
    yield from _ended(session, book_id, wanted - 1, previous)
    if chosen != base:
        yield f"The book's currency is {base}; its last change says {chosen}."
    yield from _misremembered(session, book_id, roles)
    for row in queries.empty_sets(session, book_id):
        yield f"Change set {row.id}, “{row.summary}”, has no changes."
    yield from _unaccounted(session, book_id, alive, matched)


def _follows(row: Row[Any], image: dict[str, Any], previous: str) -> bool:
    """Say whether a change is linked to the one before it, and counts the rows that it has."""
    said = row._asdict()
    count = len(image["before"]) or len(image["after"])
    return said["count"] == count and chains.follows(said, previous)


def _ended(session: Session, book_id: int, sequence: int, last: str) -> Iterator[str]:
    """Compare where the chain ends with what is written down and sealed."""
    head = chains.head(session, book_id)
    if (head.sequence, head.hash) != (sequence, last):
        yield f"The last change is {sequence}; it should be {head.sequence}, with another hash."
    if not head.holds:
        yield "Where the changes end is not sealed with this server's key."


def _compare(
    session: Session, book_id: int, change: Row[Any], image: dict[str, Any]
) -> tuple[int, list[str]]:
    """Return how many rows are as the change left them, and which of its rows are not."""
    if change.table_name not in changes.TABLES:
        return 0, []
    table, columns = changes.TABLES[change.table_name], image["columns"]
    place = columns.index("id")
    left = {values[place]: values for values in image["after"]}
    if not left:
        return 0, []
    found = [
        _plain(row)
        for row in queries.as_written(session, table, columns, book_id, change.id, list(left))
    ]
    differing = [values[place] for values in found if values != left[values[place]]]
    messages = [f"The {table.name} {key} is not as its last change left it." for key in differing]
    return len(found), messages


def _misremembered(session: Session, book_id: int, roles: dict[int, str | None]) -> Iterator[str]:
    """Compare members' roles with the last change of each; who was deleted is no member."""
    for one in member_queries.of_book(session, book_id):
        wanted = roles.get(one.user_id, one.role)
        if wanted != one.role:
            yield f"Member {one.user_id} is {one.role}; their last change says {wanted or 'none'}."


def _unaccounted(
    session: Session, book_id: int, alive: Counter[str], matched: Counter[str]
) -> Iterator[str]:
    for name, table in changes.TABLES.items():
        count = queries.count(session, table, book_id)
        if count != alive[name]:
            yield f"There are {count} rows of {name}; its changes say {alive[name]}."
        if count != matched[name]:
            yield f"Of {name}, {count - matched[name]} rows are in no change that they name."


def _plain(row: Row[Any]) -> list[Any]:
    """Return a row as its image holds it."""
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def _written(row: Row[Any]) -> str:
    return json.dumps(_plain(row), ensure_ascii=False, separators=(",", ":"))


def _search(session: Session, book_id: int, _base: str) -> Iterator[str]:
    for part in queries.typed(session, book_id):
        keys = [row.id for row in part]
        typed = ledger.texts(
            [{"id": row.id, "note": row.note} for row in part],
            (
                {"entry_id": row.entry_id, "memo": row.memo}
                for row in queries.lines(session, book_id, keys)
            ),
        )
        known = queries.indexed(session, keys)
        for key in sorted(typed.keys() - known.keys()):
            yield f"Entry {key} has a note or memo that cannot be searched."
        for key in _unlike(session, typed, known):
            yield f"Entry {key} is in the search index with another text."


def _unlike(session: Session, typed: dict[int, str], known: dict[int, str | None]) -> Iterator[int]:
    """Yield entries that are indexed with another text; without texts, a few are looked for."""
    for key, text in known.items():
        if text is not None and text != typed[key]:
            yield key
    blind = [key for key, text in known.items() if text is None]
    for key in blind[:: max(1, ledger.CHUNK // SAMPLE)]:
        if len(typed[key]) >= SHORTEST_INDEXED and not queries.finds(session, key, typed[key]):
            yield key


def _left_in_index(session: Session) -> Iterator[str]:
    typed = sum(len(part) for part in queries.typed(session))
    if (count := queries.indexed_count(session)) != typed:
        yield f"The search index knows {count} entries, {typed} have a note or memo."


CHECKS: dict[str, Callable[[Session, int, str], Iterator[str]]] = {
    "totals": _totals,
    "lines": _lines,
    "days": _days,
    "conversion": _converted,
    "transfers": _transfers,
    "history": _history,
    "search": _search,
}
