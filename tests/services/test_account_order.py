"""The order of accounts; closing them and opening them again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.category_places import Way
from finance_app.domain.entries import EntryDraft
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from finance_app.services import account_ends, accounts, entries, history, verify
from finance_app.services.worth import standings
from tests.conftest import somebody
from tests.services.books import transfer, viewer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

BEGUN = date(2026, 1, 1)
NAMES = ("Giro", "Visa", "Joint", "Amex", "Cash")
KINDS = (*[AccountKind.CHECKING, AccountKind.CARD] * 2, AccountKind.CASH)


@pytest.fixture
def five(session: Session, actor: Actor) -> dict[str, int]:
    """Accounts of three kinds, mixed."""
    return {
        name: accounts.open_account(session, actor, AccountDraft(name, kind, "EUR", BEGUN))
        for name, kind in zip(NAMES, KINDS, strict=True)
    }


def names(session: Session, actor: Actor) -> list[str]:
    return [one.name for one in accounts.everything(session, actor)]


@pytest.mark.parametrize(
    ("name", "way", "target", "expected"),
    [
        ("Joint", Way.UP, None, "Joint Visa Giro Amex Cash"),
        ("Giro", Way.DOWN, None, "Joint Visa Giro Amex Cash"),
        ("Amex", Way.BEFORE, "Visa", "Giro Amex Joint Visa Cash"),
        ("Visa", Way.AFTER, "Amex", "Giro Amex Joint Visa Cash"),
        ("Giro", Way.UP, None, ""),
        ("Amex", Way.DOWN, None, ""),
        ("Giro", Way.OUT, None, ""),
        ("Giro", Way.BEFORE, "Giro", ""),
    ],
)
def test_an_account_moves_among_those_of_its_kind(
    session: Session,
    actor: Actor,
    five: dict[str, int],
    name: str,
    way: Way,
    target: str | None,
    expected: str,
) -> None:
    set_id = accounts.move(session, actor, five[name], 1, way, five.get(target or ""))
    assert names(session, actor) == (expected.split() or list(NAMES))
    assert (set_id is None) is (expected == "")
    if set_id:
        history.undo(session, actor, set_id)
        assert names(session, actor) == list(NAMES)
    assert verify.verify(session) == ()


def test_an_account_is_not_moved_where_it_cannot_stand(
    session: Session, actor: Actor, five: dict[str, int]
) -> None:
    with pytest.raises(InvalidInputError, match="stand by kind"):
        accounts.move(session, actor, five["Giro"], 1, Way.BEFORE, five["Visa"])
    with pytest.raises(NotFoundError):
        accounts.move(session, actor, five["Giro"], 1, Way.AFTER, 7)
    with pytest.raises(StaleError):
        accounts.move(session, actor, five["Giro"], 2, Way.DOWN)
    with pytest.raises(NotFoundError):
        accounts.move(session, somebody(session, "eve@example.org"), five["Giro"], 1, Way.DOWN)
    with pytest.raises(ForbiddenError):
        accounts.move(session, viewer(actor), five["Giro"], 1, Way.DOWN)


def test_what_is_closed_does_not_stand_in_the_way(
    session: Session, actor: Actor, five: dict[str, int]
) -> None:
    account_ends.close(session, actor, five["Joint"], 1, BEGUN)
    assert accounts.move(session, actor, five["Giro"], 1, Way.DOWN) is None
    with pytest.raises(InvalidInputError):
        accounts.move(session, actor, five["Giro"], 1, Way.AFTER, five["Joint"])


def test_a_closed_account_keeps_what_was_on_it_and_is_opened_again(
    session: Session, actor: Actor, five: dict[str, int]
) -> None:
    key, spent = five["Giro"], BEGUN + timedelta(days=40)
    entries.add(session, actor, EntryDraft(key, BEGUN, 5_000))
    entries.add(session, actor, EntryDraft(key, spent, -5_000))
    closed = account_ends.close(session, actor, key, 1, spent)
    assert accounts.get(session, actor, key).closed_on == spent
    assert names(session, actor)[-1] == "Giro"
    before = spent - timedelta(days=1)
    found = standings(session, actor, [before, spent])
    assert [sum(one.balance.amount for one in some) for some in found.values()] == [5_000, 0]
    assert accounts.standing(session, actor, before).worth.amount.amount == 5_000
    edited = AccountDraft("Giro, old", AccountKind.CHECKING, "EUR", BEGUN)
    accounts.edit(session, actor, key, 2, edited)
    assert accounts.get(session, actor, key).closed_on == spent
    account_ends.reopen(session, actor, key, 3)
    assert accounts.get(session, actor, key).closed_on is None
    with pytest.raises(ConflictError, match="is open"):
        account_ends.reopen(session, actor, key, 4)
    history.undo(session, actor, history.of_account(session, actor, key))
    assert accounts.get(session, actor, key).closed_on == spent
    assert history.get(session, actor, closed).summary == "Closed Giro"
    assert verify.verify(session) == ()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (BEGUN + timedelta(days=9), "Its last entry is of Jan 11, 2026"),
        (BEGUN + timedelta(days=10), "There is 12.50 EUR on it on that day"),
        (BEGUN - timedelta(days=1), "Choose a day from Jan 1, 2026 until today"),
        (date(2026, 11, 24), "Choose a day from Jan 1, 2026 until today"),
    ],
)
def test_an_account_that_is_not_empty_is_not_closed(
    session: Session, actor: Actor, five: dict[str, int], on: date, said: str
) -> None:
    entries.add(session, actor, EntryDraft(five["Giro"], BEGUN + timedelta(days=10), 1_250))
    with pytest.raises(InvalidInputError, match=said) as caught:
        account_ends.close(session, actor, five["Giro"], 1, on)
    assert caught.value.field == "closed_on"


def test_who_closes_must_know_the_account_as_it_is(
    session: Session, actor: Actor, five: dict[str, int]
) -> None:
    with pytest.raises(StaleError):
        account_ends.close(session, actor, five["Giro"], 2, BEGUN)
    with pytest.raises(ForbiddenError):
        account_ends.close(session, viewer(actor), five["Giro"], 1, BEGUN)
    account_ends.close(session, actor, five["Giro"], 1, BEGUN)
    with pytest.raises(ConflictError, match="closed already"):
        account_ends.close(session, actor, five["Giro"], 2, BEGUN)


def test_how_accounts_stood_on_any_day_and_how_they_came_there(
    session: Session, actor: Actor, five: dict[str, int]
) -> None:
    for month in range(1, 12):
        entries.add(session, actor, EntryDraft(five["Giro"], date(2026, month, 20), 100))
    transfer(session, actor, (five["Giro"], "EUR", -50), (five["Cash"], "EUR", 50))
    found = accounts.standing(session, actor, date(2026, 10, 25))
    assert (found.day, found.worth.amount.amount) == (date(2026, 10, 25), 1_000)
    of_giro = [one.amount for one in found.history[five["Giro"]]]
    assert of_giro == [100 * month for month in range(1, 10)] + [950]
    assert {one.account.name: one.balance.amount for one in found.accounts}["Cash"] == 50
