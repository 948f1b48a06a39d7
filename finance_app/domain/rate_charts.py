"""The chart of a pair's rate: steps, as a rate holds until the next, and gaps where none did."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.chart_layouts import layout_of, ticks
from finance_app.domain.formatting import day_text
from finance_app.domain.rate_texts import round_text
from finance_app.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from finance_app.domain.charts import Figure
    from finance_app.domain.rate_series import RatePoint
    from finance_app.domain.rates import Rate

LINES = 4
ROOM = Decimal("0.05")  # above and below a rate that did not move
SHORT = 100  # days whose labels name the day
MIDDLE = 366 * 2


def rate_line(
    points: Sequence[RatePoint],
    region: str,
    said: Callable[[RatePoint, Rate], tuple[str, str]],
    link: Callable[[date], str],
) -> Figure:
    """Draw a pair's rate over time; where none is known the line has a gap.

    Args:
        points: ascending.
        said: what is said of a day under the pointer: the rate, and where it comes from.
        link: the address of a day's rates.
    """
    labels = [day_text(one.day, region) for one in points]
    known = [one.rate.value for one in points if one.rate]
    data: Figure = {
        "type": "scatter",
        "mode": "lines" if len(known) > 1 else "markers",
        "name": "Rate",
        "x": labels,
        "y": [float(one.rate.value) if one.rate else None for one in points],
        "line": {"color": "@accent", "width": 2, "shape": "hv"},
        "connectgaps": False,
        "customdata": [
            [link(one.day), *(said(one, one.rate) if one.rate else ("No rate", ""))]
            for one in points
        ],
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
    }
    layout = layout_of([], region)
    layout["yaxis"] |= _levels(known, region) | {"zeroline": False}
    layout["xaxis"] |= ticks(labels, [one.day for one in points], region, _step(points))
    return {"data": [data], "layout": layout}


def _step(points: Sequence[RatePoint]) -> Step:
    """Return how finely the labels below name days."""
    days = (points[-1].day - points[0].day).days if points else 0
    return Step.DAY if days <= SHORT else Step.MONTH if days <= MIDDLE else Step.YEAR


def _levels(values: Sequence[Decimal], region: str) -> Figure:
    """Choose round rates for the lines of the grid, around those that there were."""
    if not values:
        return {"range": [0, 1], "tickvals": [], "ticktext": []}
    low, high = min(values), max(values)
    if low == high:
        low, high = low * (1 - ROOM), high * (1 + ROOM)
    least = (high - low) / LINES
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
    first = int((low / step).to_integral_value("ROUND_FLOOR"))
    last = int((high / step).to_integral_value("ROUND_CEILING"))
    levels = [step * number for number in range(first, last + 1)]
    return {
        "tickvals": [float(level) for level in levels],
        "ticktext": [round_text(level, step, region) for level in levels],
        "range": [float(levels[0]), float(levels[-1])],
    }
