from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import dashboard, flows
from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.dashboard import Against, CategorySum
from finance_app.domain.flows import Cut, Flow, Missing, StepFlow
from finance_app.domain.made import Made
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind, Period, month_start
from finance_app.domain.steps import Step
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT, Total
from finance_app.domain.worth import month_end

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTH = date(2026, 11, 1)


def node(key: int, parent: int | None, kind: CategoryKind, name: str = "") -> CategoryView:
    return CategoryView(
        key, parent, kind, name or f"Category {key}", "", key % 8, hidden=False, version=1
    )


TREE = [
    node(1, None, CategoryKind.EXPENSE, "Food"),
    node(2, 1, CategoryKind.EXPENSE, "Groceries"),
    node(3, 2, CategoryKind.EXPENSE, "Bread"),
    node(4, None, CategoryKind.EXPENSE, "Home"),
    node(5, None, CategoryKind.INCOME, "Income"),
    node(6, 5, CategoryKind.INCOME, "Salary"),
]
KINDS = flows.kinds(TREE)
PURPOSES = [node.id for node in TREE] + [UNCATEGORISED_IN, UNCATEGORISED_OUT]

totals = st.lists(
    st.builds(
        Total,
        month=st.sampled_from([date(2026, month, 1) for month in range(1, 13)]),
        purpose=st.sampled_from(PURPOSES),
        currency=st.sampled_from(["USD", "KWD"]),
        base_amount=st.integers(-(10**12), 10**12),
        count=st.integers(1, 5),
        missing_amount=st.integers(-1000, 1000),
        missing_count=st.integers(0, 3),
        payee_id=st.integers(0, 4),
    ),
    max_size=40,
)
days = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def test_income_and_spending_are_told_apart_by_their_categories() -> None:
    found = flows.flow(
        [
            Total(MONTH, 6, "", 300_000, 1),
            Total(MONTH, 2, "", -50_000, 9),
            Total(MONTH, 3, "", 2_000, 1),  # a refund nets its spending
            Total(MONTH, UNCATEGORISED_IN, "", 700, 1),
            Total(MONTH, UNCATEGORISED_OUT, "", -300, 1),
        ],
        KINDS,
        "EUR",
    )
    assert (found.income, found.spending) == (Money(300_700, "EUR"), Money(48_300, "EUR"))
    assert found.net == Money(252_400, "EUR")
    assert found.saved == Decimal(252_400) / 300_700


def test_what_cannot_be_converted_is_listed_by_flow_and_currency() -> None:
    found = flows.flow(
        [
            Total(MONTH, 2, "USD", -100, 3, -5_000, 2),
            Total(MONTH, 4, "USD", 0, 1, -1_000, 1),
            Total(MONTH, 6, "USD", 0, 1, 5_000, 1),
            Total(MONTH, 4, "KWD", 0, 1, -9, 1),
        ],
        KINDS,
        "EUR",
    )
    assert found.spending == Money(100, "EUR")
    assert found.missing_spending == (Missing(Money(9, "KWD"), 1), Missing(Money(6_000, "USD"), 3))
    assert found.missing_income == (Missing(Money(5_000, "USD"), 1),)
    assert found.missing_count == 5


@pytest.mark.parametrize("income", [0, -5])
def test_without_income_no_share_of_it_is_saved(income: int) -> None:
    assert Flow(Money(income, "EUR"), Money(1, "EUR")).saved is None


@given(totals)
def test_groups_sum_to_the_flow_and_members_to_their_group(found: list[Total]) -> None:
    flow = flows.flow(found, KINDS, "EUR")
    for kind, whole in ((CategoryKind.EXPENSE, flow.spending), (CategoryKind.INCOME, flow.income)):
        groups = dashboard.by_category(found, TREE, "EUR", kind)
        assert sum(group.amount.amount for group in groups) == whole.amount
        amounts = [group.amount.amount for group in groups]
        assert amounts == sorted(amounts, reverse=True)
        for group in groups:
            if group.members:
                assert sum(member.amount.amount for member in group.members) == group.amount.amount
                assert sum(member.count for member in group.members) == group.count


@given(totals)
def test_months_sum_to_the_year(found: list[Total]) -> None:
    year = Period.of(Kind.YEAR, MONTH)
    months = flows.by_step(found, KINDS, "EUR", year, first=year.start, step=Step.MONTH)
    flow = flows.flow(found, KINDS, "EUR")
    assert len(months) == 12
    assert sum(month.flow.income.amount for month in months) == flow.income.amount
    assert sum(month.flow.spending.amount for month in months) == flow.spending.amount
    assert sum(month.flow.missing_count for month in months) == flow.missing_count


@given(
    st.lists(
        st.builds(
            Total,
            month=st.dates(date(2004, 1, 1), date(2026, 12, 31)).map(
                lambda day: day.replace(day=1)
            ),
            purpose=st.sampled_from(PURPOSES),
            currency=st.just("USD"),
            base_amount=st.integers(-(10**12), 10**12),
            count=st.integers(1, 5),
            missing_amount=st.integers(-1000, 1000),
            missing_count=st.integers(0, 3),
        ),
        max_size=60,
    ),
    st.dates(date(2004, 1, 1), date(2010, 12, 31)),
    st.dates(date(2015, 1, 1), date(2026, 12, 31)),
)
def test_quarters_and_years_are_sums_of_their_months(
    found: list[Total], start: date, last: date
) -> None:
    period = Period.between(start, last)
    inside = [
        total for total in found if start.replace(day=1) <= total.month <= last.replace(day=1)
    ]

    def flows_by(step: Step) -> tuple[StepFlow, ...]:
        return flows.by_step(inside, KINDS, "EUR", period, first=start.replace(day=1), step=step)

    def sums(steps: Iterable[StepFlow]) -> tuple[int, ...]:
        all_of = [one.flow for one in steps]
        return (
            sum(flow.income.amount for flow in all_of),
            sum(flow.spending.amount for flow in all_of),
            sum(flow.missing_count for flow in all_of),
            sum(flow.income_count + flow.spending_count for flow in all_of),
        )

    months = flows_by(Step.MONTH)
    for step in (Step.QUARTER, Step.YEAR):
        longer = flows_by(step)
        assert (longer[0].start, longer[-1].last) == (start, last)
        for one in longer:
            its = [month for month in months if one.start <= month.start <= one.last]
            assert (its[0].start, its[-1].last) == (one.start, one.last)
            assert sums([one]) == sums(its)


@given(totals)
def test_payees_sum_to_the_spending(found: list[Total]) -> None:
    spent = dashboard.largest_payees(found, KINDS, "EUR", 100)
    named = [total for total in found if total.payee_id]
    sums = {
        one: flows.flow([total for total in named if total.payee_id == one], KINDS, "EUR").spending
        for one in {total.payee_id for total in named}
    }
    assert {one.id: one.amount for one in spent} == {
        key: amount for key, amount in sums.items() if amount.amount > 0
    }


def test_a_category_deep_in_the_tree_belongs_to_its_group() -> None:
    (food,) = dashboard.by_category(
        [Total(MONTH, 3, "", -5, 1), Total(MONTH, 1, "", -2, 1)], TREE, "EUR", CategoryKind.EXPENSE
    )
    assert (food.id, food.name, food.amount, food.count) == (1, "Food", Money(7, "EUR"), 2)
    assert [member.name for member in food.members] == ["Bread", "Food"]


@given(days, st.integers(0, 800), st.sampled_from(list(Kind)))
def test_a_period_is_cut_into_each_of_its_days_once(start: date, length: int, kind: Kind) -> None:
    period = Period.between(start, start + timedelta(days=length))
    if kind not in (Kind.ALL, Kind.CUSTOM, Kind.WEEK):
        period = Period.of(kind, start)
    cut = flows.cut(period)
    counted = sum((last - first).days + 1 for first, last in cut.parts)
    if cut.months:
        first, last = (month_start(number) for number in cut.months)
        counted += (month_end(last) - first).days + 1
    assert counted == period.days
    for first, last in cut.parts:
        assert (first.year, first.month) == (last.year, last.month)
        assert period.start <= first <= last <= period.last


def test_everything_is_whole_months() -> None:
    everything = Period.between(date(2026, 3, 5), date(2026, 11, 23), Kind.ALL)
    assert flows.cut(everything) == Cut((202603, 202611), ())


@pytest.mark.parametrize(
    ("period", "begun", "first"),
    [
        ("2026-11", date(2019, 1, 1), date(2026, 6, 1)),
        ("2026-11", date(2026, 9, 15), date(2026, 9, 1)),
        ("2026-11", date(2026, 11, 20), date(2026, 11, 1)),
        ("2026", date(2019, 1, 1), date(2026, 1, 1)),
        ("2026-01", date(2027, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_short_period_is_shown_with_months_before_it(
    period: str, begun: date, first: date
) -> None:
    asked = Period.parse(period, today=date(2026, 11, 23))
    assert dashboard.first_shown(asked, begun) == first


def test_months_before_a_period_are_outside_of_it() -> None:
    period = Period.between(date(2026, 11, 10), date(2026, 11, 20))
    months = flows.by_step([], KINDS, "EUR", period, first=date(2026, 10, 1), step=Step.MONTH)
    assert [(month.start, month.last, month.inside) for month in months] == [
        (date(2026, 10, 1), date(2026, 10, 31), False),
        (date(2026, 11, 10), date(2026, 11, 20), True),
    ]


@pytest.mark.parametrize(
    ("span", "previous"),
    [
        (None, None),
        ((date(2026, 11, 5), date(2026, 11, 6)), None),
        ((date(2026, 10, 31), date(2026, 11, 6)), Period.of(Kind.MONTH, date(2026, 10, 1))),
    ],
)
def test_nothing_is_compared_with_a_time_before_the_book(
    span: tuple[date, date] | None, previous: Period | None
) -> None:
    later = date(2027, 1, 1)
    assert dashboard.compared(Period.of(Kind.MONTH, MONTH), span, later) == previous


@pytest.mark.parametrize(
    ("period", "today", "start", "last"),
    [
        ("2026-11", date(2026, 11, 23), date(2026, 10, 1), date(2026, 10, 23)),
        ("2026-11", date(2026, 11, 30), date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-03", date(2026, 3, 30), date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-Q4", date(2026, 11, 23), date(2026, 7, 1), date(2026, 8, 23)),
        ("2026", date(2026, 11, 23), date(2025, 1, 1), date(2025, 11, 23)),
        ("last12", date(2026, 11, 23), date(2024, 12, 1), date(2025, 11, 23)),
        ("2026-11-11..2026-11-30", date(2026, 11, 12), date(2026, 10, 22), date(2026, 10, 23)),
        ("2026-10", date(2026, 11, 23), date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_a_period_that_goes_on_is_compared_with_the_same_stretch_before(
    period: str, today: date, start: date, last: date
) -> None:
    wanted = Period.parse(period, today=today)
    found = dashboard.compared(wanted, (date(2020, 1, 1), today), today)
    assert found is not None
    assert (found.start, found.last) == (start, last)


@pytest.mark.parametrize(
    ("period", "today", "start", "last"),
    [
        ("2026-11", date(2026, 11, 23), date(2025, 11, 1), date(2025, 11, 23)),
        ("2026-10", date(2026, 11, 23), date(2025, 10, 1), date(2025, 10, 31)),
        ("2024-02", date(2026, 11, 23), date(2023, 2, 1), date(2023, 2, 28)),
        ("2025-02", date(2026, 11, 23), date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 29), date(2023, 2, 1), date(2023, 2, 28)),
        ("2026-Q4", date(2026, 11, 23), date(2025, 10, 1), date(2025, 11, 23)),
        ("2026", date(2026, 11, 23), date(2025, 1, 1), date(2025, 11, 23)),
        ("last12", date(2026, 11, 23), date(2024, 12, 1), date(2025, 11, 23)),
        ("2026-11-11..2026-11-30", date(2026, 11, 12), date(2025, 11, 11), date(2025, 11, 12)),
        ("2024-02-29..2024-03-01", date(2026, 11, 12), date(2023, 2, 28), date(2023, 3, 1)),
    ],
)
def test_last_year_is_the_same_period_as_far_as_this_one_has_come(
    period: str, today: date, start: date, last: date
) -> None:
    wanted = Period.parse(period, today=today)
    found = dashboard.compared(wanted, (date(2020, 1, 1), today), today, Against.YEAR)
    assert found is not None
    assert (found.start, found.last) == (start, last)


def test_everything_has_no_year_before() -> None:
    everything = Period.between(date(2020, 1, 1), date(2026, 11, 23), Kind.ALL)
    span = (date(2020, 1, 1), date(2026, 11, 23))
    assert dashboard.compared(everything, span, date(2026, 11, 23), Against.YEAR) is None


def test_a_stretch_that_ends_before_the_book_begins_is_not_compared_with() -> None:
    today = date(2026, 11, 10)
    month = Period.of(Kind.MONTH, today)
    assert dashboard.compared(month, (date(2026, 10, 20), today), today) is None
    assert dashboard.compared(month, (date(2026, 10, 10), today), today) is not None


def sums(*amounts: int) -> list[CategorySum]:
    return [
        CategorySum(place + 1, f"C{place}", 0, Money(amount, "EUR"), 2)
        for place, amount in enumerate(amounts)
    ]


def test_small_groups_are_gathered_into_one_that_knows_them() -> None:
    *kept, other = dashboard.gathered(sums(9, 8, 3, 2, 1), 2)
    assert [one.name for one in kept] == ["C0", "C1"]
    assert (other.id, other.name, other.amount.amount, other.count) == (-1, "Other (3)", 6, 6)
    assert [one.name for one in other.members] == ["C2", "C3", "C4"]


def test_a_single_small_group_stands_for_itself() -> None:
    assert dashboard.gathered(sums(9, 8, 3), 2) == tuple(sums(9, 8, 3))


def test_the_largest_payees_are_those_where_most_was_spent() -> None:
    parts = [
        Total(MONTH, 0, "EUR", -50, 1, payee_id=1, amount=-50),
        Total(MONTH, 0, "EUR", -70, 1, payee_id=2, amount=-70),
        Total(MONTH, 0, "USD", -30, 2, -9, 1, payee_id=1, amount=-49),
        Total(MONTH, 0, "EUR", 500, 1, payee_id=3, amount=500),  # gave more back than it got
        Total(MONTH, 0, "EUR", -1, 1, payee_id=4, amount=-1),
    ]
    first, second = dashboard.largest_payees(parts, KINDS, "EUR", 2)
    assert (first.id, first.amount, first.count, first.missing_count) == (1, Money(80, "EUR"), 3, 1)
    assert first.made == (
        Made(Money(50, "EUR"), Money(50, "EUR"), 1),
        Made(Money(9, "USD"), None, 1),
        Made(Money(40, "USD"), Money(30, "EUR"), 1),
    )
    assert (second.id, second.amount) == (2, Money(70, "EUR"))
