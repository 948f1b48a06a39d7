"""What an undo left as it is because it was changed since: its rows, named, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.formatting import day_text
from finance_app.domain.rate_texts import own_rate_text
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.queries import own_rates as own_rate_queries
from finance_app.services.changes import TABLES
from finance_app.services.undoing import step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.changes import ChangeSetView
    from finance_app.services.undoing import Place

NAMED = 10
READ = 2000  # rows of a set up to which what was left of it is looked up, to be named

OPPOSITE = {"insert": "delete", "update": "update", "delete": "insert"}
PARTS = ("line", "entry_tag")
UNCOUNTED = {("payee", "delete")}
"""A payee that comes back may be there already, under another key."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A row that was left.

    Args:
        label: what people call it.
        account_id: of an entry that is there.
        day: the same entry's.
    """

    table: str
    id: int
    label: str
    account_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What an undo left: some of it by name, and how much it is."""

    some: tuple[Leftover, ...]
    count: int


def named(session: Session, actor: Actor, left: Collection[Place]) -> tuple[Leftover, ...]:
    """Name rows, ten at most."""
    return tuple(_named(session, actor, table, key) for table, key in sorted(left)[:NAMED])


def _named(session: Session, actor: Actor, table: str, key: int) -> Leftover:
    row = queries.rows_of(session, TABLES[table], actor.book_id, [key]).get(key)
    if row is None:
        return Leftover(table, key, f"a deleted {table.replace('_', ' ')}")
    if table == "own_rate":
        return Leftover(table, key, own_rate_text(own_rate_queries.view(row).rate, actor.region))
    if table == "custom_currency":
        return Leftover(table, key, f"{row['code']} · {row['name']}")
    if table != "entry":
        return Leftover(table, key, row.get("name") or f"a {table}")
    payees = queries.rows_of(session, tables.payee, actor.book_id, [row["payee_id"] or 0])
    name = next((found["name"] for found in payees.values()), "entry")
    label = f"{name} of {day_text(row['day'], actor.region)}"
    return Leftover(table, key, label, row["account_id"], row["day"])


def texts(session: Session, actor: Actor, left: Collection[Place]) -> tuple[str, ...]:
    """Return what people call rows, ten at most, and how many more there are."""
    labels = [one.label for one in named(session, actor, left)]
    more = len(left) - len(labels)
    return (*labels, f"{more} more") if more else tuple(labels)


def of_undos(session: Session, actor: Actor, sets: Iterable[ChangeSetView]) -> dict[int, Leftovers]:
    """Return what those of some change sets left that undid another and did not write all of it.

    It is found out by comparing what either wrote; of much only how much it is.
    """
    undoing = {one.id: one.undoes_id for one in sets if one.undoes_id is not None}
    both = [*undoing, *undoing.values()]
    wrote = queries.written_by_verb(session, actor.book_id, both)
    found = {}
    for key, undone in undoing.items():
        count = _missing(wrote[undone], wrote[key])
        if not count:
            continue
        found[key] = Leftovers((), count)
        if sum(wrote[undone].values()) <= READ:
            left = _places(session, actor, undone) - _places(session, actor, key)
            if left:
                found[key] = Leftovers(named(session, actor, left), len(left))
    return found


def _missing(was: Mapping[tuple[str, str], int], undone: Mapping[tuple[str, str], int]) -> int:
    """Count the rows of a set that undoing did not write: entries stand for their lines.

    Args:
        was: rows by table and verb.
        undone: the same of the set that undid it.
    """
    left = {
        (table, verb): count - undone.get((table, OPPOSITE[verb]), 0)
        for (table, verb), count in was.items()
        if (table, verb) not in UNCOUNTED
    }
    whole = [count for (table, _), count in left.items() if table not in PARTS and count > 0]
    parts = [count for (table, _), count in left.items() if table in PARTS and count > 0]
    return sum(whole) or sum(parts)


def _places(session: Session, actor: Actor, set_id: int) -> set[Place]:
    """Return the rows that a change set wrote; a part of an entry stands for it."""
    found: set[Place] = set()
    for change in queries.of_set(session, actor.book_id, set_id):
        if (change.table_name, change.verb) in UNCOUNTED:
            continue
        rows = step(change, queries.images(session, actor.book_id, change.id)).rows
        if change.table_name in PARTS:
            found |= {("entry", row["entry_id"]) for row in rows.values()}
        else:
            found |= {(change.table_name, key) for key in rows}
    return found
