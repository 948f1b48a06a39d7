from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain import demo_habits
from finance_app.domain.entries import Cursor, EntryFilter, EntryView
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.services import accounts, categories, demo, entries, history, verify
from tests.conftest import somebody
from tests.services.books import know_rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.fixture(autouse=True)
def some_rates(session: Session) -> None:
    """Few rates rather than the whole history, which takes a second to load."""
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")


def everything(session: Session, actor: Actor) -> list[EntryView]:
    found: list[EntryView] = []
    place: Cursor | None = None
    while True:
        page = entries.page(session, actor, EntryFilter(), older_than=place)
        found += page.entries
        if page.older is None:
            return found
        place = page.older


@pytest.mark.parametrize("count", [1, 7, 80, 300, 1201])
def test_a_demo_has_exactly_so_many_entries_and_fits_together(
    session: Session, actor: Actor, count: int
) -> None:
    seen: list[int] = []
    demo.fill(session, actor, entries=count, progress=seen.append)
    found = everything(session, actor)
    assert len(found) == count == seen[-1]
    assert max(entry.day for entry in found) <= actor.today
    assert verify.verify(session, actor.book_id) == ()


def test_a_demo_looks_like_a_household(session: Session, actor: Actor) -> None:
    demo.fill(session, actor, entries=1200)
    found = everything(session, actor)
    spent = Counter(line.category for entry in found for line in entry.lines)
    assert spent["Groceries"] > 100
    assert {"Salary", "Rent", "Coffee", "Subscriptions", ""} <= set(spent)
    transfers = [entry for entry in found if entry.lines[0].transfer_account]
    assert len(transfers) > 50
    assert any(len(entry.lines) > 1 for entry in found)
    assert any(entry.note for entry in found)
    assert any(entry.amount.amount > 0 and entry.payee.endswith("Outfitters") for entry in found)
    currencies = {entry.amount.currency for entry in found}
    originals = {entry.original.currency for entry in found if entry.original}
    assert len(currencies | originals) == 4
    balances = accounts.everything(session, actor)
    assert len(balances) == 5
    assert sum(account.balance.amount for account in balances[:2]) > 0


def test_a_seed_always_makes_the_same_life(session: Session, actor: Actor) -> None:
    lives = []
    for email, seed in (("a@example.org", 1), ("b@example.org", 1), ("c@example.org", 2)):
        other = somebody(session, email)
        demo.fill(session, other, entries=150, seed=seed)
        lives.append([(e.day, e.amount, e.payee, e.note) for e in everything(session, other)])
    assert sorted(map(str, lives[0])) == sorted(map(str, lives[1]))
    assert lives[0] != lives[2]
    assert actor


@pytest.mark.parametrize("base", ["USD", "JPY", "KWD"])
def test_a_demo_can_be_in_any_currency(session: Session, base: str) -> None:
    actor = somebody(session, "kim@example.org", base)
    demo.fill(session, actor, entries=120)
    assert verify.verify(session, actor.book_id) == ()


def test_one_undo_empties_the_book_again(session: Session, actor: Actor) -> None:
    before = verify.content_hash(session, actor.book_id)
    demo.fill(session, actor, entries=200)
    history.undo(session, actor, history.page(session, actor)[0].id)
    assert verify.content_hash(session, actor.book_id) == before
    assert session.scalar(text("SELECT count(*) FROM entry_text")) == 0


def test_only_an_empty_book_is_filled(session: Session, actor: Actor, account_id: int) -> None:
    assert account_id
    with pytest.raises(ConflictError, match="empty"):
        demo.fill(session, actor, entries=10)


@pytest.mark.parametrize("count", [0, -1, demo.MOST + 1])
def test_the_size_has_bounds(session: Session, actor: Actor, count: int) -> None:
    with pytest.raises(InvalidInputError):
        demo.fill(session, actor, entries=count)


def test_all_categories_of_a_demo_are_in_the_starting_tree(session: Session, actor: Actor) -> None:
    known = {node.name for node in categories.everything(session, actor)}
    assert known >= demo_habits.CATEGORIES


def test_a_demo_is_written_in_the_users_day(session: Session, actor: Actor) -> None:
    late = replace(actor, time_zone="Pacific/Kiritimati")
    demo.fill(session, late, entries=50)
    assert max(entry.day for entry in everything(session, late)) <= late.today
