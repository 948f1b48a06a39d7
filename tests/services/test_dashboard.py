from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import Money
from finance_app.services import accounts, categories, dashboard, entries, ledger, rates
from tests.conftest import an_account, somebody
from tests.services.books import everything, know_rates, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import Dashboard
    from finance_app.domain.periods import Period

PERIODS = (
    "2026-10",
    "2026-Q3",
    "2026",
    "last12",
    "all",
    "2026-08-10..2026-10-05",
    "2026-08-10..2026-08-12",
    "2026-08-01..2026-10-05",
)


def figures(session: Session, actor: Actor, period: str) -> Dashboard:
    return dashboard.figures(session, actor, dashboard.chosen(session, actor, period))


def category(session: Session, actor: Actor, name: str) -> int:
    return next(one.id for one in categories.everything(session, actor) if one.name == name)


@pytest.fixture
def book(session: Session, actor: Actor) -> Actor:
    everything(session, actor)
    return actor


class Line(NamedTuple):
    """A line, read one by one; `base` is None where it could not be converted."""

    kind: str
    base: int | None
    payee: str | None
    month: date
    day: date


def lines_of(session: Session, actor: Actor, period: Period) -> list[Line]:
    found = session.execute(
        text(
            "SELECT c.kind, l.amount, l.base_amount, p.name, e.day FROM line l "
            "JOIN entry e ON e.book_id = l.book_id AND e.id = l.entry_id "
            "LEFT JOIN category c ON c.book_id = l.book_id AND c.id = l.category_id "
            "LEFT JOIN payee p ON p.book_id = e.book_id AND p.id = e.payee_id "
            "WHERE l.book_id = :book AND l.transfer_line_id IS NULL"
        ),
        {"book": actor.book_id},
    )
    return [
        Line(kind or ("income" if amount > 0 else "expense"), base, payee, day.replace(day=1), day)
        for kind, amount, base, payee, written in found
        if period.start <= (day := date.fromisoformat(str(written))) <= period.last
    ]


def test_the_figures_are_those_of_the_entries(session: Session, book: Actor) -> None:
    for asked in PERIODS:
        found = figures(session, book, asked)
        lines = lines_of(session, book, found.counted)
        sums: dict[object, int] = defaultdict(int)
        for line in lines:
            amount = line.base or 0
            sums[line.kind] += amount
            sums[line.month, line.kind] += amount
            if line.kind == "expense" and line.payee:
                sums["spent", line.payee] -= amount
        assert found.flow.income.amount == sums["income"], asked
        assert found.flow.spending.amount == -sums["expense"], asked
        assert found.flow.missing_count == sum(line.base is None for line in lines), asked
        assert sum(group.count for group in (*found.spending, *found.income)) == len(lines), asked
        for step in found.steps:
            months = {line.month for line in lines if step.start <= line.day <= step.last}
            if step.inside:
                came = sum(sums[month, "income"] for month in months)
                assert step.flow.income.amount == came, asked
        spent = {name: sums["spent", name] for name in ("Bakery", "Rail", "Employer", "Landlord")}
        assert {one.name: one.amount.amount for one in found.payees} == {
            name: amount for name, amount in spent.items() if amount > 0
        }, asked


def test_net_worth_is_what_stands_on_the_accounts(session: Session, book: Actor) -> None:
    for asked in PERIODS:
        found = figures(session, book, asked).worth
        for standing in found.accounts:
            moved = session.execute(
                text(
                    "SELECT COALESCE(SUM(amount), 0) FROM entry "
                    "WHERE book_id = :book AND account_id = :account AND day <= :last"
                ),
                {"book": book.book_id, "account": standing.account.id, "last": found.now.day},
            ).scalar_one()
            assert standing.balance.amount == int(moved), asked
        kwd = next(one.balance for one in found.accounts if one.balance.currency == "KWD")
        assert kwd in found.now.missing, asked
        assert found.series[-1] == found.now, asked


def test_both_periods_are_compared(session: Session, book: Actor) -> None:
    found = figures(session, book, "2026-10")
    before = figures(session, book, "2026-09")
    assert found.previous == before.period
    assert found.before == before.flow
    assert found.worth.before is not None
    assert found.worth.before.amount == before.worth.now.amount


def test_transfers_are_neither_income_nor_spending(session: Session, actor: Actor) -> None:
    know_rates(session, USD="1.25")
    places = [(an_account(session, actor, code), code) for code in ("EUR", "USD")]
    transfer(session, actor, (*places[0], -5_000), (*places[1], 6_000))
    found = figures(session, actor, "2026-10")
    assert (found.flow.income.amount, found.flow.spending.amount) == (0, 0)
    assert (found.spending, found.payees) == ((), ())
    assert len(found.recent) == 2


def test_an_empty_book_is_empty(session: Session, actor: Actor) -> None:
    found = figures(session, actor, "")
    assert found.is_empty
    assert found.flow.income == Money(0, "EUR")
    assert found.worth.now.amount == Money(0, "EUR")
    an_account(session, actor)
    assert not figures(session, actor, "all").is_empty


def test_an_opening_balance_counts_from_its_day(session: Session, actor: Actor) -> None:
    draft = AccountDraft("Safe", AccountKind.CASH, "EUR", date(2026, 10, 15), 7_000)
    accounts.open_account(session, actor, draft)
    series = figures(session, actor, "2026-10").worth.series
    by_day = {worth.day: worth.amount.amount for worth in series}
    assert (by_day[date(2026, 10, 14)], by_day[date(2026, 10, 15)]) == (0, 7_000)


def test_what_is_dated_after_today_is_upcoming_and_counts_nowhere_yet(
    session: Session, actor: Actor, account_id: int
) -> None:
    tomorrow = actor.today + timedelta(days=1)
    entries.add(session, actor, EntryDraft(account_id, actor.today, -100))
    assert figures(session, actor, "2026-11").upcoming is None
    entries.add(session, actor, EntryDraft(account_id, tomorrow, -30, "Landlord"))
    for asked in ("2026-11", "2026-Q4", "2026", "last12", "all"):
        found = figures(session, actor, asked)
        assert found.counted.last == actor.today, asked
        assert found.flow.spending == found.steps[-1].flow.spending == Money(100, "EUR"), asked
        assert (found.worth.now.day, found.worth.now.amount.amount) == (actor.today, -100), asked
        assert [entry.day for entry in found.recent] == [actor.today], asked
        assert found.payees == ()
        assert found.upcoming is not None
        assert found.upcoming.period == found.period.after(actor.today), asked
        assert found.upcoming.flow.spending == Money(30, "EUR"), asked


def test_a_period_to_come_is_shown_as_it_is_planned(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, date(2027, 2, 1), -30))
    found = figures(session, actor, "2027")
    assert (found.counted, found.upcoming) == (found.period, None)
    assert (found.flow.spending.amount, found.worth.now.amount.amount) == (30, -30)


def test_without_a_period_the_newest_year_is_shown_where_the_last_has_nothing(
    session: Session, actor: Actor, account_id: int
) -> None:
    def shown() -> str:
        return str(dashboard.chosen(session, actor, ""))

    assert shown() == "last12"
    entries.add(session, actor, EntryDraft(account_id, date(2024, 4, 3), -30))
    assert shown() == "2024"
    assert not figures(session, actor, "").is_quiet
    assert figures(session, actor, "last12").is_quiet
    assert figures(session, actor, "2025-11").newest == date(2024, 4, 3)
    entries.add(session, actor, EntryDraft(account_id, date(2025, 12, 1), -30))
    assert shown() == "last12"


def test_a_short_period_has_the_months_before_it(
    session: Session, actor: Actor, account_id: int
) -> None:
    for month in (9, 10, 11):
        entries.add(session, actor, EntryDraft(account_id, date(2026, month, 5), -month))
    months = figures(session, actor, "2026-11-03..2026-11-08").steps
    shown = [(month.start.month, month.flow.spending.amount, month.inside) for month in months]
    assert shown[-3:] == [(9, 9, False), (10, 10, False), (11, 11, True)]
    assert len(shown) == 6


def test_nobody_sees_another_books_figures(session: Session, book: Actor) -> None:
    other = somebody(session, "eve@example.org")
    for asked in PERIODS:
        found = figures(session, other, asked)
        assert found.flow.income.amount == found.flow.spending.amount == 0
        assert not found.payees
        assert not found.recent
        assert not found.worth.accounts
    assert figures(session, book, "all").flow.spending.amount > 0


def test_a_payee_counts_what_was_spent_alone(
    session: Session, actor: Actor, account_id: int
) -> None:
    food, salary = category(session, actor, "Groceries"), category(session, actor, "Salary")
    draft = EntryDraft(account_id, date(2026, 11, 5), -900, "Shop")
    spent = replace(draft, lines=(LineDraft(-1_000, food), LineDraft(100, salary)))
    entries.add(session, actor, spent)
    refund = entries.add(session, actor, replace(draft, amount=300, lines=(LineDraft(300, food),)))
    (shop,) = figures(session, actor, "2026-11").payees
    assert (shop.name, shop.amount.amount, shop.count) == ("Shop", 700, 2)
    entries.edit(session, actor, refund, 1, replace(draft, amount=50, payee="Other shop"))
    (shop,) = figures(session, actor, "2026-11").payees
    assert (shop.amount.amount, shop.count) == (1_000, 1)


def test_what_no_rate_tells_is_not_known(session: Session, actor: Actor) -> None:
    dinars = an_account(session, actor, "KWD")
    food = category(session, actor, "Groceries")
    for amount, line in ((5_000, LineDraft(5_000)), (-100, LineDraft(-100, food))):
        draft = EntryDraft(dinars, date(2026, 11, 5), amount, lines=(line,))
        entries.add(session, actor, draft)
    found = figures(session, actor, "2026-11")
    flow = found.flow
    assert (flow.known_income, flow.known_spending, flow.known_net) == (None, None, None)
    assert (found.worth.now.known, found.spending[0].known, flow.saved) == (None, None, None)
    euros = an_account(session, actor)
    entries.add(session, actor, EntryDraft(euros, date(2026, 11, 6), 700))
    found = figures(session, actor, "2026-11")
    assert (found.flow.known_income, found.flow.known_spending) == (Money(700, "EUR"), None)
    assert found.flow.known_net == found.worth.now.known == Money(700, "EUR")
    assert found.flow.saved is None
    assert found.worth.now.missing == (Money(4_900, "KWD"),)


def test_totals_kept_are_totals_made_again(session: Session, book: Actor) -> None:
    before = [figures(session, book, asked) for asked in PERIODS]
    ledger.rebuild(session, book.book_id)
    assert [figures(session, book, asked) for asked in PERIODS] == before


def test_kinds_are_those_of_the_tree(session: Session, actor: Actor, account_id: int) -> None:
    food = category(session, actor, "Groceries")
    line = LineDraft(-500, food)
    entries.add(session, actor, EntryDraft(account_id, date(2026, 11, 5), -500, lines=(line,)))
    (group,) = figures(session, actor, "2026-11").spending
    assert (group.name, [member.name for member in group.members]) == ("Food", ["Groceries"])


def test_rates_of_some_days_are_those_of_all_days(session: Session) -> None:
    for published, value in (("2026-01-02", "1.5"), ("2026-01-30", "1.25"), ("2026-02-02", "1.75")):
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', :day, :value, '2026-11-19 15:00:00')"),
            {"day": published, "value": value},
        )
    days = [date(2025, 12, 31) + timedelta(days=n) for n in range(80)]
    every = rates.table(session, 0, {"USD", "EUR", "KWD"}, days[0], days[-1])
    for asked in (days[::7], days[1:2], []):
        some = rates.table_on(session, 0, {"USD", "EUR", "KWD"}, asked)
        for day in asked:
            assert some.rate("USD", "EUR", day) == every.rate("USD", "EUR", day), day
            assert some.rate("KWD", "EUR", day) is None
