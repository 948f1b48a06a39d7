"""What the dashboard and a report say about a period, by category and payee.

Flows by month are in `domain.flows`, how things stand on a day in `domain.worth`, how all of it is
drawn in `domain.charts`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.money import Money
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.domain.worth import NetWorth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.entries import EntryView
    from finance_app.domain.flows import Flow, MonthFlow, Total
    from finance_app.domain.periods import Period
    from finance_app.domain.worth import NetWorth

CONTEXT = 6  # months that cash flow shows at least: the period's and those before it


@dataclass(frozen=True, slots=True)
class CategorySum:
    """A category's or group's share of a flow; `id` 0 is what has no category."""

    id: int
    name: str
    hue: int
    amount: Money
    count: int
    members: tuple[CategorySum, ...] = ()


@dataclass(frozen=True, slots=True)
class PayeeSum:
    """What was spent at a payee; `missing_count` lines more could not be converted."""

    id: int
    name: str
    amount: Money
    count: int
    missing_count: int = 0


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the dashboard and a report show.

    Args:
        previous: what the figures are compared with; None where the book does not go back so far.
        months: cash flow, ascending; at least `CONTEXT` months where the book goes back so far.
        spending: groups by size with their categories; they sum to the flow's spending.
        income: the same for income.
        payees: where most was spent.
        recent: the newest entries of the period.
        is_empty: nothing was ever entered in the book.
    """

    period: Period
    previous: Period | None
    currency: str
    flow: Flow
    before: Flow | None
    months: tuple[MonthFlow, ...]
    spending: tuple[CategorySum, ...]
    income: tuple[CategorySum, ...]
    payees: tuple[PayeeSum, ...]
    worth: NetWorth
    recent: tuple[EntryView, ...]
    is_empty: bool


def compared(period: Period, span: tuple[date, date] | None) -> Period | None:
    """Return the period before, where the book has anything on it or before it."""
    previous = period.previous()
    if previous is None or span is None or previous.last < span[0]:
        return None
    return previous


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
    amounts: dict[int, int] = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    for total in totals:
        amounts[total.purpose] += sign * total.base_amount
        counts[total.purpose] += total.count
    groups = _groups(tree)
    members: dict[int, list[CategorySum]] = defaultdict(list)
    for node in tree:
        if node.kind is kind and counts[node.id]:
            whole = Money(amounts[node.id], currency)
            members[groups[node.id].id].append(
                CategorySum(node.id, node.name, node.hue, whole, counts[node.id])
            )
    found = [_group(groups[key], _by_size(parts)) for key, parts in members.items()]
    if counts[none]:
        found.append(
            CategorySum(0, "Uncategorised", -1, Money(amounts[none], currency), counts[none])
        )
    return tuple(_by_size(found))


def _groups(tree: Sequence[CategoryView]) -> dict[int, CategoryView]:
    """Return the group that each category is in; a group is in itself."""
    nodes = {node.id: node for node in tree}

    def top(node: CategoryView) -> CategoryView:
        while node.parent_id in nodes:
            node = nodes[node.parent_id]
        return node

    return {node.id: top(node) for node in tree}


def _group(group: CategoryView, members: Sequence[CategorySum]) -> CategorySum:
    return CategorySum(
        group.id,
        group.name,
        group.hue,
        _sum(members),
        sum(member.count for member in members),
        tuple(members),
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
    count = sum(one.count for one in rest)
    gathered_sum = CategorySum(OTHER, f"Other ({len(rest)})", -1, _sum(rest), count, tuple(rest))
    return (*sums[:most], gathered_sum)


OTHER = -1
"""The key of what `gathered` gathers."""


def _sum(sums: Sequence[CategorySum]) -> Money:
    return Money(sum(one.amount.amount for one in sums), sums[0].amount.currency)


def _by_size(sums: Iterable[CategorySum]) -> list[CategorySum]:
    return sorted(sums, key=lambda one: (-one.amount.amount, one.name, one.id))


def largest_payees(sums: Iterable[PayeeSum], limit: int) -> tuple[PayeeSum, ...]:
    """Add up what was spent by payee and return the largest.

    Args:
        sums: parts of what was spent, each payee any number of times, not named yet.
        limit: how many payees.
    """
    parts: dict[int, list[PayeeSum]] = defaultdict(list)
    for part in sums:
        parts[part.id].append(part)
    found = [
        PayeeSum(
            key,
            "",
            Money(sum(part.amount.amount for part in its), its[0].amount.currency),
            sum(part.count for part in its),
            sum(part.missing_count for part in its),
        )
        for key, its in parts.items()
    ]
    spent = [one for one in found if one.amount.amount > 0]
    return tuple(sorted(spent, key=lambda one: (-one.amount.amount, one.id))[:limit])


def spent_by_payee(
    totals: Iterable[Total], kind_of: dict[int, CategoryKind], currency: str
) -> list[PayeeSum]:
    """Return what was spent by payee in those totals that were added up by payee."""
    return [
        PayeeSum(
            total.payee_id,
            "",
            Money(-total.base_amount, currency),
            total.count,
            total.missing_count,
        )
        for total in totals
        if total.payee_id and kind_of[total.purpose] is CategoryKind.EXPENSE
    ]
