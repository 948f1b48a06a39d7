"""Recording what a use case writes: the only way to write a book's own tables.

    with changes.record(session, actor, "entry.add", "Added Bakery") as record:
        record.insert("payee", [row])
        record.add_entries(entries, lines)

One `Recorder` is one change set. It writes the rows and their images in the same transaction, keeps
the hash chain, and sees to it that `ledger` derives what has to be derived. Undo is in
`services.history`.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, insert, update
from sqlalchemy import delete as delete_from

from finance_app.domain.texts import on_a_line
from finance_app.errors import StaleError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import plans
from finance_app.queries.keys import among, dialect_of, given
from finance_app.services import (
    chains,
    currency_checks,
    ledger,
    reconverting,
    roles,
    search,
    webhook_events,
)
from finance_app.services.chains import Head
from finance_app.services.ledger import Row, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

type Images = Sequence[Sequence[Any]]

DERIVED = {
    "entry": {"base_amount", "rate_day", "rate_source"},
    "line": {"bank_amount", "base_amount", "day"},
}
DERIVED_FROM = {
    "entry": ("account_id", "day", "amount", "original_amount", "original_currency", "note"),
    "line": ("entry_id", "position", "amount", "memo"),
}
"""What decides about more than the totals; who and what for, as in a merge, do not."""

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        tables.account,
        tables.category,
        tables.payee,
        tables.tag,
        tables.entry,
        tables.line,
        tables.entry_tag,
        tables.own_rate,
        tables.custom_currency,
    )
}
IMAGES = {
    name: tuple(
        column.name
        for column in table.columns
        if column.name != "book_id" and column.name not in DERIVED.get(name, ())
    )
    for name, table in TABLES.items()
}
BOOK, BOOK_NAME = "book", "book_name"
MEMBERSHIP, INVITATION = "membership", "invitation"
IMAGES |= {
    BOOK: ("id", "base_currency"),
    BOOK_NAME: ("id", "name"),
    MEMBERSHIP: ("id", "role"),
    INVITATION: ("id", "role"),
}
"""Of these only so much is a change, with a user's key as that of a membership; they are written by
`base_currencies`, `book_names`, `members` and `invitations` in `services`."""
MANY, MANY_TIMES = 100, 10  # rows of a table; the next time it is so many times as large
_STORED = {name: ("book_id", *IMAGES[name], *sorted(DERIVED.get(name, ()))) for name in TABLES}
_DAYS = {
    name: [column.name for column in table.columns if isinstance(column.type, Date)]
    for name, table in TABLES.items()
}
_BLANK: dict[str, Row] = {name: dict.fromkeys(columns) for name, columns in _STORED.items()}
_BLANK["line"]["day"] = date(1900, 1, 1)  # until `ledger` derives it, in the same transaction


@contextmanager
def record(
    session: Session, actor: Actor, kind: str, summary: str, *, undoes_id: int | None = None
) -> Iterator[Recorder]:
    """Open a change set; what is derived is brought up to date when the block ends.

    Raises:
        ForbiddenError: the actor may only look, by now at least.
        NotFoundError: the book was removed, or they are no member any more.
        StaleError: it got another base currency meanwhile, which amounts are to be converted to.
    """
    actor.require_editor()
    if roles.locked(session, actor) != actor.base_currency:
        raise StaleError
    roles.current(session, actor).require_editor()
    recorder = Recorder(session, actor, kind, summary, undoes_id)
    yield recorder
    recorder.finish()


class Recorder:
    """Writes rows of a book together with their images."""

    def __init__(
        self, session: Session, actor: Actor, kind: str, summary: str, undoes_id: int | None
    ) -> None:
        self.session, self.actor, self.set_id = session, actor, new_key()
        self.undoes_id = undoes_id
        self.written = 0  # rows
        self._stale: dict[int, bool] = {}  # entries out of the totals; whether to derive the rest
        self._restated: list[Row] = []  # own rates, as they were and as they are
        self._added, self._looked_at = Counter[str](), Counter[str]()
        self._head = chains.head(session, actor.book_id)
        said = {
            "user_id": actor.user_id,
            "at": actor.now,
            "kind": kind,
            "summary": on_a_line(summary)[:300],
            "undoes_id": undoes_id,
        }
        self._heading = chains.heading(self.set_id, said)
        session.execute(
            insert(tables.change_set).values(book_id=actor.book_id, id=self.set_id, **said)
        )
        webhook_events.note(session, actor.book_id, self.set_id, said)

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows; `book_id` and `change_id` are set here."""
        if table == "entry":  # it is in no total yet
            self._stale.update(dict.fromkeys((row["id"] for row in rows), True))
        elif table in DERIVED:
            self._touch(table, rows)
        self._insert(table, rows)

    def add_entries(self, entries: Sequence[Row], lines: Sequence[Row]) -> None:
        """Add whole entries with all their lines; each entry carries its account's `currency`.

        The fast way in: what is derived is computed beforehand and written once.

        Raises:
            InvalidAmountError: together the book's amounts are more than it can hold.
        """
        base, book_id = self.actor.base_currency, self.actor.book_id
        table = ledger.rate_table(self.session, book_id, base, entries)
        ledger.complete(entries, lines, base, table)
        for name, rows in (("entry", entries), ("line", lines)):
            self._insert(name, rows)
            if self._grown(name, len(rows)):
                plans.refresh(self.session, name)
        ledger.require_room(self.session, book_id, lines)
        keys = [row["id"] for row in entries]
        ledger.adjust(self.session, book_id, keys, 1)
        self._settled(keys)
        search.add(self.session, book_id, ledger.texts(entries, lines))

    def _grown(self, table: str, count: int) -> bool:
        """Say whether so many rows were added that the database should look at the table again."""
        self._added[table] += count
        grown = self._added[table] >= MANY_TIMES * max(self._looked_at[table], MANY)
        if grown:
            self._looked_at[table] = self._added[table]
        return grown

    def update(self, table: str, before: Sequence[Row], after: Sequence[Row]) -> None:
        """Replace rows by newer ones of the same keys.

        Raises:
            StaleError: one of them was changed since `before` was read.
            InvalidInputError: one is in a currency that the book does not have.
        """
        self._check_currencies(table, after)
        if table in DERIVED:
            said = itemgetter(*DERIVED_FROM[table])
            self._touch(table, before, whole=[*map(said, before)] != [*map(said, after)])
        stored = TABLES[table]
        columns = [name for name in IMAGES[table] if name != "id"]
        statement = (
            update(stored)
            .where(
                stored.c.book_id == self.actor.book_id,
                stored.c.id == bindparam("_id"),
                stored.c.change_id == bindparam("_change_id"),
            )
            .values({name: bindparam(f"_new_{name}") for name in columns})
        )
        for old, new in zip(chunks(before), chunks(after), strict=True):
            change_id = new_key()
            values = []
            for was, becomes in zip(old, new, strict=True):
                becomes["change_id"] = change_id
                named = {f"_new_{name}": becomes[name] for name in columns}
                values.append({**named, "_id": was["id"], "_change_id": was["change_id"]})
            done = self.session.connection().execute(statement, values)
            if done.rowcount != len(values):
                raise StaleError
            self.append(change_id, table, "update", _images(table, old), _images(table, new))

    def delete(self, table: str, rows: Sequence[Row]) -> None:
        """Take rows out.

        Raises:
            StaleError: one of them was changed since it was read.
        """
        if table in DERIVED:
            self._touch(table, rows)
        stored, dialect = TABLES[table], dialect_of(self.session)
        for part in chunks(rows):
            keys = given(dialect, [row["id"] for row in part])
            deletion = delete_from(stored).where(
                stored.c.book_id == self.actor.book_id,
                among(dialect, stored.c.id),
                stored.c.change_id.in_({row["change_id"] for row in part}),
            )
            done = self.session.connection().execute(deletion, keys)
            if done.rowcount != len(part):
                raise StaleError
            self.append(new_key(), table, "delete", _images(table, part), ())
            if table == "entry":
                gone = [row["id"] for row in part]
                search.forget(self.session, self.actor.book_id, gone)
                self._settled(gone)

    def finish(self) -> None:
        """Derive again what the writes made stale; in between, too, where there is much of it.

        Raises:
            InvalidAmountError: together the book's amounts are more than it can hold.
        """
        stale, self._stale = self._stale, {}
        ledger.derive(self.session, self.actor, [key for key, whole in stale.items() if whole])
        ledger.adjust(self.session, self.actor.book_id, list(stale), 1)
        restated, self._restated = self._restated, []
        reconverting.reconvert(self.session, self.actor, restated)

    def _touch(self, table: str, rows: Sequence[Row], *, whole: bool = True) -> None:
        """Take the entries that rows belong to out of the totals, once, until `finish`."""
        owner = "id" if table == "entry" else "entry_id"
        touched = dict.fromkeys(row[owner] for row in rows)
        fresh = [key for key in touched if key not in self._stale]
        self._stale |= {key: whole or self._stale.get(key, False) for key in touched}
        ledger.adjust(self.session, self.actor.book_id, fresh, -1)

    def _settled(self, keys: Iterable[int]) -> None:
        """Leave nothing to derive of these entries: it is done, or they are gone."""
        for key in keys:
            self._stale.pop(key, None)

    def _check_currencies(self, table: str, rows: Sequence[Row]) -> None:
        book_id, undoing = self.actor.book_id, self.undoes_id is not None
        currency_checks.check(self.session, book_id, table, rows, undoing=undoing)

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        self._check_currencies(table, rows)
        end = 1 + len(IMAGES[table])
        for part in chunks(rows):
            change_id = new_key()
            values = _values(table, part, self.actor.book_id, change_id)
            _store(self.session, table, values)
            self.append(change_id, table, "insert", (), [stored[1:end] for stored in values])

    def append(self, change_id: int, table: str, verb: str, before: Images, after: Images) -> None:
        """Note a change whose rows were just written."""
        if table == tables.own_rate.name:
            named = (zip(IMAGES[table], row, strict=True) for row in (*before, *after))
            self._restated += map(dict, named)
        rows = image(table, before, after)
        self.written += len(before) or len(after)
        sequence, content = self._head.sequence + 1, (self._heading, table, verb, rows, change_id)
        digest = chains.link(self._head.hash, sequence, *content)
        self._head = Head(sequence, digest, holds=self._head.holds)
        self.session.execute(
            insert(tables.change).values(
                book_id=self.actor.book_id,
                id=change_id,
                change_set_id=self.set_id,
                sequence=sequence,
                table_name=table,
                verb=verb,
                rows=rows,
                count=len(before) or len(after),
                hash=digest,
            )
        )
        chains.advance(self.session, self.actor.book_id, self._head)


def _values(table: str, rows: Sequence[Row], book_id: int, change_id: int) -> list[tuple[Any, ...]]:
    """Return rows as tuples in the order of `_STORED`, days as text."""
    pick, blank, days = itemgetter(*_STORED[table]), _BLANK[table], _DAYS[table]
    values = []
    for row in rows:
        whole = {**blank, **row, "book_id": book_id, "change_id": change_id}
        for name in days:
            if whole[name] is not None:
                whole[name] = whole[name].isoformat()
        values.append(pick(whole))
    return values


def _store(session: Session, table: str, values: list[tuple[Any, ...]]) -> None:
    """Insert rows; on SQLite past SQLAlchemy's own per-row work, which takes longer than SQLite."""
    columns = _STORED[table]
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  constants
        session.connection().exec_driver_sql(statement, values)
    else:
        rows = [dict(zip(columns, row, strict=True)) for row in values]
        session.connection().execute(insert(TABLES[table]), rows)


def _images(table: str, rows: Sequence[Row]) -> Images:
    return list(map(itemgetter(*IMAGES[table]), rows))


def image(table: str, before: Images, after: Images) -> str:
    """Write images, rows in the order of `IMAGES`, down as canonical JSON."""
    return json.dumps(
        {"after": after, "before": before, "columns": IMAGES[table]},
        ensure_ascii=False,
        separators=(",", ":"),
        default=date.isoformat,
    )
