from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.labels import MOST_COUNTED, LabelKind, LabelView
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
    UndoRefusedError,
)
from finance_app.models.columns import new_keys
from finance_app.services import changes, entries, history, labels, verify
from finance_app.services.ledger import CHUNK
from tests.conftest import somebody
from tests.services.books import everything, label, tagged, viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)
BOTH = pytest.mark.parametrize("kind", list(LabelKind))
PAYEE, TAG = LabelKind.PAYEE, LabelKind.TAG


def buy(session: Session, actor: Actor, account_id: int, payee: str, day: date = DAY) -> int:
    return entries.add(session, actor, EntryDraft(account_id, day, -100, payee))


def find(session: Session, actor: Actor, kind: LabelKind, name: str) -> LabelView:
    found = labels.named(session, actor, kind, name)
    assert found is not None
    return found


def names(session: Session, actor: Actor, kind: LabelKind = PAYEE) -> list[str]:
    return [one.name for one in labels.page(session, actor, kind).labels]


def merge(session: Session, actor: Actor, kind: LabelKind, target: str, *others: str) -> int:
    seen = [find(session, actor, kind, name) for name in (target, *others)]
    versions = {one.id: one.version for one in seen}
    return labels.merge(session, actor, kind, versions, seen[0].id)


@BOTH
def test_labels_are_listed_by_name_page_by_page(
    session: Session, actor: Actor, kind: LabelKind
) -> None:
    for number in range(2 * labels.PAGE + 1):
        label(session, actor, kind, f"Name {number:03}")
    first = labels.page(session, actor, kind)
    second = labels.page(session, actor, kind, after=first.after)
    third = labels.page(session, actor, kind, after=second.after)
    assert [one.name for one in first.labels][:2] == ["Name 000", "Name 001"]
    assert [len(page.labels) for page in (first, second, third)] == [50, 50, 1]
    assert (first.before, third.after) == ("", "")
    assert labels.page(session, actor, kind, before=third.before) == second
    assert labels.page(session, actor, kind, before=second.before).labels == first.labels
    assert labels.page(session, actor, kind, before=second.before).before == ""
    found = labels.page(session, actor, kind, text=" NAME  09")
    assert [one.name for one in found.labels] == [f"Name 09{digit}" for digit in range(10)]
    assert labels.page(session, actor, kind, text="%").labels == ()


def test_a_payee_says_how_often_and_when_last(
    session: Session, actor: Actor, account_id: int
) -> None:
    buy(session, actor, account_id, "Bakery", date(2026, 11, 19))
    buy(session, actor, account_id, "bakery")
    label(session, actor, PAYEE, "Kiosk")
    bakery, kiosk = labels.page(session, actor, PAYEE).labels
    assert (bakery.count, bakery.last) == (2, DAY)
    assert (kiosk.count, kiosk.last) == (0, None)


def test_a_list_counts_no_further_than_it_must(
    session: Session, actor: Actor, account_id: int
) -> None:
    many(session, actor, account_id, label(session, actor, PAYEE, "Bakery"), MOST_COUNTED + 5)
    (bakery,) = labels.page(session, actor, PAYEE).labels
    assert bakery.count == MOST_COUNTED + 1
    assert labels.entry_count(session, actor, PAYEE, bakery.id) == MOST_COUNTED + 5


@BOTH
def test_a_label_is_renamed_and_back(session: Session, actor: Actor, kind: LabelKind) -> None:
    key = label(session, actor, kind, "Bakery")
    start = verify.content_hash(session, actor.book_id)
    set_id = labels.rename(session, actor, kind, key, 1, "  The   Bakery ")
    assert find(session, actor, kind, "THE BAKERY").name == "The Bakery"
    with pytest.raises(StaleError):
        labels.rename(session, actor, kind, key, 1, "Kiosk")
    undone = history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    history.undo(session, actor, undone.set_id)
    assert names(session, actor, kind) == ["The Bakery"]


@BOTH
@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "bakery"])
def test_a_name_that_cannot_be_is_refused(
    session: Session, actor: Actor, kind: LabelKind, name: str
) -> None:
    label(session, actor, kind, "Bakery")
    key = label(session, actor, kind, "Kiosk")
    use_cases: tuple[Callable[[], object], ...] = (
        lambda: labels.rename(session, actor, kind, key, 1, name),
        lambda: labels.add(session, actor, kind, name),
    )
    for use_case in use_cases:
        with pytest.raises(InvalidInputError) as caught:
            use_case()
        assert caught.value.field == "name"


@BOTH
def test_only_the_case_of_a_name_can_change(
    session: Session, actor: Actor, kind: LabelKind
) -> None:
    key = label(session, actor, kind, "bakery")
    labels.rename(session, actor, kind, key, 1, "BAKERY")
    assert names(session, actor, kind) == ["BAKERY"]


@BOTH
def test_a_name_that_is_taken_by_now_does_not_come_back(
    session: Session, actor: Actor, kind: LabelKind
) -> None:
    key = label(session, actor, kind, "Bakery")
    set_id = labels.rename(session, actor, kind, key, 1, "Kiosk")
    label(session, actor, kind, "BAKERY")
    with pytest.raises(UndoRefusedError, match="rename that one first"), session.begin_nested():
        history.undo(session, actor, set_id)
    assert names(session, actor, kind) == ["BAKERY", "Kiosk"]


def test_the_entries_of_merged_payees_are_the_other_ones_until_undone(
    session: Session, actor: Actor, account_id: int
) -> None:
    bought = [buy(session, actor, account_id, name) for name in ("Bakery", "BAKERY 12", "Bäcker")]
    start = verify.content_hash(session, actor.book_id)
    set_id = merge(session, actor, PAYEE, "Bakery", "BAKERY 12", "Bäcker")
    assert {entries.get(session, actor, key).payee for key in bought} == {"Bakery"}
    assert names(session, actor) == ["Bakery"]
    assert history.get(session, actor, set_id).summary == "Merged BAKERY 12, Bäcker into Bakery"
    found = entries.page(session, actor, EntryFilter(text="bäck"))
    assert found.entries == ()
    assert verify.verify(session) == ()
    undone = history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert len(entries.page(session, actor, EntryFilter(text="bäck")).entries) == 1
    assert verify.verify(session) == ()
    history.undo(session, actor, undone.set_id)
    assert names(session, actor) == ["Bakery"]
    assert verify.verify(session) == ()


def many(session: Session, actor: Actor, account_id: int, payee_id: int, count: int) -> None:
    """Write many equal entries of a payee at once."""
    keys = new_keys(2 * count)
    known = {"account_id": account_id, "day": DAY, "amount": -1, "currency": "EUR"}
    stated = {"note": "", "status": "cleared", "source": "typed", "version": 1}
    with changes.record(session, actor, "test", "Many") as record:
        record.add_entries(
            [{"id": key, "payee_id": payee_id, **known, **stated} for key in keys[::2]],
            [
                {"id": key, "entry_id": owner, "position": 0, "amount": -1, "memo": ""}
                for owner, key in zip(keys[::2], keys[1::2], strict=True)
            ],
        )


def test_many_entries_are_merged_in_chunks_and_followed(
    session: Session, actor: Actor, account_id: int
) -> None:
    payee_id, other = (label(session, actor, PAYEE, name) for name in ("Bakery", "Kiosk"))
    many(session, actor, account_id, payee_id, 2 * CHUNK + 1)
    start = verify.content_hash(session, actor.book_id)
    reported: list[int] = []
    seen = {payee_id: 1, other: 1}
    set_id = labels.merge(session, actor, PAYEE, seen, other, progress=reported.append)
    assert reported == sorted(reported)
    assert len(reported) == 3
    assert reported[-1] < 100
    assert labels.entry_count(session, actor, PAYEE, other) == 2 * CHUNK + 1
    assert verify.verify(session) == ()
    history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_an_entry_with_both_tags_has_the_merged_one_once(
    session: Session, actor: Actor, account_id: int
) -> None:
    trip, holiday = (label(session, actor, TAG, name) for name in ("Trip", "Holiday"))
    one, both = (buy(session, actor, account_id, "Bakery") for _ in range(2))
    for entry_id, tag_id in ((one, trip), (both, trip), (both, holiday)):
        tagged(session, actor, entry_id, tag_id)
    start = verify.content_hash(session, actor.book_id)
    set_id = merge(session, actor, TAG, "Holiday", "Trip")
    assert labels.get(session, actor, TAG, holiday).count == 2
    assert verify.verify(session) == ()
    undone = history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    history.undo(session, actor, undone.set_id)
    assert labels.get(session, actor, TAG, holiday).count == 2
    assert verify.verify(session) == ()


def test_a_deleted_tag_leaves_its_entries_and_comes_back_to_them(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = label(session, actor, TAG, "Trip")
    tagged(session, actor, buy(session, actor, account_id, "Bakery"), key)
    set_id = labels.delete(session, actor, TAG, key, 1)
    assert names(session, actor, TAG) == []
    assert verify.verify(session) == ()
    history.undo(session, actor, set_id)
    assert labels.get(session, actor, TAG, key).count == 1


def test_a_payee_is_deleted_only_without_entries(
    session: Session, actor: Actor, account_id: int
) -> None:
    buy(session, actor, account_id, "Bakery")
    with pytest.raises(ConflictError, match="merge it into another payee"):
        labels.delete(session, actor, PAYEE, find(session, actor, PAYEE, "Bakery").id, 1)
    set_id = labels.delete(session, actor, PAYEE, label(session, actor, PAYEE, "Kiosk"), 1)
    assert names(session, actor) == ["Bakery"]
    history.undo(session, actor, set_id)
    assert names(session, actor) == ["Bakery", "Kiosk"]


@BOTH
def test_what_cannot_be_merged_is_refused(session: Session, actor: Actor, kind: LabelKind) -> None:
    one, other = (label(session, actor, kind, name) for name in ("Bakery", "Kiosk"))
    for seen in ({}, {one: 1}, {other: 1}):
        with pytest.raises(InvalidInputError, match="Choose 2 to 100"):
            labels.merge(session, actor, kind, seen, one)
    with pytest.raises(StaleError):
        labels.merge(session, actor, kind, {one: 1, other: 2}, one)
    with pytest.raises(NotFoundError):
        labels.merge(session, actor, kind, {one: 1, 17: 1}, one)


@BOTH
def test_nobody_touches_the_labels_of_another_book(
    session: Session, actor: Actor, kind: LabelKind
) -> None:
    key = label(session, actor, kind, "Bakery")
    eve = somebody(session, "eve@example.org")
    own = label(session, eve, kind, "Bakery")
    use_cases: tuple[Callable[[], object], ...] = (
        lambda: labels.get(session, eve, kind, key),
        lambda: labels.rename(session, eve, kind, key, 1, "Mine"),
        lambda: labels.merge(session, eve, kind, {key: 1, own: 1}, own),
        lambda: labels.delete(session, eve, kind, key, 1),
    )
    for use_case in use_cases:
        with pytest.raises(NotFoundError):
            use_case()
    assert names(session, actor, kind) == ["Bakery"]


@BOTH
def test_who_may_only_look_changes_no_label(
    session: Session, actor: Actor, kind: LabelKind
) -> None:
    one, other = (label(session, actor, kind, name) for name in ("Bakery", "Kiosk"))
    looking = viewer(actor)
    use_cases: tuple[Callable[[], object], ...] = (
        lambda: labels.add(session, looking, kind, "New"),
        lambda: labels.rename(session, looking, kind, one, 1, "New"),
        lambda: labels.merge(session, looking, kind, {one: 1, other: 1}, one),
        lambda: labels.delete(session, looking, kind, one, 1),
    )
    for use_case in use_cases:
        with pytest.raises(ForbiddenError):
            use_case()


def test_a_full_book_stays_right_through_merges_and_their_undoing(
    session: Session, actor: Actor
) -> None:
    everything(session, actor)
    start = verify.content_hash(session, actor.book_id)
    sets = [
        merge(session, actor, PAYEE, "Rail", "Bakery"),
        merge(session, actor, PAYEE, "Employer", "Rail"),
    ]
    assert verify.verify(session) == ()
    for set_id in reversed(sets):
        history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()
