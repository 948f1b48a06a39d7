"""The net-worth bridge on both databases: it closes to the cent with what the dashboard shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.bridge import Cause, When
from finance_app.domain.cards import Card
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import Money
from finance_app.domain.transfers import TransferDraft
from finance_app.services import accounts, categories, dashboard, entries, transfers, worth
from tests.conftest import an_account, somebody
from tests.services.books import everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.bridge import Bridge
    from finance_app.domain.dashboard import Dashboard

PERIODS = (
    "2026-10",
    "2026-11",
    "2026-Q3",
    "2026",
    "2027",
    "last12",
    "all",
    "2026-08-10..2026-10-05",
    "2026-08-10..2026-08-12",
    "2026-08-01..2026-10-05",
)
CURRENCIES = ("EUR", "USD", "JPY", "KWD", "GBP", "HUF")
OCTOBER = date(2026, 10, 1)
DAY = timedelta(days=1)


def publish(session: Session, currency: str, **per_euro: str) -> None:
    """Store rates of days such as `d0930`."""
    for day, value in per_euro.items():
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-11-19 15:00:00')"),
            {"code": currency, "day": f"2026-{day[1:3]}-{day[3:]}", "value": value},
        )


def figures(session: Session, actor: Actor, period: str) -> Dashboard:
    return dashboard.figures(session, actor, dashboard.chosen(session, actor, period))


def through(session: Session, actor: Actor, period: str) -> Bridge:
    """Return the bridge of a period, which closes to the cent with the dashboard's net worth."""
    found = figures(session, actor, period)
    bridge = found.bridge
    assert bridge is not None
    before, last = found.period.start - DAY, found.worth.now.day
    stood = worth.standings(session, actor, [before])[before]
    opening = worth_of(stood)
    assert (bridge.opening.amount.amount, bridge.opening.day) == (opening, before), period
    assert (bridge.closing, last) == (found.worth.now, bridge.closing.day), period
    steps = sum(one.amount.amount for one in bridge.changes)
    assert opening + steps == found.worth.now.amount.amount, period
    assert bridge.amount(Cause.INCOME) == found.flow.income, period
    assert bridge.amount(Cause.SPENDING) == -found.flow.spending, period
    known = sum(one.revaluation.amount for one in bridge.gains if one.revaluation)
    assert bridge.amount(Cause.REVALUATION).amount == known, period
    assert bridge.amount(Cause.EXCHANGE).amount == sum(one.exchange.amount for one in bridge.gains)
    return bridge


def worth_of(stood: object) -> int:
    return sum(one.converted.amount.amount for one in stood if one.converted)  # type: ignore[attr-defined]


def amounts(bridge: Bridge) -> dict[str, int]:
    return {str(one.cause): one.amount.amount for one in bridge.shown}


def test_every_period_of_a_year_closes(session: Session, actor: Actor) -> None:
    everything(session, actor)
    for period in PERIODS:
        bridge = through(session, actor, period)
        codes = {one.amount.currency for one in bridge.lacking}
        assert codes <= {"USD", "KWD"}, period
        assert "KWD" in codes, period


@pytest.mark.parametrize("seed", range(3))
def test_ledgers_in_six_currencies_with_holes_in_the_rates_close(
    session: Session, actor: Actor, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  a seeded ledger
    for code in CURRENCIES[1:]:
        day = date(2026, 5, 1)
        while day < date(2026, 11, 23):
            publish(session, code, **{f"d{day:%m%d}": str(round(random.uniform(0.5, 3), 4))})
            day += timedelta(days=random.choice((1, 2, 5, 30, 70)))
    places = [an_opened(session, actor, random, code) for code in (*CURRENCIES, "USD", "EUR")]
    tree = [one.id for one in categories.everything(session, actor)]
    for _ in range(60):
        day = date(2026, 6, 1) + timedelta(days=random.randrange(190))
        first, second = random.randrange(-9_000, 9_000), random.randrange(-500, 500)
        lines = tuple(LineDraft(one, random.choice([*tree, None])) for one in (first, second))
        place = random.choice(places)
        entries.add(session, actor, EntryDraft(place, day, first + second, lines=lines))
    for _ in range(25):
        moved(session, actor, random, places)
    for period in PERIODS:
        bridge = through(session, actor, period)
        if period == "2026":
            assert {one.when for one in bridge.lacking} >= {When.LINES}
            assert bridge.amount(Cause.EXCHANGE).amount


def an_opened(session: Session, actor: Actor, random: Random, currency: str) -> int:
    day = date(2026, 6, 1) + timedelta(days=random.randrange(150))
    draft = AccountDraft(
        f"{currency} {day}", AccountKind.CHECKING, currency, day, random.randrange(-9_000, 9_000)
    )
    return accounts.open_account(session, actor, draft)


def moved(session: Session, actor: Actor, random: Random, places: list[int]) -> None:
    from_id, to_id = random.sample(places, 2)
    codes = (*CURRENCIES, "USD", "EUR")
    same = codes[places.index(from_id)] == codes[places.index(to_id)]
    day, sent = date(2026, 6, 1) + timedelta(days=random.randrange(170)), random.randrange(1, 9_000)
    draft = TransferDraft(from_id, to_id, day, sent, sent if same else random.randrange(1, 9_000))
    arrived = day + timedelta(days=random.choice((0, 1, 45)))
    transfers.add(session, actor, replace(draft, arrived=arrived, fee=random.choice((0, 7))))


def test_one_currency_has_income_spending_and_openings_alone(
    session: Session, actor: Actor
) -> None:
    euros = an_account(session, actor)
    draft = AccountDraft("Safe", AccountKind.CASH, "EUR", date(2026, 10, 15), 7_000)
    safe = accounts.open_account(session, actor, draft)
    for amount in (5_000, -1_200):
        entries.add(session, actor, EntryDraft(euros, date(2026, 10, 20), amount))
    transfers.add(session, actor, TransferDraft(euros, safe, date(2026, 10, 21), 300, 300))
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"income": 5_000, "spending": -1_200, "begun": 7_000}
    assert bridge.gains == ()


def test_an_opening_balance_takes_what_came_before_its_day_into_account(
    session: Session, actor: Actor
) -> None:
    draft = AccountDraft("Safe", AccountKind.CASH, "EUR", date(2026, 10, 15), 7_000)
    safe = accounts.open_account(session, actor, draft)
    entries.add(session, actor, EntryDraft(safe, date(2026, 10, 3), -500))
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"spending": -500, "begun": 7_500}


def test_what_a_balance_gains_by_its_rate_is_revaluation(session: Session, actor: Actor) -> None:
    publish(session, "USD", d0930="1.25", d1020="1.00", d1030="0.80")
    dollars = an_account(session, actor, "USD")
    entries.add(session, actor, EntryDraft(dollars, date(2026, 9, 30), 1_000))
    entries.add(session, actor, EntryDraft(dollars, date(2026, 10, 20), 1_000))
    bridge = through(session, actor, "2026-10")
    assert (bridge.opening.amount.amount, bridge.closing.amount.amount) == (800, 2_500)
    assert amounts(bridge) == {"income": 1_000, "revaluation": 700}
    (group,) = bridge.gains
    assert (group.currency, group.revaluation) == ("USD", Money(700, "EUR"))


def test_what_the_bank_kept_of_a_transfer_is_exchange(session: Session, actor: Actor) -> None:
    publish(session, "USD", d0930="1.25", d1020="1.25", d1030="1.25")
    euros, dollars = (an_account(session, actor, code) for code in ("EUR", "USD"))
    draft = TransferDraft(euros, dollars, date(2026, 10, 20), 10_000, 12_000)
    transfers.add(session, actor, draft)
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"exchange": -400}
    (group,) = bridge.gains
    assert (group.revaluation, group.exchange.amount) == (Money(0, "EUR"), -400)


def test_exchange_between_two_foreign_accounts_is_the_receiving_ones(
    session: Session, actor: Actor
) -> None:
    publish(session, "USD", d1020="1.25", d1030="1.25")
    publish(session, "GBP", d1020="0.80", d1030="0.80")
    dollars, pounds = (an_account(session, actor, code) for code in ("USD", "GBP"))
    transfers.add(session, actor, TransferDraft(dollars, pounds, date(2026, 10, 20), 1_250, 720))
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"exchange": -100}
    assert {one.currency: one.exchange.amount for one in bridge.gains} == {"GBP": -100, "USD": 0}


def test_what_arrives_in_another_period_is_under_way(session: Session, actor: Actor) -> None:
    publish(session, "USD", d0930="1.25", d1030="1.25", d1103="1.25")
    euros, dollars = (an_account(session, actor, code) for code in ("EUR", "USD"))
    safe = an_account(session, actor, name="Safe")
    sent = TransferDraft(euros, safe, date(2026, 10, 30), 5_000, 5_000, arrived=date(2026, 11, 2))
    transfers.add(session, actor, sent)
    other = TransferDraft(euros, dollars, date(2026, 10, 31), 1_000, 1_200)
    transfers.add(session, actor, replace(other, arrived=date(2026, 11, 3)))
    assert amounts(through(session, actor, "2026-10")) == {"under-way": -6_000}
    assert amounts(through(session, actor, "2026-11")) == {"under-way": 5_960}
    assert amounts(through(session, actor, "2026-Q4")) == {"exchange": -40}


def test_a_rate_that_is_missing_between_or_at_an_end_is_said(
    session: Session, actor: Actor
) -> None:
    publish(session, "USD", d1101="1.25")
    euros, dollars = (an_account(session, actor, code) for code in ("EUR", "USD"))
    entries.add(session, actor, EntryDraft(dollars, date(2026, 9, 1), 500))
    entries.add(session, actor, EntryDraft(dollars, date(2026, 10, 5), 750))
    transfers.add(session, actor, TransferDraft(euros, dollars, date(2026, 10, 8), 900, 1_000))
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"unknown": -900}
    assert [(one.when, one.amount, one.first, one.count) for one in bridge.lacking] == [
        (When.OPENING, Money(500, "USD"), date(2026, 9, 30), 0),
        (When.LINES, Money(1_750, "USD"), OCTOBER, 2),
        (When.CLOSING, Money(2_250, "USD"), date(2026, 10, 31), 0),
    ]
    later = through(session, actor, "2026-10-07..2026-11-20")
    assert amounts(later) == {"unknown": -900 + 1_800}
    lines = next(one for one in later.lacking if one.when is When.LINES)
    assert (lines.first, lines.last, lines.count) == (date(2026, 10, 8), date(2026, 10, 8), 1)


def test_an_opening_balance_without_a_rate_is_said(session: Session, actor: Actor) -> None:
    publish(session, "USD", d1030="1.25")
    draft = AccountDraft("Dollars", AccountKind.CASH, "USD", date(2026, 10, 15), 1_000)
    accounts.open_account(session, actor, draft)
    bridge = through(session, actor, "2026-10")
    assert amounts(bridge) == {"unknown": 800}
    (lack,) = bridge.lacking
    assert (lack.when, lack.first, str(lack.amount)) == (
        When.BEGUN,
        date(2026, 10, 15),
        "10.00 USD",
    )


def test_what_is_dated_after_today_is_in_no_step(
    session: Session, actor: Actor, account_id: int
) -> None:
    for days in (0, 1):
        draft = EntryDraft(account_id, actor.today + timedelta(days=days), -100)
        entries.add(session, actor, draft)
    later = AccountDraft("Later", AccountKind.CASH, "EUR", actor.today + DAY, 7_000)
    accounts.open_account(session, actor, later)
    for period in ("2026-11", "2026", "all"):
        assert amounts(through(session, actor, period)) == {"spending": -100}, period


def test_nobody_sees_another_books_bridge(session: Session, actor: Actor) -> None:
    everything(session, actor)
    other = somebody(session, "eve@example.org")
    bridge = through(session, other, "2026")
    assert (bridge.shown, bridge.gains, bridge.lacking) == ((), (), ())


def test_a_hidden_bridge_is_not_read(session: Session, actor: Actor) -> None:
    everything(session, actor)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    period = dashboard.chosen(session, actor, "2026-08-10..2026-10-25")

    def reads(*cards: Card) -> int:
        asked.clear()
        found = dashboard.figures(session, actor, period, cards=cards)
        assert (found.bridge is not None) == (Card.BRIDGE in cards)
        return sum("receives" in one for one in asked)

    assert reads(*set(Card) - {Card.BRIDGE}) == 0
    assert reads(Card.BRIDGE) == 1
    alone = dashboard.figures(session, actor, period, cards=(Card.BRIDGE,))
    assert alone.bridge == dashboard.figures(session, actor, period).bridge
