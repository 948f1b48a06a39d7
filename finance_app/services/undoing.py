"""Taking a change set back row by row; when that is allowed is for `services.history`.

Its changes are read one at a time, newest first: once to see what stays, once to take the rest
back. So of a large set a thousand rows are in memory, never all.

A row is as the set left it when it says the same, whoever wrote it last: so what was undone or
redone in between does not stand in the way. A row that says something else stays as it is, with its
whole entry and, of a transfer, the other side.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date

from finance_app.domain.labels import LabelKind
from finance_app.errors import UndoRefusedError
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.queries import custom_currencies
from finance_app.queries import labels as label_queries
from finance_app.services.changes import TABLES
from finance_app.services.ledger import Row, chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Column
    from sqlalchemy import Row as SqlRow

    from finance_app.services.changes import Recorder
    from finance_app.services.progress import Progress

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
NAMED: dict[str, Callable[[Row], Any]] = {
    "account": lambda row: row["name"].casefold(),
    "category": lambda row: (row["parent_id"], row["name"].casefold()),
    "payee": lambda row: row["key"],
    "tag": lambda row: row["key"],
    "own_rate": lambda row: (row["origin"], row["target"], row["day"]),
    "custom_currency": lambda row: row["code"],
}
"""What no two rows of a table may have in common."""

LOOKED_AT = 25  # per cent of the way, when it is known what stays
TAKEN_BACK = 90  # per cent, when only what is derived has to be made again
TOGETHER = 10_000  # entries and lines that wait to be written as one
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
    """A change set on its way back; `left` are the rows that stay as they are.

    Args:
        progress: is called with the percentage done.
    """

    def __init__(self, record: Recorder, set_id: int, progress: Progress) -> None:
        self.record, self.session, self.book_id = record, record.session, record.actor.book_id
        self.progress = progress
        self.left: set[Place] = set()
        self._changes = queries.of_set(self.session, self.book_id, set_id)
        self._rewritten = _rewritten(self._changes)
        self._only_payees = {change.table_name for change in self._changes} == {"payee"}
        self._later: set[Place] = set()  # rows that were written since, saying the same
        self._sides: dict[int, int] = {}  # lines of transfers, each with its entry
        self._links: set[tuple[int, int]] = set()  # entries, each with a line of the other side
        self._instead: dict[int, int] = {}  # payees that came back under another key
        self._coming: dict[str, list[Row]] = {"entry": [], "line": []}  # back, but not written yet

    def run(self) -> bool:
        """Take the rows back; say whether that was more than what came along with them."""
        self._leave_changed()
        self._leave_other_sides()
        done = False
        for step in self._steps(LOOKED_AT, TAKEN_BACK):
            done |= self._written_unless_more_by(step)
            keys = [key for key, row in step.rows.items() if not self._stays(step.table, key, row)]
            before = self.record.written
            for part in chunks(keys):
                self._take_back(step, part)
            counts = step.table != "payee" or self._only_payees
            done = done or (counts and self.record.written > before)
        return self._written() or done

    def _steps(self, start: int, end: int) -> Iterator[Step]:
        """Read the changes one by one, the last one first, reporting progress from start to end."""
        for place, change in enumerate(reversed(self._changes)):
            self.progress(start + (end - start) * place // len(self._changes))
            yield step(change, queries.images(self.session, self.book_id, change.id))

    def _stays(self, table: str, key: int, row: Row) -> bool:
        return (table, key) in self.left or ("entry", row.get("entry_id")) in self.left

    def _leave_changed(self) -> None:
        seen: set[Place] = set()
        for step in self._steps(0, LOOKED_AT):
            wanted = [key for key in step.rows if (step.table, key) not in seen]
            if step.table in self._rewritten:
                seen.update((step.table, key) for key in wanted)
            for key in self._changed(step, wanted):
                owner = step.rows[key].get("entry_id")
                self.left.add((step.table, key) if owner is None else ("entry", owner))
            if step.table == "line":
                self._note_transfers(step)

    def _changed(self, step: Step, keys: Sequence[int]) -> list[int]:
        """Return the rows that no longer say what this step, their last one, left."""
        table = TABLES[step.table]
        known = queries.last_changes(self.session, table, self.book_id, keys)
        appeared = [key for key in keys if (key in known) == (not step.after)]
        later = [key for key in keys if step.after and known.get(key, step.id) != step.id]
        self._later.update((step.table, key) for key in later)
        current = queries.rows_of(self.session, table, self.book_id, later)
        return appeared + [key for key in later if not _same(step.after[key], current[key])]

    def _note_transfers(self, step: Step) -> None:
        for key, row in [*step.before.items(), *step.after.items()]:
            if row["transfer_line_id"] is not None:
                self._sides[key] = row["entry_id"]
                self._links.add((row["entry_id"], row["transfer_line_id"]))

    def _leave_other_sides(self) -> None:
        pairs = [
            {("entry", entry_id), ("entry", self._sides[other])}
            for entry_id, other in self._links
            if other in self._sides
        ]
        size = -1
        while size != len(self.left):
            size = len(self.left)
            for sides in pairs:
                if sides & self.left:
                    self.left |= sides

    def _take_back(self, step: Step, keys: Sequence[int]) -> None:
        if step.verb == "insert":
            self.record.delete(step.table, self._unused(step.table, self._current(step, keys)))
        elif step.verb == "update":
            rows = self._convertible(step, self._current(step, keys))
            wanted = [self._newer(step.before[row["id"]], row) for row in rows]
            self._require_parents(step.table, wanted)
            self._require_free_names(step.table, wanted, rows)
            self.record.update(step.table, rows, wanted)
        else:
            rows = [self._newer(step.before[key], step.before[key]) for key in keys]
            self._require_parents(step.table, rows)
            self._require_free_names(step.table, rows, ())
            rows = self._not_there(step.table, rows)
            if step.table in self._coming:
                self._coming[step.table] += rows
            else:
                self.record.insert(step.table, rows)

    def _written_unless_more_by(self, step: Step) -> bool:
        """Write what is coming back, unless a step brings more of the same entries."""
        entries, lines = self._coming["entry"], self._coming["line"]
        more = step.table == "line" or (step.table == "entry" and not lines)
        room = len(entries) + len(lines) < TOGETHER
        return not (step.verb == "delete" and more and room) and self._written()

    def _written(self) -> bool:
        """Write the entries and lines that are coming back; say whether there were any.

        An entry that comes with its lines need not be read again to derive what is derived.
        """
        entries, lines = self._coming["entry"], self._coming["line"]
        if not entries and not lines:
            return False
        self._coming = {"entry": [], "line": []}
        ids, begun = {row["id"] for row in entries}, {row["entry_id"] for row in lines}
        wanted = sorted({row["account_id"] for row in entries})
        accounts = queries.rows_of(self.session, tables.account, self.book_id, wanted)
        for row in entries:
            row["currency"] = accounts[row["account_id"]]["currency"]
        self.record.insert("entry", [row for row in entries if row["id"] not in begun])
        self.record.add_entries(
            [row for row in entries if row["id"] in begun],
            [row for row in lines if row["entry_id"] in ids],
        )
        self.record.insert("line", [row for row in lines if row["entry_id"] not in ids])
        return True

    def _current(self, step: Step, keys: Sequence[int]) -> list[Row]:
        """Return rows as they are; a step knows those that nobody can have written after it."""
        unknown = [
            key for key in keys if step.table in self._rewritten or (step.table, key) in self._later
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
        taken = label_queries.ids_by_key(
            self.session, self.book_id, LabelKind.PAYEE, {row["key"] for row in rows}
        )
        self._instead |= {row["id"]: taken[row["key"]] for row in rows if row["key"] in taken}
        return [row for row in rows if row["key"] not in taken]

    def _unused(self, table: str, rows: Iterable[Row]) -> list[Row]:
        """Return the rows that nothing else has come to use; the others are left."""
        free = []
        for row in rows:
            if self._is_used(table, row):
                self.left.add((table, row["id"]))
            else:
                free.append(row)
        return free

    def _is_used(self, table: str, row: Row) -> bool:
        if table == "custom_currency":
            return custom_currencies.is_used(self.session, self.book_id, row["code"])
        columns, key = USED_BY.get(table, ()), row["id"]
        return any(queries.uses(self.session, column, self.book_id, key) for column in columns)

    def _convertible(self, step: Step, rows: list[Row]) -> list[Row]:
        """Leave accounts whose currency was changed and that have entries in it by now."""
        if step.table != "account":
            return rows
        free = []
        for row in rows:
            same = step.before[row["id"]]["currency"] == row["currency"]
            if same or not self._is_used("account", row):
                free.append(row)
            else:
                self.left.add(("account", row["id"]))
        return free

    def _require_free_names(self, table: str, rows: Sequence[Row], current: Sequence[Row]) -> None:
        """Refuse to bring back a name that something else has by now."""
        name_of = NAMED.get(table)
        if name_of is None or (table == "payee" and not current):
            return  # a payee that comes back becomes the other one, see `_not_there`
        kept = {row["id"]: name_of(row) for row in current}
        own = {row["id"] for row in rows}
        taken = {name_of(row) for row in self._others(table, rows) if row["id"] not in own}
        for row in rows:
            if name_of(row) != kept.get(row["id"]) and name_of(row) in taken:
                raise UndoRefusedError(_taken(table, row))

    def _others(self, table: str, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that could have a name already; of payees there are many."""
        if table != "payee":
            return queries.all_rows(self.session, TABLES[table], self.book_id)
        found = label_queries.ids_by_key(
            self.session, self.book_id, LabelKind.PAYEE, {row["key"] for row in rows}
        )
        return [{"id": key, "key": name} for name, key in found.items()]

    def _require_parents(self, table: str, rows: Iterable[Row]) -> None:
        """Refuse to bring back what belongs to something that is gone."""
        for column, parents in NEEDS.get(table, {}).items():
            wanted = {row[column] for row in rows} - {None}
            wanted -= {row["id"] for row in self._coming.get(parents, ())}
            known = queries.last_changes(
                self.session, TABLES[parents], self.book_id, sorted(wanted)
            )
            if wanted - set(known):
                raise UndoRefusedError(f"Its {parents} was deleted since; bring that back first.")


def _taken(table: str, row: Row) -> str:
    if table == "own_rate":
        pair = f"{row['origin']} in {row['target']}"
        return f"There is another rate of {pair} from {row['day']} by now; delete that one first."
    if table == "custom_currency":
        return f"There is another {row['code']} by now; delete that one first."
    return f"There is another {table} “{row['name']}” by now; rename that one first."


def _rewritten(changes: Sequence[SqlRow[Any]]) -> set[str]:
    """Return the tables of which the same row may have been written more than once."""
    verbs = {(change.table_name, change.verb) for change in changes}
    twice = Counter(table for table, _ in verbs)
    return {table for table, verb in verbs if verb == "update" or twice[table] > 1}


def _same(wanted: Row, current: Row) -> bool:
    return all(
        current[name] == value
        for name, value in wanted.items()
        if name in current and name not in _BOOKKEEPING
    )


def step(change: SqlRow[Any], images: str) -> Step:
    """Read a change back from its images."""
    image = json.loads(images)
    columns, known = image["columns"], TABLES[change.table_name].c
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

    return Step(change.id, change.table_name, change.verb, read("before"), read("after"))
