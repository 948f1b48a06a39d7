"""What surrounds a chart: its axes, their labels and lines, how it answers the pointer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from finance_app.domain.formatting import day_short, month_word, quarter_text, rough_text
from finance_app.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from finance_app.domain.money import Money

TICKS = 6  # labels below a chart
LINES = 4  # horizontal lines of the grid
SIDE = 64  # pixels at the right, for names of what is drawn
NAME = 0.08  # the part of a chart's height that a name takes
ROW = 38  # pixels of a horizontal bar with its name
BAR = 8
FONT = "Inter Variable, system-ui, -apple-system, Segoe UI, sans-serif"


def coordinate(amount: Money) -> float:
    """Return where an amount is drawn."""
    return float(amount.decimal)


def layout_of(amounts: Sequence[Money], region: str) -> dict[str, Any]:
    """Return a chart's layout, with lines at round amounts around those it shows."""
    return {
        "autosize": True,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 4, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": "@ink-3"},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": "@surface",
            "bordercolor": "@line-strong",
            "font": {"color": "@ink", "size": 13, "family": FONT},
            "align": "left",
        },
        "xaxis": dict(_ACROSS),
        "yaxis": _UPWARDS | _levels(amounts, region),
    }


_ACROSS: dict[str, Any] = {
    "type": "category",
    "fixedrange": True,
    "automargin": True,
    "showgrid": False,
    "tickangle": 0,
    "ticklabelstandoff": 6,
    "unifiedhovertitle": {"text": "%{x}"},
    "spikecolor": "@line-strong",
    "spikethickness": 1,
    "spikedash": "solid",
}
_UPWARDS: dict[str, Any] = {
    "fixedrange": True,
    "automargin": True,
    "gridcolor": "@line",
    "zeroline": True,
    "zerolinecolor": "@line-strong",
    "zerolinewidth": 1,
    "ticklabelstandoff": 8,
}


def named(layout: dict[str, Any], ends: Sequence[tuple[str, float, str]]) -> dict[str, Any]:
    """Return a layout with names at the right, each beside the last of what it names.

    Args:
        layout: what `layout_of` makes.
        ends: name, height and colour of each, from the lowest to the highest where they are equal.
    """
    low, high = layout["yaxis"]["range"]
    ordered = sorted(ends, key=lambda end: end[1])
    heights = _apart([height for _, height, _ in ordered], low, high)
    names = [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 8,
            "y": height,
            "yanchor": "middle",
            "text": name,
            "showarrow": False,
            "font": {"color": colour, "size": 12},
        }
        for (name, _, colour), height in zip(ordered, heights, strict=True)
    ]
    return layout | {"annotations": names, "margin": layout["margin"] | {"r": SIDE}}


def _apart(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move ascending heights apart, so that names beside them do not overlap; none leaves."""
    gap = NAME * (high - low)
    below, above = low + gap / 2 - gap, high - gap / 2 + gap
    moved = []
    for height in heights:
        below = max(height, below + gap)
        moved.append(below)
    for place in range(len(moved) - 1, -1, -1):
        above = moved[place] = min(moved[place], above - gap)
    return moved


def _levels(amounts: Sequence[Money], region: str) -> dict[str, Any]:
    """Choose round amounts for the lines of the grid, zero among them."""
    values = [amount.decimal for amount in amounts] or [Decimal(0)]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    if low == high:
        high = Decimal(100)
    step = _round_step((high - low) / LINES)
    first, last = (
        int((low / step).to_integral_value("ROUND_FLOOR")),
        int((high / step).to_integral_value("ROUND_CEILING")),
    )
    levels = [step * number for number in range(first, last + 1)]
    return {
        "tickvals": [float(level) for level in levels],
        "ticktext": [rough_text(level, region) for level in levels],
        "range": [float(levels[0]), float(levels[-1])],
    }


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)


def ticks(labels: Sequence[str], days: Sequence[date], region: str, step: Step) -> dict[str, Any]:
    """Choose at most `TICKS` labels, the last one among them; a year stands where it begins."""
    apart = -(-len(days) // TICKS)
    places = list(range(len(days) - 1, -1, -apart))[::-1]
    texts = []
    year = 0
    for place in places:
        day = days[place]
        word = _word(day, region, step)
        texts.append(word if day.year == year or step is Step.YEAR else f"{word}<br>{day.year}")
        year = day.year
    return {"tickvals": [labels[place] for place in places], "ticktext": texts}


def _word(day: date, region: str, step: Step) -> str:
    """Write a step as short as can be; its year stands below it."""
    if step is Step.DAY:
        return day_short(day, region)
    if step is Step.MONTH:
        return month_word(day, region)
    return f"{day.year}" if step is Step.YEAR else quarter_text(day).partition(" ")[0]


def bare(rows: int) -> dict[str, Any]:
    """Return the layout of bars without axes, as high as so many rows of them."""
    return {
        "hovermode": "y",
        "barcornerradius": 4,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "height": ROW * max(rows, 1),
        "xaxis": {"fixedrange": True, "visible": False, "rangemode": "tozero"},
        "yaxis": {
            "fixedrange": True,
            "visible": False,
            "range": [rows - 0.5, -0.5],
            "showspikes": False,
        },
    }


def row_label(place: int, text: str, side: str, colour: str) -> dict[str, Any]:
    """Write above a bar, at one side of the chart."""
    return {
        "xref": "paper",
        "x": 0 if side == "left" else 1,
        "xanchor": side,
        "y": place,
        "yshift": BAR / 2 + 10,
        "text": text,
        "showarrow": False,
        "align": side,
        "borderpad": 0,
        "font": {"color": colour, "size": 13},
    }
