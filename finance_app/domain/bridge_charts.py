"""The net-worth bridge drawn: upright steps where there is room, else one below the other.

Both are made of the same steps; `customdata` is as that of `domain.charts.spending`. Where net
worth changed little compared with what it is, the bars begin above zero, and `begins_at` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from finance_app.domain.bridge import Cause
from finance_app.domain.chart_layouts import BAR, ROW, bare, layout_of, row_label
from finance_app.domain.charts import plain, worth_text
from finance_app.domain.formatting import NO_RATE, day_text, known_parts, money_parts, money_text
from finance_app.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finance_app.domain.bridge import Bridge, Change
    from finance_app.domain.charts import Figure
    from finance_app.domain.formatting import MoneyText
    from finance_app.domain.worth import Worth

    type Ways = Callable[[Cause], str]

NAMES = {
    Cause.INCOME: "Income",
    Cause.SPENDING: "Spending",
    Cause.BEGUN: "Opening balances",
    Cause.EXCHANGE: "Exchange",
    Cause.UNDER_WAY: "Under way",
    Cause.REVALUATION: "Revaluation",
    Cause.UNKNOWN: "Without a rate",
}
NOTES = {
    Cause.OPENING: "Net worth before the period",
    Cause.INCOME: "What came in, at the rates of its days",
    Cause.SPENDING: "What was spent, at the rates of its days",
    Cause.BEGUN: "What was on accounts that begin in the period",
    Cause.EXCHANGE: "What transfers cost or brought against the day’s rates",
    Cause.UNDER_WAY: "Transfers sent in one period that arrive in another",
    Cause.REVALUATION: "What balances gained or lost by exchange rates",
    Cause.UNKNOWN: "What accounts without a rate changed by",
    Cause.CLOSING: "Net worth at the end",
}
LITTLE = 2  # net worth is so many times what it changed by: zero is left out
THICK = 0.48  # of an upright bar's room
ROOM = Decimal("0.14")  # above the highest bar, for its amount
LONGEST = 12  # characters of a name in one line below a bar
HEIGHT = 264  # pixels of upright bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A step as it is drawn, from one level to another in major units; ends stand on the floor.

    Args:
        said: its amount, with what could not be converted.
    """

    cause: Cause
    name: str
    value: MoneyText
    said: str
    start: Decimal | None
    end: Decimal

    @property
    def colour(self) -> str:
        """What it is painted in; its sign says the same."""
        if self.start is None:
            return "@accent"
        if self.cause is Cause.UNKNOWN:
            return "@other"
        return "@income" if self.end > self.start else "@ink-3"


def bars(bridge: Bridge, region: str) -> list[Bar]:
    """Return the ends and what is between them."""
    level = bridge.opening.amount
    found = [_end(Cause.OPENING, bridge.opening, region)]
    for change in bridge.shown:
        start, level = level, level + change.amount
        value = step_parts(change, region)
        name = NAMES[change.cause]
        found.append(Bar(change.cause, name, value, value.text, start.decimal, level.decimal))
    return [*found, _end(Cause.CLOSING, bridge.closing, region)]


def _end(cause: Cause, worth: Worth, region: str) -> Bar:
    value = known_parts(worth.known, region)
    said = worth_text(worth, region)
    return Bar(cause, day_text(worth.day, region), value, said, None, worth.amount.decimal)


def step_parts(change: Change, region: str) -> MoneyText:
    """Write what a step comes to; one that only names what has no rate has no amount."""
    if change.cause is Cause.UNKNOWN and not change.amount.amount:
        return NO_RATE
    return money_parts(change.amount, region, plus=True)


def floor(shown: Sequence[Bar]) -> Decimal:
    """Return where the ends begin: at zero, or nearer where little changed."""
    levels = [one.end for one in shown]
    low, high = min(levels), max(levels)
    near, apart = (low, high - low) if low > 0 else (-high, high - low)
    if not apart or near <= LITTLE * apart:
        return Decimal(0)
    minor = int(apart.as_tuple().exponent)
    unit = Decimal(1).scaleb(max(apart.adjusted() - 1, minor))
    away = (near - apart / 2) // unit * unit
    return away if low > 0 else -away


def begins_at(bridge: Bridge, region: str) -> str:
    """Say where the bars begin, where that is not at zero."""
    at = floor(bars(bridge, region))
    if not at:
        return ""
    return f"bars begin at {money_text(Money.of(at, bridge.closing.amount.currency), region)}"


def upright(bridge: Bridge, region: str, ways: Ways) -> Figure:
    """Draw steps from the left to the right, each with its amount above it."""
    shown = bars(bridge, region)
    low, high = _range(shown)
    names = [one.name if one.start is None else _wrapped(one.name) for one in shown]
    data = _trace(shown, ways) | {"x": [one.name for one in shown], "width": THICK}
    data["hovertemplate"] = "<b>%{customdata[2]}</b><br>%{customdata[3]}<extra></extra>"
    data |= {"y": data.pop("length")}
    layout = layout_of([], region)
    layout |= {"barcornerradius": 3, "height": HEIGHT}
    layout["margin"] |= {"l": 0, "r": 0}
    layout["xaxis"] = layout["xaxis"] | {
        "tickvals": data["x"],
        "ticktext": names,
        "range": [-0.5, len(shown) - 0.5],
        "showspikes": False,
        "zeroline": False,
    }
    above = low + (high - low) * (1 + ROOM)
    layout["yaxis"] = bare(1)["xaxis"] | {"range": [float(low), float(above)]}
    layout["annotations"] = [
        {
            "x": place,
            "y": float(max(one.end, floor(shown) if one.start is None else one.start)),
            "yshift": 10,
            "text": f"{one.value.sign}{one.value.whole}{one.value.fraction}",
            "showarrow": False,
            "font": {"color": "@ink", "size": 13},
        }
        for place, one in enumerate(shown)
    ]
    layout["shapes"] = [
        _line((place + THICK / 2, one.end), (place + 1 - THICK / 2, one.end))
        for place, one in enumerate(shown[:-1])
    ]
    if low <= 0 <= high:
        layout["shapes"].append(_line((-0.5, Decimal(0)), (len(shown) - 0.5, Decimal(0))))
    return {"data": [data], "layout": layout}


def _wrapped(name: str) -> str:
    return name.replace(" ", "<br>", 1) if len(name) > LONGEST else name


def down(bridge: Bridge, region: str, ways: Ways) -> Figure:
    """Draw one step below the other, each with its name and amount above it."""
    shown = bars(bridge, region)
    low, high = _range(shown)
    data = _trace(shown, ways)
    data |= {"orientation": "h", "y": list(range(len(shown))), "width": BAR / ROW}
    data |= {"x": data.pop("length")}
    layout = layout_of([], region) | bare(len(shown))
    layout["xaxis"] |= {"range": [float(low), float(high)]}
    layout["annotations"] = [
        label
        for place, one in enumerate(shown)
        for label in (
            row_label(place, plain(one.name), "left", "@ink-2"),
            row_label(place, one.value.text, "right", "@ink"),
        )
    ]
    half = BAR / ROW / 2
    layout["shapes"] = [
        _line((one.end, place + half), (one.end, place + 1 - half))
        for place, one in enumerate(shown[:-1])
    ]
    return {"data": [data], "layout": layout}


def _range(shown: Sequence[Bar]) -> tuple[Decimal, Decimal]:
    levels = [floor(shown), *(one.end for one in shown)]
    low, high = min(levels), max(levels)
    return (low, high) if low < high else (low, low + 1)


def _trace(shown: Sequence[Bar], ways: Ways) -> dict[str, Any]:
    """Return the bars; `length` is how far each goes from its base."""
    begin = floor(shown)
    starts = [begin if one.start is None else one.start for one in shown]
    colours = [one.colour for one in shown]
    return {
        "type": "bar",
        "base": [float(start) for start in starts],
        "length": [float(one.end - start) for one, start in zip(shown, starts, strict=True)],
        "marker": {"color": colours, "line": {"color": colours, "width": 1}},
        "customdata": [
            [ways(one.cause), plain(one.name), one.said, NOTES[one.cause]] for one in shown
        ],
        "hovertemplate": (
            "<b>%{customdata[1]}</b>  %{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    }


def _line(start: tuple[Any, Any], end: tuple[Any, Any]) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "x0": float(start[0]),
        "y0": float(start[1]),
        "x1": float(end[0]),
        "y1": float(end[1]),
        "line": {"color": "@line-strong", "width": 1},
    }
