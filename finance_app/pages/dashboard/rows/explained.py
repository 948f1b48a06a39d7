"""What the tables beside the charts say of where their amounts come from.

They are many and seldom read, so they are written once a table is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finance_app.domain import bridge_provenance, charts, provenance
from finance_app.domain.actors import Actor
from finance_app.domain.bridge import Cause
from finance_app.domain.dashboard import Dashboard, gathered
from finance_app.domain.flows import Flow
from finance_app.domain.made import Made, negated, summed
from finance_app.domain.valuation import Valuation
from finance_app.ui.components.ways import WaysText
from finance_app.ui.explanations import written
from finance_app.ui.ways import explained


def cash_flow(table: WaysText, found: Dashboard, actor: Actor) -> WaysText:
    """Explain what came in, was spent and left at each step, and what was left a year before."""

    def column(flows: Iterable[Sequence[Made]], valuation: Valuation) -> list[str]:
        rows = [written(provenance.of_figure(one, valuation, actor.region)) for one in flows]
        return rows[::-1]  # the newest first, as in the table

    flows = [one.flow for one in found.steps]
    columns = [
        column([one.income_made for one in flows], found.valuation),
        column([one.spending_made for one in flows], found.valuation),
    ]
    if found.last_year:
        then = charts.year_before(found.steps, found.last_year, found.step)
        left = [_net(one.flow) if one else () for one in then]
        columns.append(column(left, found.then or found.valuation))
    columns.append(column([_net(one) for one in flows], found.valuation))
    return explained(table, columns)


def _net(flow: Flow) -> tuple[Made, ...]:
    return summed((flow.income_made, negated(flow.spending_made)))


def spending(table: WaysText, found: Dashboard, actor: Actor, *, every: bool) -> WaysText:
    """Explain what was spent on each group."""
    shown = found.spending if every else gathered(found.spending, charts.LARGEST)
    how = [written(provenance.of_figure(one.made, found.valuation, actor.region)) for one in shown]
    return explained(table, [how])


def net_worth(table: WaysText, found: Dashboard, actor: Actor) -> WaysText:
    """Explain the net worth on each day."""
    series = found.worth.series[::-1]
    return explained(table, [[written(provenance.of_worth(one, actor.region)) for one in series]])


def bridge(table: WaysText, found: Dashboard, actor: Actor) -> WaysText:
    """Explain the steps of the bridge, and its ends."""
    made = found.bridge
    if made is None or not made.shown:
        return table
    causes = (Cause.OPENING, *(one.cause for one in made.shown), Cause.CLOSING)
    steps = (bridge_provenance.of_step(made, one, actor.region) for one in causes)
    return explained(table, [[written(rows) for rows in steps]])
