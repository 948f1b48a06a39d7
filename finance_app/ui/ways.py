"""What the figures of `domain.charts` lead to, as the table that a screen offers beside a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from finance_app.domain.charts import Figure
from finance_app.ui.components.ways import Way, WayRow, WaysText


def over_time(title: str, heading: str, figure: Figure) -> WaysText:
    """Return a chart's months or days, the newest first, each with what is drawn at it.

    Args:
        heading: what stands along the chart: `Month`.
    """
    traces = figure["data"]
    rows = [
        WayRow(
            name,
            [
                Way(text, f"{name}, {trace['name']} {text}", href)
                for trace in traces
                for href, text in [trace["customdata"][place]]
            ],
        )
        for place, name in enumerate(traces[0]["x"])
    ]
    return WaysText(title, [heading, *(trace["name"] for trace in traces)], rows[::-1])


def by_size(title: str, heading: str, figure: Figure) -> WaysText:
    """Return a chart's bars in their order, each with its amount."""
    bars = [(href, unescape(name), text) for href, name, text, _ in figure["data"][0]["customdata"]]
    rows = [WayRow(name, [Way(text, f"{name}, {text}", href)]) for href, name, text in bars]
    return WaysText(title, [heading, "Amount"], rows)


def explained(table: WaysText, columns: Sequence[Sequence[str]]) -> WaysText:
    """Have amounts explain themselves.

    Args:
        table: in the order of its rows.
        columns: what each amount of a column says, in the same order.
    """
    rows = [
        replace(row, ways=[replace(way, how=how) for way, how in zip(row.ways, hows, strict=True)])
        for row, hows in zip(table.rows, zip(*columns, strict=True), strict=True)
    ]
    return replace(table, rows=rows)
