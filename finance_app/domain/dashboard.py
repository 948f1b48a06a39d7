"""What the dashboard and a report say about a period, by category and payee.

Flows by month are in `domain.flows`, how things stand on a day in `domain.worth`, how all of it is
drawn in `domain.charts`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.flows import known
from finance_app.domain.made import made_of, summed
from finance_app.domain.money import Money
from finance_app.domain.periods import YEAR, Kind, Period
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.bridge import Bridge
    from finance_app.domain.entries import EntryView
    from finance_app.domain.flows import Flow, StepFlow
    from finance_app.domain.made import Made
    from finance_app.domain.steps import Step
    from finance_app.domain.totals import Total
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import NetWorth

CONTEXT = 6  # months that cash flow shows at least: the period's and those before it


class Against(StrEnum):
    """What a period is compared with."""

    BEFORE = "before"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class CategorySum:
    """A category's or group's share of a flow; `id` 0 is what has no category.

    Args:
        members: a group's categories, and what is on the group itself.
        missing_count: how many of the lines could not be converted.
        is_part: what is on the category itself, without those below it.
        made: what the amount is made of, by currency.
    """

    id: int
    name: str
    hue: int
    amount: Money
    count: int
    members: tuple[CategorySum, ...] = ()
    missing_count: int = 0
    is_part: bool = False
    made: tuple[Made, ...] = ()

    @property
    def known(self) -> Money | None:
        """The amount; None where nothing of it could be converted."""
        return known(self.amount, self.count, self.missing_count)


@dataclass(frozen=True, slots=True)
class PayeeSum:
    """What was spent at a payee, made of parts; `missing_count` lines could not be converted."""

    id: int
    name: str
    amount: Money
    count: int
    missing_count: int = 0
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is dated after today in a period that today is in: it does not count yet."""

    period: Period
    flow: Flow


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the dashboard and a report show; what a card needs is empty where it is hidden.

    Args:
        counted: the days of the period that the figures are of; they end today where anything is
            dated later.
        previous: what the figures are compared with; None where the book does not go back so far.
        steps: cash flow, ascending; at least `CONTEXT` months where the book goes back so far.
        step: what each of them is.
        spending: groups by size with their categories; they sum to the flow's spending.
        income: the same for income.
        payees: where most was spent.
        recent: the newest entries that count.
        is_empty: nothing was ever entered in the book.
        has_entries: there are any in the period, after today too.
        newest: the day of the book's newest entry.
        upcoming: what does not count yet.
        coming: the next entries after today, ascending.
        against: whether `previous` is the period before or that of last year.
        last_year: cash flow a year before, where that is compared with.
        valuation: at which rates all of it is…
        then: …but what it is compared with.
        bridge: what led to the net worth at the end; None where no card shows it.
    """

    period: Period
    counted: Period
    previous: Period | None
    currency: str
    flow: Flow
    before: Flow | None
    steps: tuple[StepFlow, ...]
    step: Step
    spending: tuple[CategorySum, ...]
    income: tuple[CategorySum, ...]
    payees: tuple[PayeeSum, ...]
    worth: NetWorth
    valuation: Valuation
    recent: tuple[EntryView, ...]
    is_empty: bool
    has_entries: bool = False
    newest: date | None = None
    upcoming: Upcoming | None = None
    coming: tuple[EntryView, ...] = ()
    against: Against = Against.BEFORE
    last_year: tuple[StepFlow, ...] = ()
    bridge: Bridge | None = None
    then: Valuation | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether the period has no entry, though the book has some."""
        return self.newest is not None and not self.has_entries


def newest_period(period: Period, newest: date) -> Period:
    """Return the newest period that has entries; of the same kind where that is a calendar's."""
    if period.kind is Kind.WEEK:
        return Period.week(newest, period.start.weekday())
    kind = period.kind if period.kind in (Kind.MONTH, Kind.QUARTER) else Kind.YEAR
    return Period.of(kind, newest)


def compared(
    period: Period,
    span: tuple[date, date] | None,
    today: date,
    against: Against = Against.BEFORE,
) -> Period | None:
    """Return the period before or that of last year, where the book has anything on it or earlier.

    Of a period that today is in the same stretch of the other one: a month of three weeks is not
    compared with a whole one.
    """
    other = period.previous() if against is Against.BEFORE else period.year_before()
    if other is None or span is None:
        return None
    if period.goes_on(today):
        reached = _reached(period, other, today, against)
        other = other if reached >= other.last else other.until(reached)
    return other if other.last >= span[0] else None


def _reached(period: Period, other: Period, today: date, against: Against) -> date:
    """Return the day of the other period that is as far in it as today is in this one."""
    if against is Against.YEAR and period.kind is not Kind.WEEK:
        return today - YEAR
    if period.months_long:
        return today - relativedelta(months=period.months_long)
    return other.start + (today - period.start)


def first_shown(period: Period, begun: date) -> date:
    """Return the first month of a period's cash flow.

    Args:
        period: where it is short, months before it are shown as well.
        begun: the first day that the book has anything on.
    """
    start = period.start.replace(day=1)
    wanted = period.last.replace(day=1) - relativedelta(months=CONTEXT - 1)
    return min(start, max(wanted, begun.replace(day=1)))


def by_category(
    totals: Iterable[Total], tree: Sequence[CategoryView], currency: str, kind: CategoryKind
) -> tuple[CategorySum, ...]:
    """Add one flow up by groups and the categories in them, the largest first."""
    sign, none = (1, UNCATEGORISED_IN) if kind is CategoryKind.INCOME else (-1, UNCATEGORISED_OUT)
    found: dict[int, list[Total]] = defaultdict(list)
    for total in totals:
        found[total.purpose].append(total)
    nothing = Money(0, currency)
    groups, parents = _groups(tree), {node.parent_id for node in tree}
    members: dict[int, list[CategorySum]] = defaultdict(list)
    for node in tree:
        part = _added(CategorySum(node.id, node.name, node.hue, nothing, 0), found[node.id], sign)
        if node.kind is kind and part.count:
            members[groups[node.id].id].append(replace(part, is_part=node.id in parents))
    sums = [_together(groups[key], _by_size(parts)) for key, parts in members.items()]
    undecided = _added(CategorySum(0, "Uncategorised", -1, nothing, 0), found[none], sign)
    return tuple(_by_size([*sums, undecided] if undecided.count else sums))


def _added(nothing: CategorySum, found: Sequence[Total], sign: int) -> CategorySum:
    return replace(
        nothing,
        amount=Money(sign * sum(total.base_amount for total in found), nothing.amount.currency),
        count=sum(total.count for total in found),
        missing_count=sum(total.missing_count for total in found),
        made=made_of(found, sign, nothing.amount.currency),
    )


def _groups(tree: Sequence[CategoryView]) -> dict[int, CategoryView]:
    """Return the group that each category is in; a group is in itself."""
    nodes = {node.id: node for node in tree}

    def top(node: CategoryView) -> CategoryView:
        while node.parent_id in nodes:
            node = nodes[node.parent_id]
        return node

    return {node.id: top(node) for node in tree}


def _together(whole: CategoryView | CategorySum, members: Sequence[CategorySum]) -> CategorySum:
    return CategorySum(
        whole.id,
        whole.name,
        whole.hue,
        Money(sum(one.amount.amount for one in members), members[0].amount.currency),
        sum(one.count for one in members),
        tuple(members),
        sum(one.missing_count for one in members),
        made=summed(one.made for one in members),
    )


def gathered(sums: Sequence[CategorySum], most: int) -> tuple[CategorySum, ...]:
    """Keep the largest and gather the rest, which becomes the members of the last one.

    Args:
        sums: by size; one more than `most` is not gathered, a row of its own says more.
        most: how many stand for themselves.
    """
    if len(sums) <= most + 1:
        return tuple(sums)
    rest = sums[most:]
    others = CategorySum(OTHER, f"Other ({len(rest)})", -1, rest[0].amount, 0)
    return (*sums[:most], _together(others, rest))


OTHER = -1
"""The key of what `gathered` gathers."""


def _by_size(sums: Iterable[CategorySum]) -> list[CategorySum]:
    return sorted(sums, key=lambda one: (-one.amount.amount, one.name, one.id))


def valued_by_payee(
    totals: Iterable[Total], valuation: Valuation, kind_of: dict[int, CategoryKind]
) -> list[Total]:
    """Return totals of payees as figures, what each has in one currency rounded once."""
    if not valuation.converts:
        return list(totals)
    parts: dict[int | None, list[Total]] = defaultdict(list)
    for total in totals:
        parts[total.payee_id].append(total)
    return [one for its in parts.values() for one in valuation.valued(its, kind_of)]


def largest_payees(
    totals: Iterable[Total], kind_of: dict[int, CategoryKind], currency: str, limit: int
) -> tuple[PayeeSum, ...]:
    """Add up what was spent by payee and return the largest, not named yet.

    Args:
        totals: those that are of nobody, or of income, are left out.
        limit: how many payees.
    """
    parts: dict[int, list[Total]] = defaultdict(list)
    for total in totals:
        if total.payee_id and kind_of[total.purpose] is CategoryKind.EXPENSE:
            parts[total.payee_id].append(total)
    found = [
        PayeeSum(
            key,
            "",
            Money(-sum(part.base_amount for part in its), currency),
            sum(part.count for part in its),
            sum(part.missing_count for part in its),
            made_of(its, -1, currency),
        )
        for key, its in parts.items()
    ]
    spent = [one for one in found if one.amount.amount > 0]
    return tuple(sorted(spent, key=lambda one: (-one.amount.amount, one.id))[:limit])
