from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft
from finance_app.domain.money import Money
from finance_app.domain.periods import Period
from finance_app.errors import ConflictError, InvalidInputError, StaleError
from finance_app.services import accounts, dashboard, entries, history
from tests.conftest import an_account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_what_has_no_rate_is_named_and_not_in_the_worth(session: Session, actor: Actor) -> None:
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.25', '2026-11-19 15:00:00')")
    )
    keys = [an_account(session, actor, currency) for currency in ("EUR", "USD", "KWD")]
    for key, amount in zip(keys, (10_000, -12_500, 7_000), strict=True):
        entries.add(session, actor, EntryDraft(key, date(2026, 11, 20), amount))
    now = accounts.standing(session, actor)
    found, worth = now.accounts, now.worth
    assert [one.account.id for one in found] == keys
    assert worth.known == Money(0, "EUR")
    assert worth.missing == (Money(7_000, "KWD"),)
    _, usd, kwd = (one.converted for one in found)
    assert usd is not None
    assert (usd.amount, usd.rate.day) == (Money(-10_000, "EUR"), date(2026, 11, 19))
    assert kwd is None


def test_in_another_currency_to_look_at_the_worth_is_in_that(
    session: Session, actor: Actor
) -> None:
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.25', '2026-11-19 15:00:00')")
    )
    for code, amount in (("EUR", 10_000), ("USD", 500)):
        key = an_account(session, actor, code)
        entries.add(session, actor, EntryDraft(key, date(2026, 11, 20), amount))
    abroad = replace(actor, display_currency="USD")
    found = accounts.standing(session, abroad).worth
    assert found.amount == Money(13_000, "USD")
    assert [code for code, _ in found.rates] == ["EUR"]
    shown = dashboard.figures(session, abroad, Period.parse("2026", today=actor.today))
    assert found == shown.worth.now


def test_what_is_dated_after_today_is_on_no_account_yet(
    session: Session, actor: Actor, account_id: int
) -> None:
    tomorrow, later = (actor.today + timedelta(days=days) for days in (1, 40))
    entries.add(session, actor, EntryDraft(account_id, actor.today, -100))
    assert accounts.standing(session, actor).later is None
    for day in (tomorrow, later):
        entries.add(session, actor, EntryDraft(account_id, day, -30))
    soon = AccountDraft("Savings", AccountKind.SAVINGS, "EUR", tomorrow, 5_000)
    accounts.open_account(session, actor, soon)
    now = accounts.standing(session, actor)
    shown = dashboard.figures(session, actor, Period.parse("2026", today=actor.today))
    assert now.worth == shown.worth.now
    assert [one.balance for one in now.accounts] == [one.balance for one in shown.worth.accounts]
    assert [one.balance.amount for one in now.accounts] == [-100, 0]
    assert [one.account.balance.amount for one in now.accounts] == [-160, 5_000]
    assert now.later == Period.between(tomorrow, later)


DRAFT = AccountDraft("Savings", AccountKind.SAVINGS, "EUR", date(2020, 1, 1), 5_000)


def test_an_account_is_opened_changed_and_deleted(session: Session, actor: Actor) -> None:
    key = accounts.open_account(
        session, actor, replace(DRAFT, name="  My   savings ", currency="eur")
    )
    found = accounts.get(session, actor, key)
    assert (found.name, found.currency, found.balance) == ("My savings", "EUR", Money(5_000, "EUR"))
    accounts.edit(session, actor, key, 1, replace(DRAFT, currency="USD"))
    assert accounts.get(session, actor, key).balance == Money(5_000, "USD")
    set_id = accounts.delete(session, actor, key, 2)
    assert accounts.everything(session, actor) == []
    history.undo(session, actor, set_id)
    assert accounts.get(session, actor, key).name == "Savings"


def test_an_account_with_entries_keeps_its_currency_and_stays(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, date(2026, 11, 20), -1))
    with pytest.raises(InvalidInputError) as caught:
        accounts.edit(session, actor, account_id, 1, replace(DRAFT, currency="USD"))
    assert caught.value.field == "currency"
    with pytest.raises(ConflictError, match="has entries"):
        accounts.delete(session, actor, account_id, 1)


def test_an_account_that_was_changed_meanwhile_is_not_overwritten(
    session: Session, actor: Actor, account_id: int
) -> None:
    accounts.edit(session, actor, account_id, 1, DRAFT)
    for attempt in (
        lambda: accounts.edit(session, actor, account_id, 1, replace(DRAFT, name="Mine")),
        lambda: accounts.delete(session, actor, account_id, 1),
    ):
        with pytest.raises(StaleError):
            attempt()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "CHECKING eur"}, "name"),
        ({"currency": "XXX"}, "currency"),
        ({"opening_balance": 10**16}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, actor: Actor, account_id: int, change: dict[str, object], field: str
) -> None:
    assert account_id
    with pytest.raises(InvalidInputError) as caught:
        accounts.open_account(session, actor, replace(DRAFT, **change))  # type: ignore[arg-type]
    assert caught.value.field == field


MOVED = ((date(2026, 9, 30), -1_000), (date(2026, 11, 15), -2_000), (date(2026, 11, 21), -500))


@pytest.mark.parametrize("order", list(itertools.permutations(MOVED)))
def test_a_stated_opening_balance_is_true_in_whatever_order_entries_come_and_go(
    session: Session, actor: Actor, order: tuple[tuple[date, int], ...]
) -> None:
    stated = replace(DRAFT, opening_day=date(2026, 11, 20), opening_balance=10_000)
    key = accounts.open_account(session, actor, stated)
    keys = {day: entries.add(session, actor, EntryDraft(key, day, amount)) for day, amount in order}
    assert accounts.get(session, actor, key).balance.amount == 9_500
    found = dashboard.figures(session, actor, Period.between(date(2026, 9, 29), MOVED[-1][0]))
    on = {one.day: one.amount.amount for one in found.worth.series}
    days = (date(2026, 9, 29), *(day for day, _ in MOVED))
    assert [on[day] for day in days] == [0, 12_000, 10_000, 9_500]
    first = entries.get(session, actor, keys[MOVED[0][0]])
    entries.edit(session, actor, first.id, 1, EntryDraft(key, first.day, -3_000))
    assert accounts.get(session, actor, key).balance.amount == 9_500
    gone = entries.delete(session, actor, keys[MOVED[1][0]], 1)
    assert accounts.get(session, actor, key).balance.amount == 9_500
    history.undo(session, actor, gone)
    assert accounts.get(session, actor, key).balance.amount == 9_500
    assert accounts.get(session, actor, key).opening == Money(10_000, "EUR")
