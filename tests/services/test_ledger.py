from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import LIMIT
from finance_app.errors import InvalidAmountError
from finance_app.models.columns import new_keys
from finance_app.services import (
    accounts,
    categories,
    changes,
    entries,
    history,
    ledger,
    verify,
)
from tests.conftest import an_account
from tests.services.books import DAY, know_rates, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder

type Sums = dict[tuple[object, ...], tuple[int, ...]]


def stored(session: Session, account_id: int) -> Sums:
    """Return an account's totals that are not zero, by month and category."""
    rows = session.execute(
        text(
            "SELECT month, category_id, amount, base_amount, count, missing_amount, missing_count"
            " FROM month_total WHERE account_id = :account"
        ),
        {"account": account_id},
    )
    sums = {(row[0], row[1]): tuple(map(int, row[2:])) for row in rows}
    return {key: values for key, values in sums.items() if any(values)}


def test_totals_follow_an_entry_through_its_life(
    session: Session, actor: Actor, account_id: int
) -> None:
    food, rent = (each.id for each in categories.everything(session, actor)[-2:])
    draft = EntryDraft(account_id, DAY, -1250, lines=(LineDraft(-1000, food), LineDraft(-250)))
    key = entries.add(session, actor, draft)
    added = {(202610, food): (-1000, -1000, 1, 0, 0), (202610, 0): (-250, -250, 1, 0, 0)}
    assert stored(session, account_id) == added
    moved = EntryDraft(account_id, date(2026, 9, 1), 7, lines=(LineDraft(5), LineDraft(2, rent)))
    entries.edit(session, actor, key, 1, moved)
    edited = {(202609, -2): (5, 5, 1, 0, 0), (202609, rent): (2, 2, 1, 0, 0)}
    assert stored(session, account_id) == edited
    set_id = entries.delete(session, actor, key, 2)
    assert stored(session, account_id) == {}
    undone = history.undo(session, actor, set_id)
    assert stored(session, account_id) == edited
    history.undo(session, actor, undone.set_id)
    assert stored(session, account_id) == {}


def test_what_has_no_rate_is_counted_apart(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    dollars, pesos = (an_account(session, actor, code) for code in ("USD", "ARS"))
    for account_id in (dollars, pesos):
        entries.add(session, actor, EntryDraft(account_id, DAY, -1000))
        entries.add(session, actor, EntryDraft(account_id, DAY, 500))
    assert stored(session, dollars) == {
        (202610, 0): (-1000, -800, 1, 0, 0),
        (202610, -2): (500, 400, 1, 0, 0),
    }
    assert stored(session, pesos) == {
        (202610, 0): (-1000, 0, 1, -1000, 1),
        (202610, -2): (500, 0, 1, 500, 1),
    }


def test_transfers_are_apart_from_income_and_spending(session: Session, actor: Actor) -> None:
    one, other = an_account(session, actor), an_account(session, actor, name="Other")
    transfer(session, actor, (one, "EUR", -100), (other, "EUR", 100))
    assert stored(session, one) == {(202610, -1): (-100, -100, 1, 0, 0)}
    assert stored(session, other) == {(202610, -1): (100, 100, 1, 0, 0)}


def test_balances_are_what_the_lines_sum_to(session: Session, actor: Actor) -> None:
    draft = AccountDraft("Card", AccountKind.CARD, "EUR", date(2020, 1, 1), -5_000)
    account_id = accounts.open_account(session, actor, draft)
    for amount in (-1, 300, -20_000):
        entries.add(session, actor, EntryDraft(account_id, DAY, amount))
    assert accounts.get(session, actor, account_id).balance.amount == -24_701


def test_base_amounts_of_lines_sum_to_the_entrys(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.1172")
    lines = tuple(LineDraft(-333) for _ in range(3))
    account_id = an_account(session, actor, "USD")
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -999, lines=lines))
    parts = session.scalars(text("SELECT base_amount FROM line ORDER BY position")).all()
    assert entries.get(session, actor, key).base_amount == sum(parts) == -894
    assert sorted(parts) == [-298, -298, -298]


def many(record: Recorder, account_id: int, amount: int, count: int) -> None:
    """Write many equal entries at once."""
    keys = new_keys(2 * count)
    known = {"account_id": account_id, "day": DAY, "amount": amount, "currency": "EUR"}
    stated = {"note": "", "status": "cleared", "source": "typed", "version": 1}
    record.add_entries(
        [{"id": key, **known, **stated} for key in keys[::2]],
        [
            {"id": key, "entry_id": owner, "position": 0, "amount": amount, "memo": ""}
            for owner, key in zip(keys[::2], keys[1::2], strict=True)
        ],
    )


def test_amounts_that_64_bits_could_not_add_up_are_refused_in_one_sentence(
    session: Session, actor: Actor, account_id: int
) -> None:
    debts = an_account(session, actor, name="Debts")
    with changes.record(session, actor, "test", "Almost a thousand") as record:
        many(record, account_id, LIMIT, 800)
        many(record, debts, -LIMIT, 88)
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -1))
    refused = "With this the amounts would add up to more than a book can hold; check the amount."
    for amount in (LIMIT, -LIMIT):
        draft = EntryDraft(account_id, DAY, amount)
        with pytest.raises(InvalidAmountError, match=refused), session.begin_nested():
            entries.add(session, actor, draft)
        with pytest.raises(InvalidAmountError, match=refused), session.begin_nested():
            entries.edit(session, actor, key, 1, draft)
    assert accounts.get(session, actor, account_id).balance.amount == 800 * LIMIT - 1
    assert verify.verify(session) == ()


def test_more_than_64_bits_at_once_are_refused_too(
    session: Session, actor: Actor, account_id: int
) -> None:
    with (
        pytest.raises(InvalidAmountError, match="more than a book can hold"),
        changes.record(session, actor, "test", "Two thousand") as record,
    ):
        many(record, account_id, LIMIT, 2_000)


def test_totals_made_again_are_the_same(session: Session, actor: Actor, account_id: int) -> None:
    for amount in (-5, 7):
        entries.add(session, actor, EntryDraft(account_id, DAY, amount, "Bakery"))
    before = stored(session, account_id)
    session.execute(text("UPDATE month_total SET amount = 17, count = 9"))
    session.execute(text("DELETE FROM payee_month_total"))
    ledger.rebuild(session, actor.book_id)
    assert stored(session, account_id) == before
    assert verify.verify(session) == ()
