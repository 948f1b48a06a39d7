from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.money import Money
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.services import (
    accounts,
    categories,
    category_ends,
    changes,
    demo,
    entries,
    history,
    labels,
    leftovers,
    transfers,
    trash,
    verify,
)
from finance_app.services.leftovers import Leftover
from tests.conftest import an_account, somebody
from tests.services.books import DAY, label, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row
    from finance_app.services.trash import Discard

SERVICES = Path(trash.__file__).parent


def add(session: Session, actor: Actor, account_id: int, payee: str = "Bakery") -> int:
    return entries.add(session, actor, EntryDraft(account_id, DAY, -1_250, payee))


def thrown(session: Session, actor: Actor, account_id: int, payee: str = "Bakery") -> int:
    """Add an entry and delete it; return the change set."""
    return entries.delete(session, actor, add(session, actor, account_id, payee), 1)


def top(session: Session, actor: Actor) -> int:
    return history.page(session, actor)[0].id


def rows_of(session: Session, actor: Actor, table: str, keys: list[int]) -> list[Row]:
    """Return the rows of entries, or of their lines."""
    if table == "line":
        return queries.rows_under(session, tables.line, actor.book_id, keys)
    return list(queries.rows_of(session, tables.entry, actor.book_id, keys).values())


def found(session: Session, actor: Actor) -> list[Discard]:
    return list(trash.page(session, actor).discards)


def test_every_way_to_delete_something_is_known_to_the_trash() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SERVICES.glob("*.py"))
    literal = set(re.findall(r'"(\w+\.(?:delete|merge))"', text))
    made = {f"{kind}.{verb}" for kind in LabelKind for verb in ("delete", "merge")}
    assert set(trash.KINDS) == literal | made


def test_a_deleted_entry_is_in_the_trash_until_it_is_brought_back(
    session: Session, actor: Actor, account_id: int
) -> None:
    set_id = thrown(session, actor, account_id)
    (one,) = found(session, actor)
    (item,) = one.items
    assert (one.set.id, one.count, one.set.by) == (set_id, 1, "ada@example.org")
    assert (item.table, item.name, item.account) == ("entry", "Bakery", "Checking EUR")
    assert (item.day, item.amount) == (DAY, Money(-1_250, "EUR"))
    history.undo(session, actor, one.set.last)
    assert found(session, actor) == []
    history.undo(session, actor, top(session, actor))
    (again,) = found(session, actor)
    assert (again.set.id, again.set.last) == (set_id, top(session, actor))
    history.undo(session, actor, again.set.last)
    assert found(session, actor) == []
    assert entries.get(session, actor, item.id).payee == "Bakery"
    assert verify.verify(session) == ()


def test_everything_that_can_be_deleted_is_named_newest_first(
    session: Session, actor: Actor, account_id: int
) -> None:
    other_id = an_account(session, actor, name="Other")
    sides = transfer(session, actor, (account_id, "EUR", -9), (other_id, "EUR", 9))
    transfers.delete(session, actor, transfers.get(session, actor, sides[0]))
    accounts.delete(session, actor, an_account(session, actor, name="Purse"), 1)
    group = categories.add(session, actor, "Hobby", CategoryKind.EXPENSE, None)
    category_ends.delete(session, actor, group, 1)
    tag = label(session, actor, LabelKind.TAG, "trip")
    labels.delete(session, actor, LabelKind.TAG, tag, 1)
    kept, gone = (label(session, actor, LabelKind.PAYEE, name) for name in ("Shop", "Shops"))
    labels.merge(session, actor, LabelKind.PAYEE, {kept: 1, gone: 1}, kept)
    named = [[(item.table, item.name) for item in one.items] for one in found(session, actor)]
    assert named == [
        [("payee", "Shops")],
        [("tag", "trip")],
        [("category", "Hobby")],
        [("account", "Purse")],
        [("entry", ""), ("entry", "")],
    ]
    moved = found(session, actor)[-1]
    assert {item.account for item in moved.items} == {"Checking EUR", "Other"}
    for one in found(session, actor):
        history.undo(session, actor, one.set.last)
    assert found(session, actor) == []
    assert verify.verify(session) == ()


def test_what_an_undo_took_away_is_not_trash(
    session: Session, actor: Actor, account_id: int
) -> None:
    add(session, actor, account_id)
    history.undo(session, actor, top(session, actor))
    demo.fill(session, somebody(session, "eve@example.org"), entries=50)
    assert found(session, actor) == []


def test_an_entry_whose_account_went_after_it_says_what_is_left_to_say(
    session: Session, actor: Actor
) -> None:
    account_id = an_account(session, actor, name="Purse")
    thrown(session, actor, account_id)
    accounts.delete(session, actor, account_id, 1)
    account, entry = found(session, actor)
    assert (entry.items[0].account, entry.items[0].amount) == ("", None)
    assert entry.set.summary == "Deleted Bakery −12.50 EUR"
    assert account.items[0].name == "Purse"


def test_much_that_was_deleted_at_once_is_named_in_part_and_counted(
    session: Session, actor: Actor, account_id: int
) -> None:
    keys = [add(session, actor, account_id) for _ in range(trash.NAMED + 5)]
    with changes.record(session, actor, "entry.delete", "Deleted many") as record:
        for table in ("line", "entry"):
            record.delete(table, rows_of(session, actor, table, keys))
    (one,) = found(session, actor)
    assert (len(one.items), one.count) == (trash.NAMED, trash.NAMED + 5)


def test_the_trash_is_turned_over_and_searched(
    session: Session, actor: Actor, account_id: int
) -> None:
    sets = [
        thrown(session, actor, account_id, "Butcher" if number % 3 else "Bäcker")
        for number in range(trash.PAGE + 10)
    ]
    restored = sets.pop(20)
    history.undo(session, actor, restored)
    first = trash.page(session, actor)
    assert [one.set.id for one in first.discards] == sets[::-1][: trash.PAGE]
    second = trash.page(session, actor, before=first.older)
    assert [one.set.id for one in second.discards] == sets[::-1][trash.PAGE :]
    assert (first.newer, second.older) == (None, None)
    assert trash.page(session, actor, after=second.newer).discards == first.discards
    assert trash.page(session, actor, after=second.newer).newer is None
    wanted = trash.page(session, actor, text="bÄCK").discards
    assert len(wanted) == 20
    assert {one.items[0].name for one in wanted} == {"Bäcker"}
    assert trash.page(session, actor, text="nobody").discards == ()


def test_nobody_looks_into_another_ones_trash(
    session: Session, actor: Actor, account_id: int
) -> None:
    thrown(session, actor, account_id)
    assert found(session, somebody(session, "eve@example.org")) == []


def test_what_an_undo_left_is_named_where_it_is(
    session: Session, actor: Actor, account_id: int
) -> None:
    keys = [add(session, actor, account_id) for _ in range(3)]
    with changes.record(session, actor, "test", "Changed three") as record:
        rows = rows_of(session, actor, "entry", keys)
        record.update("entry", rows, [{**row, "note": "noted"} for row in rows])
    changed = record.set_id
    entries.edit(session, actor, keys[1], 1, EntryDraft(account_id, DAY, -7, "Kiosk"))
    undone = history.undo(session, actor, changed)
    assert undone.left == ("Kiosk of Oct 20, 2026",)
    page = history.turned(session, actor)
    assert set(page.left) == {undone.set_id}
    left = page.left[undone.set_id]
    assert left.count == 1
    assert left.some == (Leftover("entry", keys[1], "Kiosk of Oct 20, 2026", account_id, DAY),)
    redone = history.undo(session, actor, undone.set_id)
    assert redone.set_id not in history.turned(session, actor).left


def test_a_payee_that_is_used_elsewhere_by_now_is_left_and_named(
    session: Session, actor: Actor, account_id: int
) -> None:
    add(session, actor, account_id)
    first = top(session, actor)
    add(session, actor, account_id)
    undone = history.undo(session, actor, first)
    (left,) = history.turned(session, actor).left.values()
    assert undone.left == tuple(one.label for one in left.some) == ("Bakery",)


def test_of_much_that_was_left_only_how_much_it_is_is_known(
    session: Session, actor: Actor, account_id: int
) -> None:
    size = leftovers.READ // 2
    draft = {"account_id": account_id, "day": DAY, "amount": -1, "note": "", "version": 1}
    draft |= {"status": "cleared", "source": "typed", "currency": "EUR"}
    whole = [{**draft, "id": key} for key in range(1, size + 2)]
    parts = [
        {"id": row["id"], "entry_id": row["id"], "position": 0, "amount": -1, "memo": ""}
        for row in whole
    ]
    with changes.record(session, actor, "test", "Many") as record:
        record.add_entries(whole, parts)
    entries.edit(session, actor, 7, 1, EntryDraft(account_id, DAY, -2))
    undone = history.undo(session, actor, record.set_id)
    left = history.turned(session, actor).left[undone.set_id]
    assert (left.some, left.count) == ((), 1)


def test_what_stands_and_what_brings_it_back_is_known_of_every_set(
    session: Session, actor: Actor, account_id: int
) -> None:
    add(session, actor, account_id)
    first = top(session, actor)
    seen = []
    for _ in range(3):
        one = history.get(session, actor, first)
        seen.append((one.stands, one.undone, one.last == top(session, actor)))
        history.undo(session, actor, one.last)
    assert seen == [(True, False, True), (False, True, True), (True, True, True)]
