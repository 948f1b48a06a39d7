"""Whoever can write to the database, but has no key, changes nothing unseen.

Ten tamperings at random at each run, 1,000 with `--soak` (`make soak`), on each database; all by
somebody who took the triggers away first.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from finance_app.domain.audit import What
from finance_app.domain.entries import EntryDraft
from finance_app.models import tables
from finance_app.services import audit, chains, entries, verify
from tests.conftest import NOW, somebody
from tests.services.books import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

FEW, ALL = 10, 1000
EVENT, CHANGE, SET = tables.audit_event, tables.change, tables.change_set
FIELDS = {
    EVENT: [column.name for column in EVENT.c],
    CHANGE: [column.name for column in CHANGE.c if column.name != "book_id"],
    SET: ["user_id", "at", "kind", "summary", "undoes_id"],
}


@pytest.fixture
def written(session: Session, actor: Actor, account_id: int, database: str) -> Actor:
    """A book and a log with something in them, and nobody who keeps them as they are."""
    for number in range(12):
        entries.add(session, actor, EntryDraft(account_id, DAY, -100 - number, "Bakery"))
        after = {"by": "password"}
        audit.note(session, actor, What.SIGNED_IN, before={"n": number}, after=after)
    audit.settle(session)
    assert verify.verify(session) == ()
    unlocked(session, database)
    return actor


def unlocked(session: Session, database: str) -> None:
    """Take the append-only triggers away."""
    for table in ("change", "change_set", "audit_event"):
        if database == "sqlite":
            session.execute(text(f"DROP TRIGGER {table}_no_update"))
            session.execute(text(f"DROP TRIGGER {table}_no_delete"))
        else:
            session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
            session.execute(text(f"DROP TRIGGER {table}_no_truncate ON {table}"))


@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("written")
def test_each_tampering_is_found(session: Session, request: pytest.FixtureRequest) -> None:
    count = ALL if request.config.getoption("--soak") else FEW
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311  what chance does, the same at each run
        tampering = TAMPERINGS[seed % len(TAMPERINGS)]
        table = (EVENT, CHANGE)[seed // len(TAMPERINGS) % 2]
        attempt = session.begin_nested()
        what = tampering(session, table, chance)
        session.flush()
        assert verify.verify(session), f"{tampering.__name__}, {table.name}, {what} (seed {seed})"
        attempt.rollback()
    assert verify.verify(session) == ()


def rows_of(session: Session, table: Table) -> list[dict[str, Any]]:
    order = table.c.id if table is SET else table.c.sequence
    return [row._asdict() for row in session.execute(select(table).order_by(order))]


def same(table: Table, row: dict[str, Any]) -> Any:
    if table is EVENT:
        return table.c.sequence == row["sequence"]
    return (table.c.book_id == row["book_id"]) & (table.c.id == row["id"])


def other(session: Session, name: str, row: dict[str, Any], chance: random.Random) -> Any:
    """Return another value for a field."""
    value = row[name]
    if name == "verb":
        return chance.choice([one for one in ("insert", "update", "delete") if one != value])
    if name in {"change_set_id", "undoes_id"}:
        keys = session.scalars(select(SET.c.id).order_by(SET.c.id))
        return chance.choice([key for key in keys if key != value])
    if name == "at":
        return value + timedelta(microseconds=chance.choice([-1, 1, 10**6]))
    if value is None or isinstance(value, int):
        return (value or 0) + chance.randint(1, 1000) * 1000
    place = chance.randrange(len(value) + 1)
    return f"{value[:place]}{'x' if value[place : place + 1] != 'x' else 'y'}{value[place + 1 :]}"


def field(session: Session, table: Table, chance: random.Random) -> str:
    """Change one field of one row, of change sets as well."""
    table = chance.choice([table, SET]) if table is CHANGE else table
    row, name = chance.choice(rows_of(session, table)), chance.choice(FIELDS[table])
    value = other(session, name, row, chance)
    session.execute(update(table).where(same(table, row)).values({name: value}))
    return f"{name} of {row} is {value}"


def removed(session: Session, table: Table, chance: random.Random) -> str:
    """Take one row out."""
    row = chance.choice(rows_of(session, table))
    session.execute(delete(table).where(same(table, row)))
    return str(row)


def swapped(session: Session, table: Table, chance: random.Random) -> str:
    """Have two rows change places, with their hashes or without."""
    one, two = chance.sample(rows_of(session, table), 2)
    if table is EVENT and chance.random() < 0.5:
        names = [name for name in FIELDS[EVENT] if name not in {"sequence", "hash"}]
        if [one[name] for name in names] == [two[name] for name in names]:
            two = {**two, "network": "192.0.2.0/24"}
        for row, content in ((one, two), (two, one)):
            values = {name: content[name] for name in names}
            session.execute(update(table).where(same(table, row)).values(values))
        return f"content of {one['sequence']} and {two['sequence']}"
    for row, place in ((one, -1), (two, one["sequence"])):
        session.execute(update(table).where(same(table, row)).values(sequence=place))
    moved = table.c.sequence == -1
    session.execute(update(table).where(moved).values(sequence=two["sequence"]))
    return f"{one['sequence']} and {two['sequence']}"


def cut(session: Session, table: Table, chance: random.Random) -> str:
    """Cut the end off, and have what is written down of it follow in one of several ways."""
    rows = rows_of(session, table)
    count = chance.randint(1, len(rows))
    left = rows[: len(rows) - count]
    for row in rows[len(left) :]:
        session.execute(delete(table).where(same(table, row)))
    last = left[-1] if left else {"sequence": 0, "hash": chains.GENESIS}
    return f"{count} rows, {written_down(session, table, last, chance)}"


def forged(session: Session, table: Table, chance: random.Random) -> str:
    """Add a row as the app would, but for the key."""
    last = rows_of(session, table)[-1]
    row = {**last, "sequence": last["sequence"] + 1}
    if table is EVENT:
        row["hash"] = audit.link(last["hash"], row["sequence"], row)
    else:
        row["id"] += 1
        row["hash"] = linked(session, row, last["hash"])
    session.execute(insert(table).values(row))
    return written_down(session, table, row, chance)


def rewritten(session: Session, table: Table, chance: random.Random) -> str:
    """Change a row and make every hash from there on anew."""
    rows = rows_of(session, table)
    place = chance.randrange(len(rows))
    name = chance.choice(["what", "network", "after"] if table is EVENT else ["rows", "verb"])
    rows[place][name] = other(session, name, rows[place], chance)
    last = rows[place - 1]["hash"] if place else chains.GENESIS
    for row in rows[place:]:
        is_event = table is EVENT
        last = audit.link(last, row["sequence"], row) if is_event else linked(session, row, last)
        row["hash"] = last
        session.execute(update(table).where(same(table, row)).values(row))
    return f"{name} from {place} on, {written_down(session, table, rows[-1], chance)}"


def linked(session: Session, row: dict[str, Any], previous: str) -> str:
    found = session.execute(select(SET).where(SET.c.id == row["change_set_id"])).one()
    made = chains.heading(row["change_set_id"], found._asdict())
    content = made, row["table_name"], row["verb"], row["rows"], row["id"]
    return chains.link(previous, row["sequence"], *content)


def written_down(
    session: Session, table: Table, last: dict[str, Any], chance: random.Random
) -> str:
    """Make what is written down of a chain's end fit, as far as that goes without the key."""
    head = tables.audit_head if table is EVENT else tables.book_head
    way = chance.choice(["left", "followed", "unsealed", "sealed with another", "gone"])
    values = {"sequence": last["sequence"], "hash": last["hash"]}
    if way == "gone":
        session.execute(delete(head))
    elif way == "unsealed":
        session.execute(update(head).values(**values, seal=""))
    elif way == "sealed with another":
        session.execute(update(head).values(**values, seal="0" * 64))
    elif way == "followed":
        session.execute(update(head).values(values))
    return way


TAMPERINGS: tuple[Callable[[Session, Table, random.Random], str], ...] = (
    field,
    removed,
    swapped,
    cut,
    forged,
    rewritten,
    field,
)


def test_going_on_does_not_mend_a_chain_whose_end_was_cut_off(
    session: Session, written: Actor, account_id: int
) -> None:
    for table, head in ((EVENT, tables.audit_head), (CHANGE, tables.book_head)):
        last = rows_of(session, table)[-3]
        session.execute(delete(table).where(table.c.sequence > last["sequence"]))
        session.execute(update(head).values(sequence=last["sequence"], hash=last["hash"], seal="x"))
    audit.note(session, written, What.SIGNED_OUT)
    entries.add(session, written, EntryDraft(account_id, DAY, -1, "Bakery"))
    found = {(one.check, one.message) for one in verify.verify(session)}
    assert ("audit", "Where the log ends is not sealed with this server's key.") in found
    assert ("history", "Where the changes end is not sealed with this server's key.") in found


def test_after_another_key_the_ends_are_sealed_anew_knowingly(
    session: Session, written: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "another key of thirty-two characters"
    monkeypatch.setattr(chains, "secret_key", lambda: other)
    monkeypatch.setattr(chains, "secret_keys", lambda: (other,))
    assert {one.check for one in verify.verify(session)} == {"audit", "history"}
    chains.seal_anew(session)
    audit.add(session, What.RESEALED, NOW)
    assert verify.verify(session) == ()
    assert written.book_id


def test_a_whole_book_does_not_go_unseen(session: Session, written: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    session.execute(update(tables.preferences).values(book_id=eve.book_id))
    session.execute(delete(tables.book).where(tables.book.c.id == written.book_id))
    messages = [one.message for one in verify.verify(session)]
    assert f"Book {written.book_id} is gone, and nobody deleted it." in messages
