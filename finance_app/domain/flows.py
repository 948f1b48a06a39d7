"""Flows of money in a period: what came in, what was spent, step by step.

Arithmetic on rows of totals, in the book's base currency. Spending is counted as a positive
amount; transfers are no flow. By category and payee it is in `domain.dashboard`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.made import Made, made_of
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind, Period, month_number
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.domain.worth import month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.steps import Step
    from finance_app.domain.totals import Total


@dataclass(frozen=True, slots=True)
class Missing:
    """Lines in a currency without a rate on their days; `amount` counts like the flow it is of."""

    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and what was spent, each with what could not be converted.

    Args:
        income_count: how many lines are in it, converted or not.
        spending_count: the same for spending.
        income_made: what the income is made of, by currency.
        spending_made: the same for spending.
    """

    income: Money
    spending: Money
    missing_income: tuple[Missing, ...] = ()
    missing_spending: tuple[Missing, ...] = ()
    income_count: int = 0
    spending_count: int = 0
    income_made: tuple[Made, ...] = ()
    spending_made: tuple[Made, ...] = ()

    @property
    def net(self) -> Money:
        """What is left of the income."""
        return self.income - self.spending

    @property
    def saved(self) -> Decimal | None:
        """The share of the income that is left; None where there was no income, or no rate."""
        if self.income.amount <= 0 or self.known_spending is None:
            return None
        return Decimal(self.net.amount) / self.income.amount

    @property
    def known_income(self) -> Money | None:
        """The income; None where nothing of what there is could be converted."""
        return known(self.income, self.income_count, _count(self.missing_income))

    @property
    def known_spending(self) -> Money | None:
        """The same for spending."""
        return known(self.spending, self.spending_count, _count(self.missing_spending))

    @property
    def known_net(self) -> Money | None:
        """The same for what is left."""
        return known(self.net, self.income_count + self.spending_count, self.missing_count)

    @property
    def missing_count(self) -> int:
        """How many lines could not be converted."""
        return _count(self.missing_income) + _count(self.missing_spending)


def known(amount: Money, count: int, missing_count: int) -> Money | None:
    """Return a sum of so many lines; None where none of them could be converted."""
    return None if missing_count and missing_count >= count else amount


def _count(missing: Iterable[Missing]) -> int:
    return sum(one.count for one in missing)


@dataclass(frozen=True, slots=True)
class StepFlow:
    """The flow of one month, quarter or year, as far as it is shown.

    Args:
        inside: it is of the period; those before it are there to compare with.
    """

    start: date
    last: date
    flow: Flow
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """A period as whole months, by number and both in it, and the parts of months around them."""

    months: tuple[int, int] | None
    parts: tuple[tuple[date, date], ...]


def cut(period: Period) -> Cut:
    """Cut a period into whole months and at most two parts of months.

    Outside of everything there is nothing, so that its months count as whole.
    """
    months = list(period.months())
    first, last = months[0], months[-1]
    if period.kind is Kind.ALL:
        return Cut((month_number(first), month_number(last)), ())
    parts = []
    if period.start > first or (first == last and period.last < month_end(first)):
        parts.append((period.start, min(period.last, month_end(first))))
        months = months[1:]
    if months and period.last < month_end(last):
        parts.append((last, period.last))
        months = months[:-1]
    whole = (month_number(months[0]), month_number(months[-1])) if months else None
    return Cut(whole, tuple(parts))


def kinds(tree: Sequence[CategoryView]) -> dict[int, CategoryKind]:
    """Return which flow each purpose belongs to."""
    known = {node.id: node.kind for node in tree}
    return known | {
        UNCATEGORISED_IN: CategoryKind.INCOME,
        UNCATEGORISED_OUT: CategoryKind.EXPENSE,
    }


def flow(totals: Iterable[Total], kind_of: dict[int, CategoryKind], currency: str) -> Flow:
    """Add totals up."""
    sums = {CategoryKind.INCOME: 0, CategoryKind.EXPENSE: 0}
    counts = dict(sums)
    missing: dict[CategoryKind, list[Total]] = {kind: [] for kind in sums}
    every: dict[CategoryKind, list[Total]] = {kind: [] for kind in sums}
    for total in totals:
        kind = kind_of[total.purpose]
        every[kind].append(total)
        sums[kind] += total.base_amount
        counts[kind] += total.count
        if total.missing_count:
            missing[kind].append(total)
    return Flow(
        Money(sums[CategoryKind.INCOME], currency),
        Money(-sums[CategoryKind.EXPENSE], currency),
        _missing(missing[CategoryKind.INCOME], 1),
        _missing(missing[CategoryKind.EXPENSE], -1),
        counts[CategoryKind.INCOME],
        counts[CategoryKind.EXPENSE],
        made_of(every[CategoryKind.INCOME], 1, currency),
        made_of(every[CategoryKind.EXPENSE], -1, currency),
    )


def _missing(totals: Iterable[Total], sign: int) -> tuple[Missing, ...]:
    amounts: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for total in totals:
        amounts[total.currency] += sign * total.missing_amount
        counts[total.currency] += total.missing_count
    return tuple(Missing(Money(amounts[code], code), counts[code]) for code in sorted(amounts))


def by_step(
    totals: Iterable[Total],
    kind_of: dict[int, CategoryKind],
    currency: str,
    period: Period,
    *,
    first: date,
    step: Step,
) -> tuple[StepFlow, ...]:
    """Add totals up for each step, from that of the first day shown to the period's last."""
    rows: dict[date, list[Total]] = defaultdict(list)
    for total in totals:
        rows[step.first(total.month)].append(total)
    return tuple(
        StepFlow(
            start=max(start, period.start) if last >= period.start else start,
            last=min(last, period.last),
            flow=flow(rows[start], kind_of, currency),
            inside=last >= period.start,
        )
        for start, last in step.through(first, period.last)
    )
