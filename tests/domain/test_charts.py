from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import chart_colours, charts, palette
from finance_app.domain.chart_layouts import LINES, NAME, TICKS, layout_of
from finance_app.domain.dashboard import CategorySum
from finance_app.domain.flows import Flow, Missing, StepFlow
from finance_app.domain.money import Money
from finance_app.domain.steps import Step
from finance_app.domain.worth import Worth, month_end
from finance_app.ui import links

EUR = "EUR"
DAY = date(2026, 1, 1)


def month(number: int, income: int, spending: int, *, inside: bool = True) -> StepFlow:
    start = date(2026, number, 1)
    lost = (Missing(Money(7_000, "KWD"), 1),) if number == 2 else ()
    flow = Flow(Money(income, EUR), Money(spending, EUR), (), lost, 1, 2)
    return StepFlow(start, month_end(start), flow, inside)


MONTHS = [month(1, 300_000, 150_000, inside=False), month(2, 310_000, 400_050)]
SERIES = [
    Worth(date(2025, 12, 31), Money(-50_000, EUR)),
    Worth(date(2026, 1, 31), Money(123_456, EUR), (Money(5, "KWD"),)),
    Worth(date(2026, 2, 10), Money(100_000, EUR)),
]
GROUPS = [
    CategorySum(place, name, hue, Money(amount, EUR), 3)
    for place, (name, hue, amount) in enumerate(
        [
            ("Nothing yet", -1, 900),
            ("Food", 1, 800),
            ("A <b>bold</b> & long name indeed it is", 9, 5),
        ]
    )
]
FIGURES = {
    "flow": charts.cash_flow(MONTHS, "en_US", links.entries),
    "worth": charts.net_worth(SERIES, "en_US", links.entries, step=Step.MONTH),
    "spending": charts.spending(GROUPS, "en_US", links.entries, period="2026"),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("dark", [False, True])
def test_plotly_takes_the_figures_in_both_themes(name: str, dark: bool) -> None:  # noqa: FBT001  a parameter
    painted = chart_colours.painted(FIGURES[name], chart_colours.colours(dark=dark))
    go.Figure(painted)  # raises where it does not know a name or a value
    assert '"@' not in json.dumps(painted)


@pytest.mark.parametrize("name", FIGURES)
def test_every_point_carries_the_address_of_its_entries(name: str) -> None:
    for trace in FIGURES[name]["data"]:
        points = [point[0] for point in trace["customdata"]]
        assert len(points) == len(trace["x"])
        assert all(point.startswith("/entries?period=") for point in points)


def addresses(name: str, trace: int = 0) -> list[str]:
    return [point[0] for point in FIGURES[name]["data"][trace]["customdata"]]


def test_bars_lead_to_their_month_and_kind() -> None:
    assert addresses("flow") == [
        "/entries?period=2026-01&kind=income",
        "/entries?period=2026-02&kind=income",
    ]
    assert addresses("flow", 1)[0] == "/entries?period=2026-01&kind=spending"
    assert addresses("flow", 2)[0] == "/entries?period=2026-01"


def test_points_of_net_worth_lead_to_what_moved_in_their_month() -> None:
    assert addresses("worth") == [
        "/entries?period=2025-12",
        "/entries?period=2026-01",
        "/entries?period=2026-02-01..2026-02-10",
    ]


def test_points_of_a_short_period_lead_to_their_day() -> None:
    days = [date(2026, 2, 9) + timedelta(days=n) for n in range(3)]
    series = [Worth(day, Money(1, EUR)) for day in days]
    figure = charts.net_worth(series, "en_US", links.entries, step=Step.DAY)
    assert figure["data"][0]["customdata"][1][0] == "/entries?period=2026-02-10..2026-02-10"


def test_bars_of_groups_lead_to_them_and_the_gathered_ones_open() -> None:
    assert addresses("spending") == [
        "/entries?period=2026&category=none&kind=spending",
        "/entries?period=2026&category=1",
        "/entries?period=2026&category=2",
    ]
    many = [
        CategorySum(place, f"C{place}", 0, Money(100 - place, EUR), 1) for place in range(1, 12)
    ]
    figure = charts.spending(many, "en_US", links.entries, period="2026", others="/?groups=all")
    *_, last = figure["data"][0]["customdata"]
    assert last[:3] == ["/?groups=all", "Other (4)", "3.62 EUR"]


def test_texts_are_exact_and_in_the_users_region() -> None:
    figure = charts.cash_flow(MONTHS, "de_DE", links.entries)
    income, spending, net = (
        [point[1] for point in trace["customdata"]] for trace in figure["data"]
    )
    assert income == ["3.000,00 EUR", "3.100,00 EUR"]
    assert spending == ["1.500,00 EUR", "4.000,50 EUR without 7,000 KWD"]
    assert net == ["+1.500,00 EUR", "−900,50 EUR without −7,000 KWD"]
    assert figure["data"][0]["x"] == ["Jan 2026", "Feb 2026"]
    worth = charts.net_worth(SERIES, "en_US", links.entries, step=Step.MONTH)["data"][0][
        "customdata"
    ]
    assert worth[1][1] == "1,234.56 EUR without 0.005 KWD"


def test_spending_goes_down_and_months_outside_are_pale() -> None:
    income, spending, _ = FIGURES["flow"]["data"]
    assert (income["y"], spending["y"]) == ([3000.0, 3100.0], [-1500.0, -4000.5])
    assert income["marker"]["opacity"] == [charts.PALE, 1]


def names(figure: Any) -> list[tuple[str, float]]:
    return [(one["text"], one["y"]) for one in figure["layout"]["annotations"]]


def test_what_is_drawn_is_named_beside_its_last_month() -> None:
    assert names(FIGURES["flow"]) == [
        ("Spending", -2000.25),
        ("Net", -900.5),
        ("Income", 1550.0),
    ]


flows = st.integers(0, 10**15)


@given(flows, flows)
def test_names_beside_a_chart_never_overlap_and_stay_within_it(income: int, spending: int) -> None:
    flow = Flow(Money(income, EUR), Money(spending, EUR), (), (), 1, 1)
    figure = charts.cash_flow([StepFlow(DAY, month_end(DAY), flow)], "en_US", links.entries)
    low, high = figure["layout"]["yaxis"]["range"]
    heights = [height for _, height in names(figure)]
    gap = NAME * (high - low)
    assert all(up - down >= gap * 0.999 for down, up in pairwise(heights))
    assert low <= heights[0] <= heights[-1] <= high


def test_a_name_is_shown_as_it_is() -> None:
    texts = json.dumps(FIGURES["spending"], ensure_ascii=False)
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; long name indeed it is" in texts
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; long name i…" in texts
    assert "<b>bold" not in texts


def test_a_group_keeps_its_hue_and_what_has_none_is_grey() -> None:
    assert FIGURES["spending"]["data"][0]["marker"]["color"] == ["@other", "@hue-1", "@other"]
    assert chart_colours.colours(dark=True)["@hue-1"] == palette.HUES[1].dark


amounts = st.lists(st.integers(-(10**15), 10**15).map(lambda n: Money(n, EUR)), max_size=30)


@given(amounts)
def test_the_grid_is_round_holds_all_amounts_and_zero(found: list[Money]) -> None:
    axis: dict[str, Any] = layout_of(found, "en_US")["yaxis"]
    low, high = axis["range"]
    assert low <= 0 <= high
    assert all(low <= float(amount.decimal) <= high for amount in found)
    assert 0 in axis["tickvals"]
    assert 2 <= len(axis["tickvals"]) <= LINES + 2


@given(st.integers(1, 400))
def test_there_are_few_labels_and_the_last_is_among_them(count: int) -> None:
    series = [Worth(date(2026, 1, 1) + timedelta(days=40 * n), Money(n, EUR)) for n in range(count)]
    figure = charts.net_worth(series, "en_US", links.entries, step=Step.DAY)
    axis = figure["layout"]["xaxis"]
    assert len(axis["tickvals"]) == len(axis["ticktext"]) <= TICKS
    assert axis["tickvals"][-1] == figure["data"][0]["x"][-1]


def test_what_no_rate_tells_is_named_and_not_drawn_as_a_zero() -> None:
    lost = Money(5_000, "KWD")
    flow = Flow(Money(0, EUR), Money(0, EUR), (), (Missing(lost, 2),), 0, 2)
    figure = charts.cash_flow([StepFlow(DAY, month_end(DAY), flow)], "en_US", links.entries)
    texts = [trace["customdata"][0][1] for trace in figure["data"]]
    assert texts == ["0.00 EUR", "5.000 KWD, no rate", "−5.000 KWD, no rate"]
    assert figure["data"][-1]["y"] == [None]
    worth = Worth(DAY, Money(0, EUR), (lost,), is_known=False)
    line = charts.net_worth([worth], "en_US", links.entries, step=Step.MONTH)["data"][0]
    assert (line["y"], line["customdata"][0][1]) == ([None], "5.000 KWD, no rate")
    group = CategorySum(1, "Food", 1, Money(0, EUR), 2, missing_count=2)
    bars = charts.spending([group], "en_US", links.entries, period="2026")
    assert bars["data"][0]["customdata"][0][2:] == ["– no rate", "2 lines"]


def test_what_is_on_a_group_itself_leads_to_that_alone() -> None:
    part = CategorySum(7, "Food", 1, Money(5, EUR), 2, is_part=True)
    figure = charts.spending([part], "en_US", links.entries, period="2026")
    address = figure["data"][0]["customdata"][0][0]
    assert address == "/entries?period=2026&category=own-7"


def stretch(start: date, last: date, income: int) -> StepFlow:
    return StepFlow(start, last, Flow(Money(income, EUR), Money(0, EUR), (), (), 1, 0))


@pytest.mark.parametrize(
    ("step", "start", "last", "label", "tick", "period"),
    [
        (Step.QUARTER, date(2024, 10, 1), date(2024, 12, 31), "Q4 2024", "Q4<br>2024", "2024-Q4"),
        (Step.YEAR, date(2024, 1, 1), date(2024, 12, 31), "2024", "2024", "2024"),
        (
            *(Step.QUARTER, date(2024, 2, 9), date(2024, 3, 31)),
            *("Q1 2024", "Q1<br>2024", "2024-02-09..2024-03-31"),
        ),
    ],
)
def test_longer_steps_are_named_and_lead_to_their_days(
    step: Step, start: date, last: date, label: str, tick: str, period: str
) -> None:
    figure = charts.cash_flow([stretch(start, last, 7)], "en_US", links.entries, step=step)
    assert figure["data"][0]["x"] == [label]
    assert figure["layout"]["xaxis"]["ticktext"] == [tick]
    assert figure["data"][2]["customdata"][0][0] == f"/entries?period={period}"


def test_the_year_before_is_a_quiet_line_with_gaps_where_the_book_has_nothing() -> None:
    then = [stretch(date(2025, 2, 1), date(2025, 2, 28), 5_000)]
    figure = charts.cash_flow(MONTHS, "en_US", links.entries, last_year=then)
    line = next(trace for trace in figure["data"] if trace["name"] == "Net last year")
    assert line["y"] == [None, 50.0]
    assert line["customdata"] == [["", "–"], ["/entries?period=2025-02", "+50.00 EUR"]]
    assert "Last year" in [one["text"] for one in figure["layout"]["annotations"]]


def test_without_a_year_before_nothing_is_drawn_of_it() -> None:
    assert [trace["name"] for trace in FIGURES["flow"]["data"]] == ["Income", "Spending", "Net"]
