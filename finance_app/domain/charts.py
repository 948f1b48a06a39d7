"""Charts as Plotly reads them, `{"data": …, "layout": …}`; screen and report share them.

A colour is written by its name, such as `@ink`: whoever draws puts those of a theme in
(`domain.chart_colours`). Every bar and point has `customdata`: the address of its
entries, and its text. Floats are coordinates here, nothing is computed with them.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from finance_app.domain import palette
from finance_app.domain.chart_layouts import (
    BAR,
    ROW,
    bare,
    coordinate,
    layout_of,
    named,
    row_label,
    ticks,
)
from finance_app.domain.dashboard import OTHER, gathered
from finance_app.domain.entries import NO_CATEGORY, OWN, UNCATEGORISED, LineKind
from finance_app.domain.formatting import (
    day_text,
    known_text,
    lines_text,
    money_text,
    percent_text,
)
from finance_app.domain.periods import YEAR, Period
from finance_app.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from finance_app.domain.dashboard import CategorySum
    from finance_app.domain.flows import Flow, Missing, StepFlow
    from finance_app.domain.money import Money
    from finance_app.domain.worth import Worth

type Figure = dict[str, Any]

LAST_YEAR = "Net last year"
NOTHING = "–"
LARGEST = 7  # groups that have a bar of their own
LONGEST = 28  # characters of a name above a bar
MARKED = 37  # points that are marked on the line
PALE = 0.35  # opacity of what is only there to compare with


class Link(Protocol):
    """Makes the address of the entries that pass some filters."""

    def __call__(self, **filters: str) -> str:
        """Return it; filters are those of the entries' page."""


def period_of(start: date, last: date) -> str:
    """Return how the days from one to another stand in an address."""
    return str(Period.of_days(start, last))


def cash_flow(
    steps: Sequence[StepFlow],
    region: str,
    link: Link,
    *,
    step: Step = Step.MONTH,
    last_year: Sequence[StepFlow] = (),
) -> Figure:
    """Draw what came in upwards, what was spent downwards, and what was left as a line.

    Args:
        steps: ascending.
        step: what each is.
        last_year: those of the year before, which what was left is drawn of as well.
    """
    labels = [step.label(one.start, region) for one in steps]
    opacity = [1 if one.inside else PALE for one in steps]
    periods = [period_of(one.start, one.last) for one in steps]

    def trace(name: str, heights: list[Money], texts: list[str], kind: str) -> Figure:
        points = [
            [link(period=period, kind=kind), text]
            for period, text in zip(periods, texts, strict=True)
        ]
        return _trace(name, labels, [coordinate(height) for height in heights], points)

    flows = [one.flow for one in steps]
    income, net = [flow.income for flow in flows], [flow.net for flow in flows]
    spent = [-flow.spending for flow in flows]
    came = [flow_text(flow.known_income, flow.missing_income, region) for flow in flows]
    went = [flow_text(flow.known_spending, flow.missing_spending, region) for flow in flows]
    left = [net_text(flow, region) for flow in flows]
    bar = {"type": "bar", "marker": {"color": "@income", "opacity": opacity}}
    other = {"type": "bar", "marker": {"color": "@ink-3", "opacity": opacity}}
    shadow = _shadow(steps, last_year, region, link, step)
    data = [
        trace("Income", income, came, LineKind.INCOME) | bar,
        trace("Spending", spent, went, LineKind.SPENDING) | other,
        *([shadow] if last_year else []),
        trace("Net", net, left, "") | _NET | ({"mode": "lines"} if len(steps) > MARKED else {}),
    ]
    data[-1]["y"] = [_height(flow.known_net) for flow in flows]
    layout = layout_of([*income, *spent, *net, *(one.flow.net for one in last_year)], region)
    layout |= {"barmode": "relative", "bargap": 0.5, "barcornerradius": 3}
    layout["xaxis"] |= ticks(labels, [one.start for one in steps], region, step)
    then = [("Last year", height, "@ink-3") for height in shadow["y"][-1:] if height is not None]
    return {"data": data, "layout": named(layout, [*_ends(steps[-1:]), *then])}


def _trace(name: str, labels: list[str], heights: Sequence[float | None], points: Any) -> Figure:
    return {
        "name": name,
        "x": labels,
        "y": list(heights),
        "customdata": points,
        "hovertemplate": f"{name}  <b>%{{customdata[1]}}</b><extra></extra>",
    }


def _shadow(
    steps: Sequence[StepFlow],
    last_year: Sequence[StepFlow],
    region: str,
    link: Link,
    step: Step,
) -> Figure:
    """Draw what was left a year before each step as a quiet line, with gaps where none was."""
    heights: list[float | None] = []
    points = []
    for one in year_before(steps, last_year, step):
        heights.append(_height(one.flow.known_net if one else None))
        href = link(period=period_of(one.start, one.last)) if one else ""
        points.append([href, net_text(one.flow, region) if one else NOTHING])
    labels = [step.label(one.start, region) for one in steps]
    return _trace(LAST_YEAR, labels, heights, points) | _THEN


def year_before(
    steps: Sequence[StepFlow], last_year: Sequence[StepFlow], step: Step
) -> list[StepFlow | None]:
    """Return the step a year before each; None where the book has none."""
    then = {step.first(one.start + YEAR): one for one in last_year}
    return [then.get(step.first(one.start)) for one in steps]


def _ends(last: Sequence[StepFlow]) -> list[tuple[str, float, str]]:
    """Return what is drawn of the last step: beside the middle of a bar, and the line's end."""
    return [
        end
        for one in last
        for end in (
            ("Spending", coordinate(-one.flow.spending) / 2, "@ink-2"),
            ("Net", coordinate(one.flow.net), "@accent"),
            ("Income", coordinate(one.flow.income) / 2, "@income"),
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


_THEN: Figure = {
    "type": "scatter",
    "mode": "lines",
    "line": {"color": "@ink", "width": 1.5, "dash": "dot"},
}


def _height(amount: Money | None) -> float | None:
    """Return where a line passes; None leaves a gap in it."""
    return None if amount is None else coordinate(amount)


def net_text(flow: Flow, region: str) -> str:
    """Write what was left, with what could not be converted of either side."""
    lost: dict[str, Money] = {}
    for one in (
        *flow.missing_income,
        *(replace(one, amount=-one.amount) for one in flow.missing_spending),
    ):
        code = one.amount.currency
        lost[code] = lost[code] + one.amount if code in lost else one.amount
    missing = [lost[code] for code in sorted(lost)]
    return _with_missing(flow.known_net, missing, region, plus=True)


def flow_text(amount: Money | None, missing: Sequence[Missing], region: str) -> str:
    """Write one side of a flow, with what could not be converted beside it."""
    return _with_missing(amount, [one.amount for one in missing], region)


def _with_missing(
    amount: Money | None, missing: Sequence[Money], region: str, *, plus: bool = False
) -> str:
    """Write an amount with what could not be converted beside it."""
    lost = " and ".join(money_text(one, region, plus=plus) for one in missing)
    if amount is None and lost:
        return f"{lost}, no rate"
    said = known_text(amount, region, plus=plus)
    return f"{said} without {lost}" if lost else said


def net_worth(
    series: Sequence[Worth], region: str, link: Link, *, step: Step, name: str = "Net worth"
) -> Figure:
    """Draw net worth, or what is on one account, as a line above zero.

    `step` leads from one point to the next.
    """
    labels = [day_text(worth.day, region) for worth in series]
    amounts = [worth.amount for worth in series]
    data: Figure = {
        "type": "scatter",
        "mode": "lines" if len(series) > 1 else "markers",
        "name": name,
        "x": labels,
        "y": [_height(worth.known) for worth in series],
        "fill": "tozeroy",
        "fillcolor": "@accent-soft",
        "line": {"color": "@accent", "width": 2},
        "customdata": [
            [
                link(period=period_of(step.first(worth.day), worth.day)),
                worth_text(worth, region),
            ]
            for worth in series
        ],
        "hovertemplate": "<b>%{customdata[1]}</b><extra></extra>",
    }
    layout = layout_of(amounts, region)
    layout["xaxis"] |= ticks(labels, [worth.day for worth in series], region, step)
    return {"data": [data], "layout": layout}


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
                category_text(one, region),
                _share(one, whole, region),
            ]
            for one in shown
        ],
        "hovertemplate": (
            "<b>%{customdata[1]}</b>  %{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    }
    layout = layout_of([], region) | bare(len(shown))
    layout["annotations"] = [
        label
        for place, one in enumerate(shown)
        for label in (
            row_label(place, plain(_shortened(one.name)), "left", "@ink-2"),
            row_label(place, known_text(one.known, region), "right", "@ink"),
        )
    ]
    return {"data": [data], "layout": layout}


def category_text(one: CategorySum, region: str) -> str:
    """Write what a category comes to, with what could not be converted."""
    lost = [part.original for part in one.made if part.converted is None]
    return _with_missing(one.known, lost, region)


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
    """Return a text so that Plotly shows it as it is: it reads tags and entities in texts.

    What begins with `@` would be taken for a colour of the theme.
    """
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"&#64;{kept[1:]}" if kept.startswith("@") else kept


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
