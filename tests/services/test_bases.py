from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import Money
from finance_app.domain.periods import Period
from finance_app.domain.valuation import Basis
from finance_app.services import dashboard, entries, verify
from tests.conftest import an_account
from tests.services.books import everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import Dashboard

MONTH = Period.between(date(2026, 10, 1), date(2026, 10, 31))


def publish(session: Session, **by_day: str) -> None:
    """Store what a euro was in dollars on some days of 2026: `d1020="1.25"`."""
    for key, value in by_day.items():
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', :day, :value, '2026-11-19 15:00:00')"),
            {"day": f"2026-{key[1:3]}-{key[3:]}", "value": value},
        )


def shown(session: Session, actor: Actor, basis: Basis, period: Period = MONTH) -> Dashboard:
    return dashboard.figures(session, actor, period, basis=basis)


@pytest.fixture
def dollars(session: Session, actor: Actor) -> int:
    """An account in dollars with three entries, and rates that moved on the way."""
    publish(session, d1001="1.25", d1020="2", d1030="1.6", d1120="4")
    key = an_account(session, actor, "USD")
    for day, amount, original in (
        (date(2026, 10, 5), -1000, None),
        (date(2026, 10, 21), -1000, None),
        (date(2026, 10, 22), -1000, -555),
    ):
        parts = (LineDraft(-400), LineDraft(amount + 400))
        code = "EUR" if original else None
        draft = EntryDraft(
            key, day, amount, "Shop", lines=parts, original_amount=original, original_currency=code
        )
        entries.add(session, actor, draft)
    return key


@pytest.mark.parametrize(
    ("basis", "spent", "day"),
    [
        (Basis.ENTRY, 800 + 500 + 500, date(2026, 10, 31)),
        (Basis.BANK, 800 + 500 + 555, date(2026, 10, 31)),
        (Basis.END, 1875, date(2026, 10, 31)),
        (Basis.TODAY, 750, date(2026, 11, 23)),
    ],
)
@pytest.mark.usefixtures("dollars")
def test_each_basis_converts_at_its_own_rates(
    session: Session, actor: Actor, basis: Basis, spent: int, day: date
) -> None:
    found = shown(session, actor, basis)
    assert found.flow.spending == Money(spent, "EUR")
    assert sum(one.amount.amount for one in found.spending) == spent
    assert sum(one.flow.spending.amount for one in found.steps if one.inside) == spent
    assert [one.amount.amount for one in found.payees] == [spent]
    assert found.valuation.day == day
    (made,) = found.flow.spending_made
    assert (made.original, made.converted) == (Money(3000, "USD"), Money(spent, "EUR"))
    assert made.bank_count == (2 if basis is Basis.BANK else 0)
    cut = Period.between(date(2026, 10, 6), date(2026, 11, 30))
    part = shown(session, actor, basis, cut)
    assert sum(one.amount.amount for one in part.payees) == part.flow.spending.amount
    assert verify.verify(session) == ()


@pytest.mark.usefixtures("dollars")
def test_todays_rates_hold_for_net_worth_over_time_too(session: Session, actor: Actor) -> None:
    found = shown(session, actor, Basis.TODAY)
    assert found.worth.now.amount == Money(-750, "EUR")
    assert found.worth.series[-1].rates[0][1].day == date(2026, 11, 20)
    assert shown(session, actor, Basis.END).worth.now.amount == Money(-1875, "EUR")


@pytest.mark.usefixtures("dollars")
def test_another_currency_to_look_at_changes_no_amount(session: Session, actor: Actor) -> None:
    abroad = replace(actor, display_currency="USD")
    for basis, spent in (
        (Basis.ENTRY, 2880),  # 18.00 EUR at 1.6
        (Basis.END, 3000),
        (Basis.TODAY, 3000),
        (Basis.BANK, 2968),
    ):
        found = shown(session, abroad, basis)
        assert found.flow.spending == Money(spent, "USD"), basis
        assert [one.amount for one in found.payees] == [Money(spent, "USD")], basis
        assert found.worth.now.amount == Money(-3000, "USD"), basis
        (made,) = found.flow.spending_made
        between = {Basis.ENTRY: Money(1800, "EUR"), Basis.BANK: Money(1855, "EUR")}.get(basis)
        assert (made.original, made.between) == (Money(3000, "USD"), between), basis


def test_a_period_is_compared_at_its_own_end(session: Session, actor: Actor) -> None:
    publish(session, d0930="2", d1030="1.6")
    key = an_account(session, actor, "USD")
    for month in (9, 10):
        entries.add(session, actor, EntryDraft(key, date(2026, month, 28), -1000))
    found = shown(session, actor, Basis.END)
    assert found.before is not None
    assert (found.flow.spending.amount, found.before.spending.amount) == (625, 500)


def test_a_full_book_adds_up_at_any_basis(session: Session, actor: Actor) -> None:
    everything(session, actor)
    for looking in (actor, replace(actor, display_currency="USD")):
        for asked in ("2026-10", "2026", "last12", "all"):
            period = dashboard.chosen(session, looking, asked)
            for basis in Basis:
                adds_up(shown(session, looking, basis, period))


def adds_up(found: Dashboard) -> None:
    inside = [one.flow for one in found.steps if one.inside]
    for name in ("income", "spending"):
        total = getattr(found.flow, name).amount
        assert sum(getattr(one, name).amount for one in inside) == total
    assert sum(one.amount.amount for one in found.spending) == found.flow.spending.amount
    known = {one.original.currency for one in found.flow.spending_made if one.converted}
    lacking = {one.amount.currency for one in found.flow.missing_spending}
    assert "KWD" not in known
    assert "KWD" in lacking or not found.flow.spending_count


@pytest.mark.parametrize("basis", Basis)
def test_a_book_that_nothing_can_be_converted_of_says_so_at_any_basis(
    session: Session, actor: Actor, basis: Basis
) -> None:
    whole = Period.between(date(2026, 1, 1), date(2026, 12, 31))
    assert shown(session, actor, basis, whole).is_empty
    key = an_account(session, actor, "KWD")
    entries.add(session, actor, EntryDraft(key, date(2026, 10, 5), -1000, "Shop"))
    found = shown(session, actor, basis, whole)
    assert found.flow.known_spending is None
    assert found.payees == ()
