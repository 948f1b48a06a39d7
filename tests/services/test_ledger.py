from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.categories import CategoryKind
from finance_app.domain.category_places import Way
from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.money import LIMIT, allot
from finance_app.errors import ConflictError, InvalidAmountError, InvalidInputError, NotFoundError
from finance_app.models.columns import new_keys
from finance_app.services import (
    accounts,
    categories,
    category_ends,
    changes,
    entries,
    history,
    labels,
    ledger,
    verify,
)
from tests.conftest import an_account
from tests.services.books import DAY, know_rates, transfer

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Life:
    """Somebody who does anything at any time, and remembers how to take it back.

    Args:
        session: of the database that all happens in.
        actor: who does it.
        seed: the same one gives the same life.
    """

    def __init__(self, session: Session, actor: Actor, seed: int) -> None:
        self.session, self.actor, self.random = session, actor, Random(seed)  # noqa: S311  no secret
        self.accounts = {
            an_account(session, actor, code): code for code in ("EUR", "USD", "JPY", "ARS")
        }
        self.done: list[int] = []
        self.undone: list[int] = []

    def go_on(self) -> None:
        """Do something; most often to an entry."""
        verbs = (self.add, self.add, self.add, self.edit, self.describe, self.delete, self.move)
        self.random.choice((*verbs, self.undo, self.undo, self.redo, self.arrange, self.tidy))()

    def draft(self) -> EntryDraft:
        amount = self.random.randrange(-10_000, 10_000)
        shares = allot(
            amount, [self.random.randrange(5) for _ in range(self.random.randrange(1, 4))]
        )
        purposes = [each.id for each in categories.everything(self.session, self.actor)]
        if self.random.random() < 0.2:
            shares = [*shares, 500, -500]
        return EntryDraft(
            account_id=self.random.choice(list(self.accounts)),
            day=DAY + timedelta(days=self.random.randrange(-60, 40)),
            amount=amount,
            payee=self.random.choice(("", "Bakery", "bakery", "Kiosk", "Cinema")),
            note=self.random.choice(("", "", "for the party", "100 % rye")),
            lines=tuple(
                LineDraft(share, self.random.choice((*purposes, None)), "a part"[:place])
                for place, share in enumerate(shares)
            ),
        )

    def some(self) -> tuple[int, int, bool]:
        """Return key and version of an entry, and whether it is a transfer."""
        found = entries.page(self.session, self.actor, EntryFilter()).entries
        one = self.random.choice(found)
        return one.id, one.version, any(line.transfer_account for line in one.lines)

    def remember(self) -> None:
        self.done.append(history.page(self.session, self.actor)[0].id)
        self.undone.clear()

    def add(self) -> None:
        entries.add(self.session, self.actor, self.draft())
        self.remember()

    def edit(self) -> None:
        self.change(entries.edit)

    def describe(self) -> None:
        self.change(entries.describe)

    def change(self, verb: object) -> None:
        if entries.page(self.session, self.actor, EntryFilter()).entries:
            key, version, moved = self.some()
            change = entries.describe if moved else verb
            change(self.session, self.actor, key, version, self.draft())  # type: ignore[operator]
            self.remember()

    def delete(self) -> None:
        if entries.page(self.session, self.actor, EntryFilter()).entries:
            key, version, _ = self.some()
            entries.delete(self.session, self.actor, key, version)
            self.remember()

    def move(self) -> None:
        sides = self.random.sample(sorted(self.accounts.items()), 2)
        amount = self.random.randrange(1, 10_000)
        transfer(self.session, self.actor, (*sides[0], -amount), (*sides[1], amount + 7))
        self.remember()

    def arrange(self) -> None:
        """Add a category, or change an account."""
        name = f"New {self.random.randrange(10**9)}"
        if self.random.random() < 0.5:
            categories.add(self.session, self.actor, name, CategoryKind.EXPENSE, None)
        else:
            found = accounts.get(self.session, self.actor, self.random.choice(list(self.accounts)))
            draft = AccountDraft(name, found.kind, found.currency, found.opening_day, 5)
            accounts.edit(self.session, self.actor, found.id, found.version, draft)
        self.remember()

    def tidy(self) -> None:
        """Move or merge a category, or merge payees."""
        session, actor = self.session, self.actor
        one, other = self.random.sample(categories.everything(session, actor), 2)
        payees = labels.page(session, actor, LabelKind.PAYEE).labels
        chosen = {each.id: each.version for each in self.random.sample(payees, min(2, len(payees)))}
        way = self.random.choice(list(Way))
        tidying: tuple[Callable[[], object], ...] = (
            lambda: categories.move(session, actor, one.id, one.version, way, other.id),
            lambda: category_ends.merge(session, actor, one.id, one.version, other.id),
            lambda: labels.merge(session, actor, LabelKind.PAYEE, chosen, next(iter(chosen), 0)),
        )
        with suppress(InvalidInputError), session.begin_nested():
            if self.random.choice(tidying)() is not None:
                self.remember()

    def undo(self) -> None:
        if self.done:
            self.undone.append(history.undo(self.session, self.actor, self.done.pop()).set_id)

    def redo(self) -> None:
        if self.undone:
            self.done.append(history.undo(self.session, self.actor, self.undone.pop()).set_id)


@pytest.mark.parametrize("seed", range(4))
def test_any_life_fits_together_and_undone_in_full_is_as_before(
    session: Session, actor: Actor, seed: int
) -> None:
    know_rates(session, USD="1.1172", JPY="175.68")
    life = Life(session, actor, seed)
    start = verify.content_hash(session, actor.book_id)
    for step in range(60):
        life.go_on()
        if step % 10 == 9:
            assert verify.verify(session) == ()
    while life.done:
        life.undo()
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()
    while life.undone:
        life.redo()
    assert verify.verify(session) == ()


@pytest.mark.parametrize("seed", range(4))
def test_undoing_anything_at_any_time_leaves_a_book_that_fits_together(
    session: Session, actor: Actor, seed: int
) -> None:
    know_rates(session, USD="1.1172", JPY="175.68")
    life = Life(session, actor, seed)
    for _ in range(50):
        life.go_on()
        sets = [each.id for each in history.page(session, actor) if not each.undone]
        if life.random.random() < 0.4:
            try_to_undo(session, actor, life.random.choice(sets[:12]))
            life.done.clear()
            life.undone.clear()
            life.accounts = {
                each.id: each.currency for each in accounts.everything(session, actor)
            } or life.accounts
    session.flush()
    assert verify.verify(session) == ()


def try_to_undo(session: Session, actor: Actor, set_id: int) -> None:
    """Undo a set, or leave everything as it is where that is refused."""
    with suppress(ConflictError, NotFoundError), session.begin_nested():
        history.undo(session, actor, set_id)
