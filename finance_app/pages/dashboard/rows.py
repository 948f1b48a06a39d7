"""The dashboard as the browser gets it: text and charts, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from finance_app.domain import charts
from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard, PayeeSum
from finance_app.domain.entries import EntryView, LineKind
from finance_app.domain.formatting import (
    MoneyText,
    day_near,
    day_text,
    known_parts,
    known_text,
    money_parts,
    percent_text,
)
from finance_app.domain.money import Money
from finance_app.ui import links
from finance_app.ui.components.ways import WaysText
from finance_app.ui.ways import by_size, over_time

ALL_GROUPS = "all"  # the query's `groups`: small ones are not gathered


@dataclass(frozen=True)
class ChartText:
    """A chart with the figure that it proves.

    Args:
        note: a line below the figure.
        label: what the chart shows, for those who cannot see it.
        height: in pixels.
        ways: where its bars and points lead, as a table.
        more: where the chart shows more, or less; nothing where it cannot.
        more_label: which of the two.
    """

    figure: dict[str, Any] = field(default_factory=dict)
    value: MoneyText = field(default_factory=MoneyText)
    note: str = ""
    label: str = ""
    height: str = ""
    ways: WaysText = field(default_factory=WaysText)
    more: str = ""
    more_label: str = ""


@dataclass(frozen=True)
class PayeeRow:
    """Where money was spent."""

    id: str = ""
    name: str = ""
    note: str = ""
    href: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


@dataclass(frozen=True)
class RecentRow:
    """One of the newest entries; it leads to those of its day."""

    id: str = ""
    title: str = ""
    note: str = ""
    day: str = ""
    href: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


def cash_flow(found: Dashboard, actor: Actor) -> ChartText:
    """Draw cash flow by month."""
    net = found.flow.known_net
    said = known_text(net, actor.region, plus=True)
    figure = charts.cash_flow(found.months, actor.region, links.entries)
    return ChartText(
        figure,
        known_parts(net, actor.region, plus=True),
        note=charts.came_and_went(found.flow, actor.region),
        ways=over_time("Cash flow", "Month", figure),
        label=f"Cash flow by month, {said} together",
    )


def spending(found: Dashboard, actor: Actor, *, every: bool) -> ChartText:
    """Draw spending by category; small groups are gathered, unless `every` one is asked for."""
    period = str(found.period)
    whole = links.address(links.DASHBOARD, period=period, groups=ALL_GROUPS)
    few = len(found.spending) <= charts.LARGEST + 1
    spent = found.flow.known_spending
    others = "" if every else whole
    figure = charts.spending(
        found.spending, actor.region, links.entries, period=str(found.counted), others=others
    )
    return ChartText(
        figure,
        known_parts(spent, actor.region),
        height=f"{figure['layout']['height']}px",
        ways=by_size("Spending by category", "Category", figure),
        label=f"Spending by category, {known_text(spent, actor.region)} together",
        more="" if few else links.dashboard(period) if every else whole,
        more_label="Show fewer" if every else "Show all",
    )


def net_worth(found: Dashboard, actor: Actor) -> ChartText:
    """Draw net worth over time."""
    now = found.worth.now
    day = day_text(now.day, actor.region)
    converted = f"On {day}"
    if now.rates:
        published = day_text(min(rate.day for _, rate in now.rates), actor.region)
        codes = ", ".join(code for code, _ in now.rates)
        converted += f"; {codes} at the rate of {published}"
    figure = charts.net_worth(found.worth.series, actor.region, links.entries)
    return ChartText(
        figure,
        known_parts(now.known, actor.region),
        ways=over_time("Net worth", "Day", figure),
        note=converted,
        label=f"Net worth over time, {known_text(now.known, actor.region)} on {day}",
    )


def payees(found: Dashboard, actor: Actor) -> list[PayeeRow]:
    """Write where most was spent."""
    spent = found.flow.known_spending
    return [_payee(one, spent, str(found.counted), actor.region) for one in found.payees]


def unspent(found: Dashboard) -> str:
    """Say why there are no payees to show."""
    if found.flow.spending_count == 0:
        return "Nothing was spent in this period."
    if found.flow.known_spending is None:
        return "No rate is known for what was spent."
    return "Nothing was spent at a named payee."


def _payee(one: PayeeSum, spent: Money | None, period: str, region: str) -> PayeeRow:
    whole = spent.amount if spent else 0
    share = Decimal(one.amount.amount) / whole if whole > 0 else None
    return PayeeRow(
        id=str(one.id),
        name=one.name,
        note="" if share is None else f"{percent_text(share, region)} of spending",
        href=links.entries(period=period, payee=str(one.id), kind=LineKind.SPENDING),
        amount=money_parts(one.amount, region),
    )


def recent(found: Dashboard, actor: Actor) -> list[RecentRow]:
    """Write the newest entries."""
    return [_recent(entry, actor) for entry in found.recent]


def _recent(entry: EntryView, actor: Actor) -> RecentRow:
    named = [line.category or _transfer(line.transfer_account, entry) for line in entry.lines]
    purpose = ", ".join(dict.fromkeys(name for name in named if name))
    return RecentRow(
        id=str(entry.id),
        title=entry.title,
        note=purpose,
        day=day_near(entry.day, actor.today, actor.region),
        href=links.entries(period=f"{entry.day}..{entry.day}"),
        amount=money_parts(entry.amount, actor.region, plus=True),
    )


def _transfer(other: str, entry: EntryView) -> str:
    if not other:
        return ""
    return f"From {other}" if entry.amount.amount > 0 else f"To {other}"
