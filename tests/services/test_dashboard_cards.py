"""What the dashboard compares, how finely it goes, and that hidden cards cost nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import event

from finance_app.domain import cards
from finance_app.domain.cards import Card, Turn
from finance_app.domain.dashboard import Against
from finance_app.domain.entries import EntryDraft
from finance_app.domain.steps import Step
from finance_app.services import dashboard, entries, preferences, users
from tests.conftest import somebody
from tests.services.books import everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import Dashboard


def figures(session: Session, actor: Actor, period: str) -> Dashboard:
    return dashboard.figures(session, actor, dashboard.chosen(session, actor, period))


@pytest.fixture
def book(session: Session, actor: Actor) -> Actor:
    everything(session, actor)
    return actor


def test_last_year_is_compared_with_its_own_months(session: Session, book: Actor) -> None:
    found = dashboard.figures(
        session,
        book,
        dashboard.chosen(session, book, "2026-10"),
        against=Against.YEAR,
    )
    then = figures(session, book, "2025-10")
    assert (found.previous, found.before) == (then.period, then.flow)
    assert found.worth.before is not None
    assert found.worth.before.amount == then.worth.now.amount
    assert found.last_year[-1].flow == then.flow
    assert figures(session, book, "2026-10").last_year == ()


def test_a_month_that_goes_on_is_compared_with_as_many_days(
    session: Session, actor: Actor, account_id: int
) -> None:
    today = actor.today
    for months, amount in ((0, -7), (1, -100), (12, -10_000)):
        day = today - relativedelta(months=months)
        entries.add(session, actor, EntryDraft(account_id, day, amount))
        entries.add(session, actor, EntryDraft(account_id, day + timedelta(days=1), amount * 10))
    period = dashboard.chosen(session, actor, f"{today:%Y-%m}")
    for against, spent in ((Against.BEFORE, 100), (Against.YEAR, 10_000)):
        found = dashboard.figures(session, actor, period, against=against)
        assert (found.flow.spending.amount, found.before and found.before.spending.amount) == (
            *(7, spent),
        )


def test_of_many_years_the_quarters_add_up(session: Session, actor: Actor, account_id: int) -> None:
    for months in range(0, 60, 5):
        day = actor.today - relativedelta(months=months)
        entries.add(session, actor, EntryDraft(account_id, day, -1 - months))
    found = figures(session, actor, "all")
    assert (found.step, found.worth.step) == (Step.QUARTER, Step.QUARTER)
    assert sum(one.flow.spending.amount for one in found.steps) == found.flow.spending.amount
    assert [one.day for one in found.worth.series][-1] == actor.today
    assert len(found.steps) == len(found.worth.series)


def test_what_only_hidden_cards_show_is_not_read(session: Session, book: Actor) -> None:
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    period = dashboard.chosen(session, book, "2026-10")
    every = dashboard.figures(session, book, period)

    def reads(*cards: Card) -> str:
        asked.clear()
        found = dashboard.figures(session, book, period, cards=cards)
        for card, part in (("recent", found.recent), ("payees", found.payees)):
            assert part == (getattr(every, card) if card in cards else ())
        return " ".join(asked)

    assert "month_total" not in reads(Card.RECENT)
    assert "account.position" not in reads(Card.CASH_FLOW)
    assert "payee" not in reads(Card.WORTH_OVER_TIME, Card.NET_WORTH)
    alone = dashboard.figures(session, book, period, cards=(Card.NET_WORTH,)).worth
    assert (alone.now, alone.before, alone.series) == (every.worth.now, every.worth.before, ())


def test_what_comes_next_is_what_is_dated_after_today(
    session: Session, actor: Actor, account_id: int
) -> None:
    for days in (-1, 0, 40, 1, 2):
        day = actor.today + timedelta(days=days)
        entries.add(session, actor, EntryDraft(account_id, day, -100 - days))
    for asked in (f"{actor.today:%Y-%m}", "last12", "all"):
        coming = figures(session, actor, asked).coming
        assert [(one.day - actor.today).days for one in coming] == [1, 2, 40], asked
    assert figures(session, actor, "2026-10").coming == ()


def kept(session: Session, actor: Actor) -> cards.Arrangement:
    return cards.read(users.actor_by_email(session, actor.email, actor.now).dashboard)


def test_cards_stay_as_their_user_arranged_them(session: Session, actor: Actor) -> None:
    other = somebody(session, "eve@example.org")
    preferences.arrange(session, actor, Card.RECENT, Turn.BEFORE, Card.NET_WORTH)
    found = preferences.arrange(session, actor, Card.PAYEES, Turn.HIDE)
    assert kept(session, actor) == found
    assert found[0].card is Card.RECENT
    assert kept(session, other) == cards.DEFAULT
    preferences.reset_dashboard(session, actor)
    assert kept(session, actor) == cards.DEFAULT
