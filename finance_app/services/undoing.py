"""Taking a change set back row by row; when that is allowed is for `services.history`.

A row is as the set left it when it says the same, whoever wrote it last: so what was undone or
redone in between does not stand in the way. A row that says something else stays as it is, with its
whole entry and, of a transfer, the other side.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date

from finance_app.errors import UndoRefusedError
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.queries import payees as payee_queries
from finance_app.services.changes import TABLES
from finance_app.services.ledger import Row, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column
    from sqlalchemy import Row as SqlRow

    from finance_app.services.changes import Recorder

type Place = tuple[str, int]
"""A row: its table's name and its key."""

USED_BY: dict[str, tuple[Column[Any], ...]] = {
    "account": (tables.entry.c.account_id,),
    "payee": (tables.entry.c.payee_id,),
    "category": (tables.line.c.category_id, tables.category.c.parent_id),
    "tag": (tables.entry_tag.c.tag_id,),
}
NEEDS: dict[str, dict[str, str]] = {
    "entry": {"account_id": "account", "payee_id": "payee"},
    "line": {"category_id": "category", "entry_id": "entry"},
    "entry_tag": {"entry_id": "entry", "tag_id": "tag"},
    "category": {"parent_id": "category"},
}
_BOOKKEEPING = ("change_id", "version")


@dataclass(slots=True)
class Step:
    """One change, read back: rows by key before and after it."""

    id: int
    table: str
    verb: str
    before: dict[int, Row] = field(default_factory=dict)
    after: dict[int, Row] = field(default_factory=dict)

    @property
    def rows(self) -> dict[int, Row]:
        """The rows that it wrote, as it left them or, deleted, as they were."""
        return self.after or self.before


class Undoing:
    """A change set on its way back; `left` are the rows that stay as they are."""

    def __init__(self, record: Recorder, set_id: int) -> None:
        self.record, self.session, self.book_id = record, record.session, record.actor.book_id
        self.steps = [_step(row) for row in queries.of_set(self.session, self.book_id, set_id)]
        self.left: set[Place] = set()
        self._last: dict[Place, Step] = {
            (step.table, key): step for step in self.steps for key in step.rows
        }
        self._later: set[Place] = set()  # rows that were written since, saying the same
        self._instead: dict[int, int] = {}  # payees that came back under another key

    def run(self) -> bool:
        """Take the rows back; say whether that was more than what came along with them."""
        self._leave_changed()
        self._leave_other_sides()
        done = False
        for step in reversed(self.steps):
            keys = [key for key, row in step.rows.items() if not self._stays(step.table, key, row)]
            before = self.record.written
            for part in chunks(keys):
                self._take_back(step, part)
            done = done or (step.table != "payee" and self.record.written > before)
        return done

    def _stays(self, table: str, key: int, row: Row) -> bool:
        return (table, key) in self.left or ("entry", row.get("entry_id")) in self.left

    def _leave_changed(self) -> None:
        for table in {name for name, _ in self._last}:
            keys = [key for name, key in self._last if name == table]
            for part in chunks(keys):
                wanted = {key: self._last[table, key] for key in part}
                for key in self._changed(table, wanted):
                    owner = wanted[key].rows[key].get("entry_id")
                    self.left.add((table, key) if owner is None else ("entry", owner))

    def _changed(self, table: str, wanted: Mapping[int, Step]) -> list[int]:
        """Return the rows that no longer say what these steps, the last ones, left."""
        known = queries.last_changes(self.session, TABLES[table], self.book_id, list(wanted))
        appeared = [key for key, step in wanted.items() if (key in known) == (not step.after)]
        later = [
            key
            for key, step in wanted.items()
            if step.after and key in known and known[key] != step.id
        ]
        self._later.update((table, key) for key in later)
        current = queries.rows_of(self.session, TABLES[table], self.book_id, later)
        return appeared + [key for key in later if not _same(wanted[key].after[key], current[key])]

    def _leave_other_sides(self) -> None:
        lines = {key: row for step in self.steps if step.table == "line" for key, row in _all(step)}
        linked = {
            (row["entry_id"], lines[row["transfer_line_id"]]["entry_id"])
            for step in self.steps
            if step.table == "line"
            for _, row in _all(step)
            if row["transfer_line_id"] in lines
        }
        size = -1
        while size != len(self.left):
            size = len(self.left)
            for pair in linked:
                sides = {("entry", key) for key in pair}
                if sides & self.left:
                    self.left |= sides

    def _take_back(self, step: Step, keys: Sequence[int]) -> None:
        if step.verb == "insert":
            self.record.delete(step.table, self._unused(step.table, self._current(step, keys)))
        elif step.verb == "update":
            rows = self._convertible(step, self._current(step, keys))
            wanted = [self._newer(step.before[row["id"]], row) for row in rows]
            self._require_parents(step.table, wanted)
            self.record.update(step.table, rows, wanted)
        else:
            rows = [self._newer(step.before[key], step.before[key]) for key in keys]
            self._require_parents(step.table, rows)
            self.record.insert(step.table, self._not_there(step.table, rows))

    def _current(self, step: Step, keys: Sequence[int]) -> list[Row]:
        """Return rows as they are; a step knows those that nobody wrote after it."""
        unknown = [
            key
            for key in keys
            if (step.table, key) in self._later or self._last[step.table, key] is not step
        ]
        found = queries.rows_of(self.session, TABLES[step.table], self.book_id, unknown)
        return [found[key] if key in found else step.after[key] for key in keys]

    def _newer(self, wanted: Row, current: Row) -> Row:
        """Return a row to write: the wanted values under a version of its own."""
        row = {name: value for name, value in wanted.items() if name != "change_id"}
        if "version" in row:
            row["version"] = current["version"] + 1
        if row.get("payee_id") in self._instead:
            row["payee_id"] = self._instead[row["payee_id"]]
        return row

    def _not_there(self, table: str, rows: list[Row]) -> list[Row]:
        """Return the rows without those that have come back already under another key."""
        if table == "entry" and queries.any_imported(self.session, self.book_id, rows):
            raise UndoRefusedError("Some of it was imported again since; undo that import first.")
        if table != "payee":
            return rows
        taken = payee_queries.ids_by_key(self.session, self.book_id, {row["key"] for row in rows})
        self._instead |= {row["id"]: taken[row["key"]] for row in rows if row["key"] in taken}
        return [row for row in rows if row["key"] not in taken]

    def _unused(self, table: str, rows: Iterable[Row]) -> list[Row]:
        """Return the rows that nothing else has come to use; the others are left."""
        free = []
        for row in rows:
            if self._is_used(table, row["id"]):
                self.left.add((table, row["id"]))
            else:
                free.append(row)
        return free

    def _is_used(self, table: str, key: int) -> bool:
        columns = USED_BY.get(table, ())
        return any(queries.uses(self.session, column, self.book_id, key) for column in columns)

    def _convertible(self, step: Step, rows: list[Row]) -> list[Row]:
        """Leave accounts whose currency was changed and that have entries in it by now."""
        if step.table != "account":
            return rows
        free = []
        for row in rows:
            same = step.before[row["id"]]["currency"] == row["currency"]
            if same or not self._is_used("account", row["id"]):
                free.append(row)
            else:
                self.left.add(("account", row["id"]))
        return free

    def _require_parents(self, table: str, rows: Iterable[Row]) -> None:
        """Refuse to bring back what belongs to something that is gone."""
        for column, parents in NEEDS.get(table, {}).items():
            wanted = {row[column] for row in rows} - {None}
            known = queries.last_changes(
                self.session, TABLES[parents], self.book_id, sorted(wanted)
            )
            if wanted - set(known):
                raise UndoRefusedError(f"Its {parents} was deleted since; bring that back first.")


def _all(step: Step) -> list[tuple[int, Row]]:
    return [*step.before.items(), *step.after.items()]


def _same(wanted: Row, current: Row) -> bool:
    return all(
        current[name] == value
        for name, value in wanted.items()
        if name in current and name not in _BOOKKEEPING
    )


def _step(row: SqlRow[Any]) -> Step:
    image = json.loads(row.rows)
    columns, known = image["columns"], TABLES[row.table_name].c
    days = [name for name in columns if name in known and isinstance(known[name].type, Date)]

    def read(side: str) -> dict[int, Row]:
        rows = {}
        for values in image[side]:
            found = dict(zip(columns, values, strict=True))
            for name in days:
                if found[name] is not None:
                    found[name] = date.fromisoformat(found[name])
            rows[found["id"]] = found
        return rows

    return Step(row.id, row.table_name, row.verb, read("before"), read("after"))
