from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.errors import ConflictError, NotFoundError, UndoRefusedError
from finance_app.models.columns import new_key
from finance_app.services import (
    accounts,
    categories,
    changes,
    demo,
    entries,
    history,
    imports,
    undoing,
    verify,
)
from finance_app.services.import_previews import preview
from tests.conftest import an_account, somebody
from tests.services.books import DAY, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row


def some(session: Session, actor: Actor, account_id: int, count: int) -> list[int]:
    draft = EntryDraft(account_id, date(2026, 11, 20), -100, "Bakery")
    return [entries.add(session, actor, draft) for _ in range(count)]


def test_history_is_turned_over_page_by_page_in_both_directions(
    session: Session, actor: Actor, account_id: int
) -> None:
    some(session, actor, account_id, 2 * history.PAGE)
    whole = [view.id for view in history.page(session, actor)]
    first = history.turned(session, actor)
    second = history.turned(session, actor, before=first.older)
    third = history.turned(session, actor, before=second.older)
    assert [view.id for view in first.sets] == whole
    assert (first.newer, third.older) == (None, None)
    assert history.turned(session, actor, after=third.newer) == second
    assert history.turned(session, actor, after=second.newer).sets == first.sets
    assert history.turned(session, actor, after=second.newer).newer is None


def test_history_knows_which_set_wrote_an_entry(
    session: Session, actor: Actor, account_id: int
) -> None:
    (key,) = some(session, actor, account_id, 1)
    assert history.of_entry(session, actor, key) == history.page(session, actor)[0].id
    with pytest.raises(NotFoundError):
        history.of_entry(session, somebody(session, "eve@example.org"), key)


def test_what_was_undone_and_redone_is_named_once(
    session: Session, actor: Actor, account_id: int
) -> None:
    some(session, actor, account_id, 1)
    for _ in range(3):
        history.undo(session, actor, history.page(session, actor)[0].id)
    assert [view.summary for view in history.page(session, actor)[:4]] == [
        "Undid: Added Bakery −1.00 EUR",
        "Redid: Added Bakery −1.00 EUR",
        "Undid: Added Bakery −1.00 EUR",
        "Added Bakery −1.00 EUR",
    ]


def top(session: Session, actor: Actor) -> int:
    """Return the newest change set's key."""
    return history.page(session, actor)[0].id


def test_one_undoes_step_by_step_back_to_the_beginning(
    session: Session, actor: Actor, account_id: int
) -> None:
    start = verify.content_hash(session, actor.book_id)
    draft = EntryDraft(account_id, DAY, -100, "Bakery")
    key = entries.add(session, actor, draft)
    sets = [top(session, actor)]
    for version in (1, 2):
        entries.edit(session, actor, key, version, replace(draft, amount=-version, payee="Kiosk"))
        sets.append(top(session, actor))
    for set_id in reversed(sets):
        history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_a_payee_that_was_typed_again_takes_the_place_of_the_one_undone(
    session: Session, actor: Actor, account_id: int
) -> None:
    draft = EntryDraft(account_id, DAY, -100, "Bakery")
    first = entries.add(session, actor, draft)
    undone = history.undo(session, actor, top(session, actor))
    second = entries.add(session, actor, replace(draft, payee="BAKERY"))
    history.undo(session, actor, undone.set_id)
    found = [entries.get(session, actor, key) for key in (first, second)]
    assert found[0].payee_id == found[1].payee_id
    assert found[0].amount.amount == -100
    assert verify.verify(session) == ()


def test_one_side_of_a_transfer_is_not_taken_back_without_the_other(
    session: Session, actor: Actor, account_id: int
) -> None:
    other_id = an_account(session, actor, name="Other")
    one, other = transfer(session, actor, (account_id, "EUR", -9), (other_id, "EUR", 9))
    moved = top(session, actor)
    entries.describe(session, actor, other, 1, EntryDraft(other_id, DAY, 0, "Me"))
    with pytest.raises(UndoRefusedError, match="Me of Oct 20, 2026"), session.begin_nested():
        history.undo(session, actor, moved)
    entries.delete(session, actor, one, 1)
    deleted = top(session, actor)
    entries.edit(session, actor, other, 2, EntryDraft(other_id, DAY, 10, "Me"))
    with pytest.raises(UndoRefusedError, match="Me of Oct 20, 2026"), session.begin_nested():
        history.undo(session, actor, deleted)
    history.undo(session, actor, top(session, actor))
    history.undo(session, actor, deleted)
    assert entries.get(session, actor, one).lines[0].transfer_account == "Other"
    assert verify.verify(session) == ()


def test_what_else_came_to_use_a_payee_keeps_it(
    session: Session, actor: Actor, account_id: int
) -> None:
    draft = EntryDraft(account_id, DAY, -100, "Bakery")
    entries.add(session, actor, draft)
    first = top(session, actor)
    kept = entries.add(session, actor, draft)
    assert history.undo(session, actor, first).left == ("Bakery",)
    assert entries.get(session, actor, kept).payee == "Bakery"


def test_an_entry_whose_account_is_gone_does_not_come_back(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -100))
    set_id = entries.delete(session, actor, key, 1)
    accounts.delete(session, actor, account_id, 1)
    with pytest.raises(UndoRefusedError, match="account was deleted"):
        history.undo(session, actor, set_id)


def test_an_edit_is_not_undone_to_a_payee_that_is_gone(
    session: Session, actor: Actor, account_id: int
) -> None:
    draft = EntryDraft(account_id, DAY, -100, "Bakery")
    key = entries.add(session, actor, draft)
    added = top(session, actor)
    entries.edit(session, actor, key, 1, replace(draft, payee="Kiosk"))
    with pytest.raises(UndoRefusedError, match="Kiosk of"), session.begin_nested():
        history.undo(session, actor, added)
    history.undo(session, actor, top(session, actor))
    assert entries.get(session, actor, key).payee == "Bakery"


def test_an_accounts_currency_stays_once_it_has_entries_also_when_undoing(
    session: Session, actor: Actor, account_id: int
) -> None:
    account = accounts.get(session, actor, account_id)
    dollars = AccountDraft("Dollars", account.kind, "USD", account.opening_day)
    accounts.edit(session, actor, account_id, 1, dollars)
    changed = top(session, actor)
    entries.add(session, actor, EntryDraft(account_id, DAY, -100))
    with pytest.raises(UndoRefusedError, match="Dollars"), session.begin_nested():
        history.undo(session, actor, changed)
    assert accounts.get(session, actor, account_id).currency == "USD"
    assert verify.verify(session) == ()


@pytest.mark.parametrize("again", ["Visa", "VISA"])
def test_an_account_does_not_come_back_beside_another_of_its_name(
    session: Session, actor: Actor, again: str
) -> None:
    visa = an_account(session, actor, name="Visa")
    deleted = accounts.delete(session, actor, visa, 1)
    other = an_account(session, actor, name=again)
    taken = "There is another account “Visa” by now; rename that one first."
    with pytest.raises(UndoRefusedError, match=taken), session.begin_nested():
        history.undo(session, actor, deleted)
    draft = AccountDraft("Mastercard", AccountKind.CARD, "EUR", DAY)
    accounts.edit(session, actor, other, 1, draft)
    history.undo(session, actor, deleted)
    assert {one.name for one in accounts.everything(session, actor)} == {"Visa", "Mastercard"}


def test_an_account_does_not_take_its_old_name_back_from_another(
    session: Session, actor: Actor, account_id: int
) -> None:
    renamed = AccountDraft("Everyday", AccountKind.CHECKING, "EUR", DAY)
    accounts.edit(session, actor, account_id, 1, renamed)
    changed = top(session, actor)
    an_account(session, actor)
    with pytest.raises(UndoRefusedError, match="another account “Checking EUR”"):
        history.undo(session, actor, changed)


def test_a_category_does_not_come_back_beside_another_of_its_name(
    session: Session, actor: Actor
) -> None:
    def add() -> int:
        categories.add(session, actor, "Bees", CategoryKind.EXPENSE, None)
        return top(session, actor)

    undone = history.undo(session, actor, add())
    again = add()
    with pytest.raises(UndoRefusedError, match="another category “Bees”"), session.begin_nested():
        history.undo(session, actor, undone.set_id)
    history.undo(session, actor, again)
    history.undo(session, actor, undone.set_id)
    assert "Bees" in {one.name for one in categories.everything(session, actor)}


def test_a_tag_does_not_come_back_beside_another_of_its_name(
    session: Session, actor: Actor
) -> None:
    def add() -> int:
        with changes.record(session, actor, "tag.add", "Added a tag") as record:
            record.insert("tag", [{"id": new_key(), "name": "Work", "key": "work", "version": 1}])
        return record.set_id

    undone = history.undo(session, actor, add())
    add()
    with pytest.raises(UndoRefusedError, match="another tag “Work”"):
        history.undo(session, actor, undone.set_id)


def test_how_far_undoing_is_can_be_followed(
    session: Session, actor: Actor, account_id: int
) -> None:
    some(session, actor, account_id, 1)
    reported: list[int] = []
    history.undo(session, actor, top(session, actor), progress=reported.append)
    assert reported == sorted(reported)
    assert (reported[0], reported[-1] < 100) == (0, True)


def test_rows_that_a_set_wrote_twice_go_back_to_before_it(
    session: Session, actor: Actor, account_id: int
) -> None:
    start = verify.content_hash(session, actor.book_id)
    key = new_key()
    known = {"kind": "cash", "currency": "EUR", "opening_day": DAY, "opening_balance": 0}
    stated = {"name": "First", "position": 1, "bank_number": "", "version": 1}
    with changes.record(session, actor, "test", "Twice") as record:
        record.insert("account", [{"id": key, **known, **stated}])
        accounts.number(record, key, "DE1")
        accounts.number(record, account_id, "DE2")
        accounts.number(record, account_id, "DE3")
    history.undo(session, actor, record.set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_what_was_undone_cannot_be_undone_again(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -100))
    added = top(session, actor)
    history.undo(session, actor, added)
    with pytest.raises(ConflictError, match="undone already"):
        history.undo(session, actor, added)


def test_a_large_set_is_undone_as_a_whole(session: Session, actor: Actor) -> None:
    start = verify.content_hash(session, actor.book_id)
    demo.fill(session, actor, entries=1500)
    history.undo(session, actor, top(session, actor))
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_what_was_imported_again_does_not_come_back_a_second_time(
    session: Session, actor: Actor, account_id: int
) -> None:
    def bring_in() -> int:
        import_id = imports.stage(
            session, actor, "bank.csv", b"Date,Text,Amount\n2026-11-03,X,-1\n"
        )
        plan = preview(session, actor, import_id).plan
        imports.decide(session, actor, import_id, plan.aimed(0, account_id))
        return imports.commit(session, actor, import_id).set_id

    undone = history.undo(session, actor, bring_in())
    again = bring_in()
    with pytest.raises(UndoRefusedError, match="imported again"), session.begin_nested():
        history.undo(session, actor, undone.set_id)
    history.undo(session, actor, again)
    history.undo(session, actor, undone.set_id)
    assert len(entries.page(session, actor, EntryFilter()).entries) == 1
    assert verify.verify(session) == ()


def test_entries_that_come_back_in_pieces_are_derived_as_if_they_came_at_once(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "TOGETHER", 3)  # entries and lines: an entry waits without lines
    account_id = an_account(session, actor)
    with changes.record(session, actor, "test", "Wrote") as record:
        record.add_entries(*_split(account_id, entries=7))
    set_id = record.set_id
    for _ in range(2):
        taken = history.undo(session, actor, set_id)
        assert entries.page(session, actor, EntryFilter()).entries == ()
        set_id = history.undo(session, actor, taken.set_id).set_id
        found = entries.page(session, actor, EntryFilter()).entries
        assert [len(each.lines) for each in found] == [2] * 7
        assert verify.verify(session) == ()
        assert entries.page(session, actor, EntryFilter(text="walnut")).entries == found


def _split(account_id: int, *, entries: int) -> tuple[list[Row], list[Row]]:
    whole: list[Row] = []
    parts: list[Row] = []
    for place in range(entries):
        key, known = new_key(), {"status": "cleared", "source": "typed", "version": 1}
        whole.append({"id": key, "account_id": account_id, "day": DAY, "amount": -300, **known})
        whole[-1] |= {"currency": "EUR", "note": ""}
        for amount in (-100, -200):
            parts.append({"id": new_key(), "entry_id": key, "position": 0, "amount": amount})
            parts[-1]["memo"] = f"walnut {place}"
    return whole, parts
