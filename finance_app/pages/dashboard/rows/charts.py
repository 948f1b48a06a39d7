"""The dashboard's charts as the browser gets them, each with the figure that it proves."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from finance_app.domain import charts, reports
from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.formatting import (
    MoneyText,
    day_text,
    known_parts,
    known_text,
)
from finance_app.domain.made import negated, summed
from finance_app.pages.dashboard.rows import explained
from finance_app.ui import bases, comparisons, explanations, links
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


def cash_flow(found: Dashboard, actor: Actor, *, told: bool = False) -> ChartText:
    """Draw cash flow step by step; its table explains itself where it is `told`."""
    net = found.flow.known_net
    said = known_text(net, actor.region, plus=True)
    figure = charts.cash_flow(
        found.steps,
        actor.region,
        bases.entries(found.valuation),
        step=found.step,
        last_year=found.last_year,
    )
    table = over_time("Cash flow", found.step.word, figure)
    return ChartText(
        figure,
        explanations.of_figure(
            known_parts(net, actor.region, plus=True),
            summed((found.flow.income_made, negated(found.flow.spending_made))),
            found.valuation,
            actor.region,
        ),
        note=charts.came_and_went(found.flow, actor.region),
        ways=explained.cash_flow(table, found, actor) if told else table,
        label=f"{reports.flow_title(found)}, {said} together",
    )


def spending(found: Dashboard, actor: Actor, *, every: bool, told: bool = False) -> ChartText:
    """Draw spending by category; small groups are gathered, unless `every` one is asked for."""
    compare, basis = comparisons.kept(found.against), bases.kept(found.valuation.basis)
    here = partial(links.dashboard, str(found.period), compare=compare, basis=basis)
    whole = here(groups=ALL_GROUPS)
    few = len(found.spending) <= charts.LARGEST + 1
    spent = found.flow.known_spending
    others = "" if every else whole
    figure = charts.spending(
        found.spending,
        actor.region,
        bases.entries(found.valuation),
        period=str(found.counted),
        others=others,
    )
    table = by_size("Spending by category", "Category", figure)
    how = explained.spending(table, found, actor, every=every) if told else table
    return ChartText(
        figure,
        explanations.of_figure(
            known_parts(spent, actor.region),
            found.flow.spending_made,
            found.valuation,
            actor.region,
        ),
        height=f"{figure['layout']['height']}px",
        ways=how,
        label=f"Spending by category, {known_text(spent, actor.region)} together",
        more="" if few else here() if every else whole,
        more_label="Show fewer" if every else "Show all",
    )


def net_worth(found: Dashboard, actor: Actor, *, told: bool = False) -> ChartText:
    """Draw net worth over time; its table explains itself where it is `told`."""
    now = found.worth.now
    day = day_text(now.day, actor.region)
    converted = f"On {day}"
    if published := sorted({rate.day for _, rate in now.rates}):
        codes = ", ".join(code for code, _ in now.rates)
        first, last = (day_text(one, actor.region) for one in (published[0], published[-1]))
        converted += f"; {codes} at " + (
            f"the rate of {last}" if first == last else f"rates of {first} to {last}"
        )
    figure = charts.net_worth(
        found.worth.series, actor.region, bases.entries(found.valuation), step=found.worth.step
    )
    table = over_time("Net worth over time", "Day", figure)
    return ChartText(
        figure,
        explanations.of_worth(known_parts(now.known, actor.region), now, actor.region),
        ways=explained.net_worth(table, found, actor) if told else table,
        note=converted,
        label=f"Net worth over time, {known_text(now.known, actor.region)} on {day}",
    )
