from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import bridge_charts, chart_colours
from finance_app.domain.bridge import Bridge, Cause, Change, Parts
from finance_app.domain.flows import Flow
from finance_app.domain.money import Money
from finance_app.domain.worth import Worth

if TYPE_CHECKING:
    from finance_app.domain.charts import Figure

EUR = "EUR"
DAYS = date(2026, 9, 30), date(2026, 10, 31)
BETWEEN = [cause for cause in Cause if cause not in (Cause.OPENING, Cause.CLOSING)]


def bridge(opening: int, *amounts: int) -> Bridge:
    """Return a bridge of steps in their order, which ends where they lead."""
    steps = dict(zip(BETWEEN, (*amounts, *[0] * len(BETWEEN)), strict=False))
    return Bridge(
        Worth(DAYS[0], Money(opening, EUR)),
        Worth(DAYS[1], Money(opening + sum(amounts), EUR)),
        tuple(Change(cause, Money(amount, EUR)) for cause, amount in steps.items()),
        (),
        (),
        Parts(DAYS[0], (), DAYS[1], (), Flow(Money(0, EUR), Money(0, EUR)), (), (), ()),
    )


def drawn(found: Bridge) -> dict[str, Figure]:
    return {
        "upright": bridge_charts.upright(found, "en_US", lambda cause: f"/{cause}"),
        "down": bridge_charts.down(found, "en_US", lambda cause: f"/{cause}"),
    }


def reach(figure: Figure) -> list[tuple[float, float]]:
    """Return from where to where each bar goes."""
    (trace,) = figure["data"]
    lengths = trace["x"] if trace.get("orientation") == "h" else trace["y"]
    return [(base, base + length) for base, length in zip(trace["base"], lengths, strict=True)]


USUAL = bridge(100_000, 300_000, -250_000, 50_000, -1_000, 2, 700, -3)


@pytest.mark.parametrize("shape", ["upright", "down"])
@pytest.mark.parametrize("dark", [False, True])
def test_plotly_takes_both_shapes_in_both_themes(shape: str, dark: bool) -> None:  # noqa: FBT001  a parameter
    painted = chart_colours.painted(drawn(USUAL)[shape], chart_colours.colours(dark=dark))
    go.Figure(painted)  # raises where it does not know a name or a value
    assert '"@' not in json.dumps(painted)


sums = st.integers(-(10**11), 10**11)


@given(sums, st.lists(sums, max_size=len(BETWEEN)))
def test_each_bar_begins_where_the_one_before_it_ended(opening: int, amounts: list[int]) -> None:
    found = bridge(opening, *amounts)
    for figure in drawn(found).values():
        reached = reach(figure)
        for (_, end), (start, _) in pairwise(reached[:-1]):
            assert start == pytest.approx(end)
        assert reached[0][1] == pytest.approx(opening / 100)
        assert reached[-1][1] == pytest.approx((opening + sum(amounts)) / 100)
        if len(reached) > 2:
            assert reached[-2][1] == pytest.approx(reached[-1][1])


@given(sums, st.lists(sums, min_size=1, max_size=len(BETWEEN)))
def test_the_ends_begin_at_zero_or_it_is_said_and_no_bar_leaves_the_chart(
    opening: int, amounts: list[int]
) -> None:
    found = bridge(opening, *amounts)
    levels = [one.end for one in bridge_charts.bars(found, "en_US")]
    floor = bridge_charts.floor(bridge_charts.bars(found, "en_US"))
    assert (floor == 0) == (bridge_charts.begins_at(found, "en_US") == "")
    assert floor == 0 or min(levels) > floor > 0 or max(levels) < floor < 0
    for shape, figure in drawn(found).items():
        axis: dict[str, Any] = figure["layout"]["yaxis" if shape == "upright" else "xaxis"]
        low, high = axis["range"]
        for one, other in reach(figure):
            assert low - 0.01 <= min(one, other)
            assert max(one, other) <= high + 0.01


def test_where_little_changed_the_bars_begin_nearer() -> None:
    assert bridge_charts.begins_at(USUAL, "en_US") == ""
    little = bridge(50_000_000, 100_000, -20_000)
    assert bridge_charts.begins_at(little, "en_US") == "bars begin at 499,500.00 EUR"
    cents = bridge(1_000, 5)
    assert bridge_charts.begins_at(cents, "en_US") == "bars begin at 9.97 EUR"
    owed = bridge(-50_000_000, 100_000, -20_000)
    assert bridge_charts.floor(bridge_charts.bars(owed, "en_US")) == Decimal(-498_500)


@pytest.mark.parametrize("shape", ["upright", "down"])
def test_every_step_has_its_name_its_signed_amount_and_its_way(shape: str) -> None:
    points = drawn(USUAL)[shape]["data"][0]["customdata"]
    assert [(href, name, text) for href, name, text, _ in points] == [
        ("/opening", "Sep 30, 2026", "1,000.00 EUR"),
        ("/income", "Income", "+3,000.00 EUR"),
        ("/spending", "Spending", "−2,500.00 EUR"),
        ("/begun", "Opening balances", "+500.00 EUR"),
        ("/exchange", "Exchange", "−10.00 EUR"),
        ("/under-way", "Under way", "+0.02 EUR"),
        ("/revaluation", "Revaluation", "+7.00 EUR"),
        ("/unknown", "Without a rate", "−0.03 EUR"),
        ("/closing", "Oct 31, 2026", "1,996.99 EUR"),
    ]


def test_steps_of_nothing_have_no_bar() -> None:
    names = [one.name for one in bridge_charts.bars(bridge(100, 50, -20), "en_US")]
    assert names == ["Sep 30, 2026", "Income", "Spending", "Oct 31, 2026"]
