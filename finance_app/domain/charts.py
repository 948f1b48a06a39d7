"""Charts as Plotly reads them, `{"data": …, "layout": …}`; screen and report share them.

A colour is written by its name, such as `@ink`: whoever draws puts those of a theme in, with
`painted` or its like in the browser. Every bar and point has `customdata`: the address of its
entries, and its text. Floats are coordinates here, nothing is computed with them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from finance_app.domain import palette
from finance_app.domain.chart_layouts import coordinate, layout_of, month_ticks, named
from finance_app.domain.dashboard import OTHER, gathered
from finance_app.domain.entries import NO_CATEGORY, OWN, UNCATEGORISED, LineKind
from finance_app.domain.formatting import (
    day_text,
    known_text,
    lines_text,
    money_text,
    month_short,
    percent_text,
)
from finance_app.domain.periods import DAY, Kind, Period
from finance_app.domain.worth import month_end

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from finance_app.domain.dashboard import CategorySum
    from finance_app.domain.flows import Flow, Missing, MonthFlow
    from finance_app.domain.money import Money
    from finance_app.domain.palette import Shade
    from finance_app.domain.worth import Worth

type Figure = dict[str, Any]

LARGEST = 7  # groups that have a bar of their own
LONGEST = 28  # characters of a name above a bar
ROW = 38  # pixels of a bar with its name
BAR = 8
MARKED = 36  # months whose points are marked on the line
PALE = 0.35  # opacity of what is only there to compare with

COLOURS: dict[str, Shade] = {
    "@ink": palette.INK,
    "@ink-2": palette.INK_2,
    "@ink-3": palette.INK_3,
    "@line": palette.LINE,
    "@line-strong": palette.LINE_STRONG,
    "@surface": palette.SURFACE,
    "@accent": palette.ACCENT,
    "@income": palette.INCOME,
    "@other": palette.OTHER,
    **{f"@hue-{number}": shade for number, shade in enumerate(palette.HUES)},
}
SOFT = 0.12  # the alpha of `@accent-soft`


class Link(Protocol):
    """Makes the address of the entries that pass some filters."""

    def __call__(self, **filters: str) -> str:
        """Return it; filters are those of the entries' page."""


def colours(*, dark: bool) -> dict[str, str]:
    """Return every name with its colour in a theme."""
    found = {name: shade.dark if dark else shade.light for name, shade in COLOURS.items()}
    red, green, blue = bytes.fromhex(found["@accent"].removeprefix("#"))
    return found | {"@accent-soft": f"rgba({red}, {green}, {blue}, {SOFT})"}


def painted(part: Any, names: dict[str, str]) -> Any:
    """Return a figure, or a part of one, with colours in place of their names."""
    if isinstance(part, dict):
        return {key: painted(value, names) for key, value in part.items()}
    if isinstance(part, list):
        return [painted(value, names) for value in part]
    return names.get(part, part) if isinstance(part, str) else part


def period_of(start: date, last: date) -> str:
    """Return how the days from one to another stand in an address."""
    if start.day == 1 and last == month_end(start):
        return str(Period.of(Kind.MONTH, start))
    return str(Period.between(start, last))


def cash_flow(months: Sequence[MonthFlow], region: str, link: Link) -> Figure:
    """Draw what came in upwards, what was spent downwards, and what was left as a line."""
    labels = [month_short(month.start, region) for month in months]
    opacity = [1 if month.inside else PALE for month in months]

    def trace(name: str, heights: list[Money], texts: list[str], kind: str) -> Figure:
        return {
            "name": name,
            "x": labels,
            "y": [coordinate(height) for height in heights],
            "customdata": [
                [link(period=period_of(month.start, month.last), kind=kind), text]
                for month, text in zip(months, texts, strict=True)
            ],
            "hovertemplate": f"{name}  <b>%{{customdata[1]}}</b><extra></extra>",
        }

    flows = [month.flow for month in months]
    income, net = [flow.income for flow in flows], [flow.net for flow in flows]
    spent = [-flow.spending for flow in flows]
    came = [flow_text(flow.known_income, flow.missing_income, region) for flow in flows]
    went = [flow_text(flow.known_spending, flow.missing_spending, region) for flow in flows]
    left = [known_text(flow.known_net, region, plus=True) for flow in flows]
    bar = {"type": "bar", "marker": {"color": "@income", "opacity": opacity}}
    other = {"type": "bar", "marker": {"color": "@ink-3", "opacity": opacity}}
    data = [
        trace("Income", income, came, LineKind.INCOME) | bar,
        trace("Spending", spent, went, LineKind.SPENDING) | other,
        trace("Net", net, left, "") | _NET | ({"mode": "lines"} if len(months) > MARKED else {}),
    ]
    data[-1]["y"] = [_height(flow.known_net) for flow in flows]
    layout = layout_of([*income, *spent, *net], region)
    layout |= {"barmode": "relative", "bargap": 0.5, "barcornerradius": 3}
    layout["xaxis"] |= month_ticks(labels, [month.start for month in months], region)
    return {"data": data, "layout": named(layout, _ends(months[-1:]))}


def _ends(last: Sequence[MonthFlow]) -> list[tuple[str, float, str]]:
    """Return what is drawn of the last month: beside the middle of a bar, and the line's end."""
    return [
        end
        for month in last
        for end in (
            ("Spending", coordinate(-month.flow.spending) / 2, "@ink-2"),
            ("Net", coordinate(month.flow.net), "@accent"),
            ("Income", coordinate(month.flow.income) / 2, "@income"),
        )
    ]


def came_and_went(flow: Flow, region: str) -> str:
    """Say what the chart of cash flow adds up to, on either side."""
    came, went = known_text(flow.known_income, region), known_text(flow.known_spending, region)
    return f"{came} came in, {went} was spent"


_NET: Figure = {
    "type": "scatter",
    "mode": "lines+markers",
    "line": {"color": "@accent", "width": 2},
    "marker": {"color": "@accent", "size": 6, "line": {"color": "@surface", "width": 1.5}},
}


def _height(amount: Money | None) -> float | None:
    """Return where a line passes; None leaves a gap in it."""
    return None if amount is None else coordinate(amount)


def flow_text(amount: Money | None, missing: Sequence[Missing], region: str) -> str:
    """Write one side of a flow, with what could not be converted beside it."""
    return _with_missing(amount, [one.amount for one in missing], region)


def _with_missing(amount: Money | None, missing: Sequence[Money], region: str) -> str:
    """Write an amount with what could not be converted beside it."""
    lost = " and ".join(money_text(one, region) for one in missing)
    if amount is None:
        return f"{lost}, no rate"
    return " and ".join(part for part in (money_text(amount, region), lost) if part)


def net_worth(series: Sequence[Worth], region: str, link: Link) -> Figure:
    """Draw net worth as a line above zero."""
    labels = [day_text(worth.day, region) for worth in series]
    amounts = [worth.amount for worth in series]
    daily = len(series) > 1 and series[1].day == series[0].day + DAY
    data: Figure = {
        "type": "scatter",
        "mode": "lines" if len(series) > 1 else "markers",
        "name": "Net worth",
        "x": labels,
        "y": [_height(worth.known) for worth in series],
        "fill": "tozeroy",
        "fillcolor": "@accent-soft",
        "line": {"color": "@accent", "width": 2},
        "customdata": [
            [
                link(period=period_of(*_days(worth.day, daily=daily))),
                worth_text(worth, region),
            ]
            for worth in series
        ],
        "hovertemplate": "<b>%{customdata[1]}</b><extra></extra>",
    }
    layout = layout_of(amounts, region)
    layout["xaxis"] |= month_ticks(labels, [worth.day for worth in series], region, daily=daily)
    return {"data": [data], "layout": layout}


def _days(day: date, *, daily: bool) -> tuple[date, date]:
    """Return the days whose entries a point stands for."""
    return (day if daily else day.replace(day=1)), day


def worth_text(worth: Worth, region: str) -> str:
    """Write what all accounts are worth, with what could not be converted."""
    return _with_missing(worth.known, worth.missing, region)


def spending(
    groups: Sequence[CategorySum], region: str, link: Link, *, period: str, others: str = ""
) -> Figure:
    """Draw a bar for each group, its name and amount above it.

    Args:
        groups: by size.
        period: as it stands in an address.
        others: where the bar of all the small ones leads; without it each group has its bar.
    """
    shown = gathered(groups, LARGEST) if others else tuple(groups)
    whole = sum(one.amount.amount for one in shown)
    data = {
        "type": "bar",
        "orientation": "h",
        "x": [coordinate(one.amount) for one in shown],
        "y": list(range(len(shown))),
        "width": BAR / ROW,
        "marker": {"color": [_hue(one) for one in shown]},
        "customdata": [
            [
                others if one.id == OTHER else link(period=period, **_category(one)),
                plain(one.name),
                known_text(one.known, region),
                _share(one, whole, region),
            ]
            for one in shown
        ],
        "hovertemplate": (
            "<b>%{customdata[1]}</b>  %{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    }
    layout = layout_of([], region) | _bare(len(shown))
    layout["annotations"] = [
        label
        for place, one in enumerate(shown)
        for label in (
            _label(place, plain(_shortened(one.name)), "left", "@ink-2"),
            _label(place, known_text(one.known, region), "right", "@ink"),
        )
    ]
    return {"data": [data], "layout": layout}


def _bare(rows: int) -> dict[str, Any]:
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


def _label(place: int, text: str, side: str, colour: str) -> dict[str, Any]:
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


def _category(one: CategorySum) -> dict[str, str]:
    """Return the filters that exactly its lines pass."""
    if one.id == UNCATEGORISED:
        return {"category": NO_CATEGORY, "kind": LineKind.SPENDING}
    return {"category": f"{OWN}{one.id}" if one.is_part else str(one.id)}


def _hue(one: CategorySum) -> str:
    return f"@hue-{one.hue}" if 0 <= one.hue < len(palette.HUES) else "@other"


def _share(one: CategorySum, whole: int, region: str) -> str:
    """Write which part of the whole it is, in how many lines."""
    lines = lines_text(one.count, region)
    if whole <= 0 or one.known is None:
        return lines
    return f"{percent_text(Decimal(one.amount.amount) / whole, region)}, {lines}"


def plain(text: str) -> str:
    """Return a text so that Plotly shows it as it is: it reads tags and entities in texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
