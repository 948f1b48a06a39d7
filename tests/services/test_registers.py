from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import Money
from finance_app.errors import NotFoundError
from finance_app.services import accounts, changes, entries, history, registers
from tests.conftest import an_account, somebody
from tests.services.books import transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.registers import RegisterRow

OPENING = date(2026, 3, 15)
STATED = AccountDraft("Savings", AccountKind.SAVINGS, "EUR", OPENING, 123_456)


def whole(
    session: Session, actor: Actor, account_id: int, until: date | None = None
) -> list[RegisterRow]:
    """Turn a register over, from the newest page to the oldest; check that going back agrees."""
    page = registers.page(session, actor, account_id, until=until)
    rows = list(page.rows)
    assert page.newer is None
    while page.older:
        before = page
        page = registers.page(session, actor, account_id, until=until, older_than=page.older)
        assert page.rows[0].balance == before.start
        assert page.newer
        back = registers.page(session, actor, account_id, until=until, newer_than=page.newer)
        assert back.rows == before.rows
        rows += page.rows
    return rows


def by_hand(rows: list[RegisterRow], draft: AccountDraft) -> list[int]:
    """Add up entries, newest first, from what is stated; an opening balance of zero is none."""
    amounts = [(row.entry.day, row.entry.amount.amount) for row in rows[::-1]]
    balance = draft.opening_balance
    if balance:
        balance -= sum(amount for day, amount in amounts if day < draft.opening_day)
    found = []
    for _, amount in amounts:
        balance += amount
        found.append(balance)
    return found[::-1]


def wander(session: Session, actor: Actor, keys: tuple[int, int], seed: int) -> None:
    """Add, change, delete, move over, undo: many on one day, some before the opening day."""
    random = Random(seed)  # noqa: S311  a seeded ledger
    added: list[int] = []
    for _ in range(150):
        day = OPENING + timedelta(days=random.choice((0, 0, 1, 15, 16, 17, -40, 300)))
        day += timedelta(days=random.randrange(-4, 4))
        amount = random.randrange(-9_000, 9_000)
        deed = random.random()
        if deed < 0.65 or not added:
            parts = (LineDraft(amount - 7), LineDraft(7)) if deed < 0.1 else ()
            draft = EntryDraft(random.choice(keys), day, amount, lines=parts)
            added.append(entries.add(session, actor, draft))
        elif deed < 0.75:
            transfer(session, actor, (keys[0], "EUR", amount), (keys[1], "EUR", -amount))
        elif deed < 0.85:
            key = random.choice(added)
            entries.edit(
                session,
                actor,
                key,
                entries.get(session, actor, key).version,
                EntryDraft(random.choice(keys), day, amount),
            )
        elif deed < 0.95:
            key = added.pop(random.randrange(len(added)))
            entries.delete(session, actor, key, entries.get(session, actor, key).version)
        else:
            entries.delete(
                session, actor, added[-1], entries.get(session, actor, added[-1]).version
            )
            history.undo(session, actor, history.page(session, actor)[0].id)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_balance_of_a_register_is_what_adding_up_gives(
    session: Session, actor: Actor, account_id: int, seed: int
) -> None:
    stated = accounts.open_account(session, actor, STATED)
    wander(session, actor, (account_id, stated), seed)
    drafts = {stated: STATED, account_id: replace(STATED, opening_balance=0)}
    for key, draft in drafts.items():
        rows = whole(session, actor, key)
        assert len(rows) > registers.PAGE
        assert [row.balance.amount for row in rows] == by_hand(rows, draft)
        assert rows[0].balance == accounts.get(session, actor, key).balance
        middle = rows[len(rows) // 2].entry.day
        assert whole(session, actor, key, middle) == [
            row for row in rows if row.entry.day <= middle
        ]
        for day in {row.entry.day for row in rows}:
            last = next(row for row in rows if row.entry.day == day)
            shown = registers.head(session, actor, key, day)
            assert shown.standing.balance == last.balance
            assert shown.series[-1].amount == last.balance


def test_many_entries_of_one_day_are_told_apart_at_the_borders_of_pages(
    session: Session, actor: Actor
) -> None:
    key = accounts.open_account(session, actor, STATED)
    rows = [
        {"id": number + 1, "account_id": key, "day": OPENING, "amount": 1, "note": ""}
        | {"status": "cleared", "source": "typed", "version": 1, "currency": "EUR"}
        for number in range(2 * registers.PAGE + 1)
    ]
    lines = [
        {"id": row["id"], "entry_id": row["id"], "position": 0, "amount": 1, "memo": ""}
        for row in rows
    ]
    with changes.record(session, actor, "test", "Added") as record:
        record.add_entries(rows, lines)
    found = whole(session, actor, key)
    assert [row.balance.amount - STATED.opening_balance for row in found] == list(range(101, 0, -1))


def test_an_empty_register_says_what_it_begins_with(session: Session, actor: Actor) -> None:
    key = accounts.open_account(session, actor, STATED)
    page = registers.page(session, actor, key)
    assert (page.rows, page.start) == ((), Money(123_456, "EUR"))
    shown = registers.head(session, actor, key, OPENING - timedelta(days=1))
    assert (shown.standing.balance.amount, shown.series) == (0, ())
    assert registers.head(session, actor, key, OPENING).series[0].amount.amount == 123_456


def test_a_balance_is_drawn_by_day_by_month_or_from_the_beginning(
    session: Session, actor: Actor
) -> None:
    key = accounts.open_account(session, actor, STATED)
    today = actor.today
    entries.add(session, actor, EntryDraft(key, today, -1))
    year = registers.head(session, actor, key, today).series
    assert year[0].day == date(2026, 3, 31)
    assert [one.amount.amount for one in year[-2:]] == [123_456, 123_455]
    month = registers.head(session, actor, key, today, 1).series
    assert [one.day for one in month] == [date(2026, 10, 31) + timedelta(n) for n in range(24)]
    assert registers.head(session, actor, key, today, None).series == year


def test_the_register_of_another_books_account_is_not_there(
    session: Session, actor: Actor, account_id: int
) -> None:
    eve = somebody(session, "eve@example.org")
    with pytest.raises(NotFoundError):
        registers.page(session, eve, account_id)
    with pytest.raises(NotFoundError):
        registers.head(session, eve, account_id, eve.today)
    assert an_account(session, eve) != account_id
    assert actor.book_id != eve.book_id
