from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.errors import InvalidInputError, NotFoundError, StaleError, UndoRefusedError
from finance_app.services import categories, entries, history, verify
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)


def draft(
    account_id: int, amount: int = -1250, payee: str = "Bakery", **more: object
) -> EntryDraft:
    return replace(EntryDraft(account_id, DAY, amount, payee), **more)  # type: ignore[arg-type]


def everything(session: Session, actor: Actor) -> tuple[object, ...]:
    return entries.page(session, actor, EntryFilter()).entries


def test_an_entry_added_is_on_the_list(session: Session, actor: Actor, account_id: int) -> None:
    key = entries.add(session, actor, draft(account_id, note="rye"))
    found = entries.get(session, actor, key)
    assert (found.payee, found.amount.amount, found.note, found.day) == (
        "Bakery",
        -1250,
        "rye",
        DAY,
    )
    assert [line.amount for line in found.lines] == [-1250]
    assert everything(session, actor) == (found,)


def test_an_edit_replaces_entry_and_lines(session: Session, actor: Actor, account_id: int) -> None:
    category = categories.everything(session, actor)[-1].id
    key = entries.add(session, actor, draft(account_id))
    lines = (LineDraft(-1000, category), LineDraft(-999))
    entries.edit(session, actor, key, 1, draft(account_id, -1999, "Baker", lines=lines))
    found = entries.get(session, actor, key)
    assert (found.payee, found.amount.amount, found.version) == ("Baker", -1999, 2)
    assert [line.category_id for line in found.lines] == [category, None]


def test_an_edit_of_a_version_that_is_gone_is_refused(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, draft(account_id))
    entries.edit(session, actor, key, 1, draft(account_id, -1))
    with pytest.raises(StaleError):
        entries.edit(session, actor, key, 1, draft(account_id, -2))


def test_a_deleted_entry_comes_back_as_it_was(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, draft(account_id, note="rye"))
    before = entries.get(session, actor, key)
    set_id = entries.delete(session, actor, key, 1)
    assert everything(session, actor) == ()
    undone = history.undo(session, actor, set_id)
    assert entries.get(session, actor, key) == replace(before, version=2)
    history.undo(session, actor, undone.set_id)
    assert everything(session, actor) == ()


def test_what_was_changed_since_is_named_and_not_undone(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, draft(account_id))
    added = history.page(session, actor)[0].id
    entries.edit(session, actor, key, 1, draft(account_id, -1))
    with pytest.raises(UndoRefusedError, match="Bakery of Nov 20, 2026"):
        history.undo(session, actor, added)


def test_nobody_sees_or_changes_another_books_entries(
    session: Session, actor: Actor, account_id: int
) -> None:
    key = entries.add(session, actor, draft(account_id))
    other = somebody(session, "eve@example.org")
    assert everything(session, other) == ()
    for attempt in (
        lambda: entries.get(session, other, key),
        lambda: entries.edit(session, other, key, 1, draft(account_id)),
        lambda: entries.delete(session, other, key, 1),
        lambda: entries.add(session, other, draft(account_id)),
        lambda: history.undo(session, other, history.page(session, actor)[0].id),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_an_entry_in_another_currency_keeps_its_rate(session: Session, actor: Actor) -> None:
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.25', '2026-11-19 15:00:00')")
    )
    key = entries.add(session, actor, draft(an_account(session, actor, "USD"), -10_000))
    found = entries.get(session, actor, key)
    assert (found.base_amount, found.rate_day, found.rate_source) == (
        -8_000,
        date(2026, 11, 19),
        "ecb",
    )


def test_an_entry_without_a_rate_has_no_base_amount(session: Session, actor: Actor) -> None:
    key = entries.add(session, actor, draft(an_account(session, actor, "USD"), -10_000))
    found = entries.get(session, actor, key)
    assert (found.base_amount, found.rate_day) == (None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": (LineDraft(-1),)}, "lines"),
        ({"payee": "x" * 201}, "payee"),
        ({"day": date(1800, 1, 1)}, "day"),
        ({"amount": 10**16}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, actor: Actor, account_id: int, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        entries.add(session, actor, draft(account_id, **change))
    assert caught.value.field == field


def test_a_description_changes_day_payee_and_note_alone(
    session: Session, actor: Actor, account_id: int
) -> None:
    category = categories.everything(session, actor)[-1].id
    lines = (LineDraft(-1000, category, "bread"), LineDraft(-250))
    key = entries.add(session, actor, draft(account_id, lines=lines))
    before = entries.get(session, actor, key)
    wanted = EntryDraft(account_id, date(2019, 12, 31), 0, "Baker", "two loaves")
    entries.describe(session, actor, key, 1, wanted)
    found = entries.get(session, actor, key)
    assert found.lines == before.lines
    assert (found.payee, found.note, found.day, found.amount) == (
        "Baker",
        "two loaves",
        date(2019, 12, 31),
        before.amount,
    )
    assert verify.verify(session) == ()
    with pytest.raises(StaleError):
        entries.describe(session, actor, key, 1, wanted)
