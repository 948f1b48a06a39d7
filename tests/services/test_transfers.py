from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.transfers import TransferDraft
from finance_app.errors import InvalidInputError, NotFoundError, StaleError
from finance_app.services import accounts, categories, entries, history, transfers, verify
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)


@pytest.fixture
def draft(session: Session, actor: Actor) -> TransferDraft:
    """100 from one account to another, both in EUR."""
    source, target = an_account(session, actor), an_account(session, actor, name="Savings")
    return TransferDraft(source, target, DAY, 10_000, 10_000, "for the roof")


def balances(session: Session, actor: Actor) -> list[int]:
    return [account.balance.amount for account in accounts.everything(session, actor)]


def test_a_transfer_moves_money_and_is_no_spending(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    key = transfers.add(session, actor, draft)
    assert balances(session, actor) == [-10_000, 10_000]
    seen = transfers.get(session, actor, key)
    assert (seen.paying.amount, seen.receiving.amount) == (seen.receiving.amount,) * 2
    assert (seen.note, seen.fee.amount, seen.implied_rate) == ("for the roof", 0, None)
    assert transfers.get(session, actor, seen.receiving.entry_id) == seen
    assert verify.verify(session, actor.book_id) == ()


def test_a_fee_is_paid_on_top_and_is_for_its_category(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    bank = categories.everything(session, actor)[-1]
    key = transfers.add(session, actor, replace(draft, fee=150, fee_category_id=bank.id))
    assert balances(session, actor) == [-10_150, 10_000]
    seen = transfers.get(session, actor, key)
    assert (seen.fee.amount, seen.fee_category_id) == (150, bank.id)
    wanted = EntryFilter(category_ids=(bank.id,))
    assert [each.id for each in entries.page(session, actor, wanted).entries] == [key]


def test_between_currencies_both_amounts_count_and_imply_a_rate(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    dollars = an_account(session, actor, "USD")
    key = transfers.add(session, actor, replace(draft, to_id=dollars, received=10_850))
    seen = transfers.get(session, actor, key)
    assert (str(seen.paying.amount), str(seen.receiving.amount)) == ("100.00 EUR", "108.50 USD")
    assert seen.implied_rate == Decimal("1.085")


def test_both_sides_change_and_go_together_and_come_back(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    key = transfers.add(session, actor, draft)
    first = transfers.get(session, actor, key)
    more = replace(draft, sent=12_000, received=12_000, arrived=date(2026, 11, 23))
    transfers.edit(session, actor, first, more)
    second = transfers.get(session, actor, key)
    assert balances(session, actor) == [-12_000, 12_000]
    assert (second.paying.day, second.receiving.day) == (DAY, date(2026, 11, 23))
    with pytest.raises(StaleError):
        transfers.edit(session, actor, first, more)
    with pytest.raises(StaleError):
        transfers.delete(session, actor, first)
    set_id = transfers.delete(session, actor, second)
    assert balances(session, actor) == [0, 0]
    history.undo(session, actor, set_id)
    assert balances(session, actor) == [-12_000, 12_000]
    assert verify.verify(session, actor.book_id) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sent": 0, "received": 0}, "amount"),
        ({"received": -1}, "received"),
        ({"received": 9_999}, "received"),
        ({"fee": -1}, "fee"),
        ({"arrived": date(2026, 11, 19)}, "arrived"),
        ({"day": date(1800, 1, 1)}, "day"),
        ({"note": "x" * 1001}, "note"),
        ({"sent": 9 * 10**15, "received": 9 * 10**15, "fee": 1}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, actor: Actor, draft: TransferDraft, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        transfers.add(session, actor, replace(draft, **change))
    assert caught.value.field == field
    assert balances(session, actor) == [0, 0]


def test_money_needs_another_account_to_go_to(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    with pytest.raises(InvalidInputError, match="another account"):
        transfers.add(session, actor, replace(draft, to_id=draft.from_id))


def test_nobody_moves_another_books_money(
    session: Session, actor: Actor, draft: TransferDraft
) -> None:
    key = transfers.add(session, actor, draft)
    seen = transfers.get(session, actor, key)
    other = somebody(session, "eve@example.org")
    for attempt in (
        lambda: transfers.get(session, other, key),
        lambda: transfers.add(session, other, draft),
        lambda: transfers.edit(session, other, seen, draft),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    with pytest.raises(StaleError):
        transfers.delete(session, other, seen)
    mine = an_account(session, other)
    with pytest.raises(NotFoundError):
        transfers.add(session, other, replace(draft, from_id=mine))


def test_what_is_no_transfer_says_so(session: Session, actor: Actor) -> None:
    account = an_account(session, actor)
    key = entries.add(session, actor, EntryDraft(account, DAY, -1_250, "Bakery"))
    with pytest.raises(InvalidInputError, match="not a transfer"):
        transfers.get(session, actor, key)
