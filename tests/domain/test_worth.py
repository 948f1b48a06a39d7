from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import worth
from finance_app.domain.accounts import AccountKind
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind, Period
from finance_app.domain.rates import RateTable
from finance_app.domain.steps import Step
from finance_app.domain.worth import Holding, Moved, Worth

TODAY = date(2026, 11, 23)


def holding(key: int, currency: str = "EUR", opening: int = 0, day: date | None = None) -> Holding:
    opened = day or date(2020, 1, 1)
    return Holding(key, f"Account {key}", AccountKind.CHECKING, opened, Money(opening, currency))


moves = st.lists(
    st.builds(
        Moved,
        account_id=st.integers(1, 2),
        day=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
        amount=st.integers(-(10**9), 10**9),
    ),
    max_size=40,
)


@given(moves, st.sets(st.dates(date(2026, 1, 1), date(2026, 6, 30)), min_size=1, max_size=8))
def test_balances_are_the_openings_and_all_that_moved_until_then(
    moved: list[Moved], asked: set[date]
) -> None:
    accounts = [holding(1, opening=500), holding(2, opening=70, day=date(2026, 3, 15))]
    days = sorted(asked)
    stretches = worth.stretches_after(days)
    months = [
        Moved(one.account_id, one.day.replace(day=1), one.amount)
        for one in moved
        if one.day <= worth.month_end(days[-1])
    ]
    later = [one for one in moved if any(first <= one.day <= last for first, last in stretches)]
    found = worth.balances(accounts, months, later, days)
    for day in days:
        for account in accounts:
            opening = account.opening.amount if account.opening_day <= day else 0
            until = [one for one in moved if one.account_id == account.id and one.day <= day]
            assert found[day][account.id] == opening + sum(one.amount for one in until)


def test_only_months_that_a_day_cuts_are_read_day_by_day() -> None:
    days = [date(2026, 1, 31), date(2026, 2, 10), date(2026, 2, 20), date(2026, 3, 31)]
    assert worth.stretches_after(days) == [(date(2026, 2, 11), date(2026, 2, 28))]


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2026-11", TODAY),
        ("2026", TODAY),
        ("2027", date(2027, 12, 31)),
    ],
)
def test_net_worth_is_of_the_periods_last_day_and_none_after_today(period: str, last: date) -> None:
    assert worth.last_shown(Period.parse(period, today=TODAY), TODAY) == last


def test_a_year_is_shown_by_month_ends_from_the_day_before_it() -> None:
    days = worth.days_shown(Period.of(Kind.YEAR, TODAY), TODAY, Step.MONTH)
    assert days[:3] == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
    assert days[-2:] == [date(2026, 10, 31), TODAY]
    assert len(days) == 12


def test_a_month_is_shown_day_by_day() -> None:
    days = worth.days_shown(Period.of(Kind.MONTH, TODAY), TODAY, Step.DAY)
    assert days == [date(2026, 10, 31) + timedelta(days=n) for n in range(24)]


def test_everything_begins_with_its_first_month() -> None:
    everything = Period.between(date(2026, 1, 5), TODAY, Kind.ALL)
    assert worth.days_shown(everything, TODAY, Step.MONTH)[0] == date(2026, 1, 31)


def test_many_years_are_shown_by_the_ends_of_quarters() -> None:
    period = Period.between(date(2020, 2, 10), date(2026, 12, 31))
    days = worth.days_shown(period, TODAY, Step.QUARTER)
    assert days[:3] == [date(2020, 2, 9), date(2020, 3, 31), date(2020, 6, 30)]
    assert days[-2:] == [date(2026, 9, 30), TODAY]


def test_what_has_no_rate_is_listed_and_nothing_of_it_is_not() -> None:
    table = RateTable()
    table.add("USD", date(2026, 11, 20), Decimal("1.25"))
    accounts = [holding(1), holding(2, "USD"), holding(3, "KWD"), holding(4, "JPY")]
    amounts = {1: 1_000, 2: 1_250, 3: -7_000, 4: 0}
    found = worth.standings(accounts, amounts, table, "EUR", TODAY)
    assert [standing.converted is None for standing in found] == [False, False, True, True]
    total = worth.worth(found, "EUR", TODAY)
    assert (total.amount, total.missing) == (Money(2_000, "EUR"), (Money(-7_000, "KWD"),))
    ((code, rate),) = total.rates
    assert (code, rate.day, rate.age) == ("USD", date(2026, 11, 20), 3)


def test_nothing_is_worth_nothing() -> None:
    assert worth.worth([], "EUR", TODAY) == Worth(TODAY, Money(0, "EUR"))
