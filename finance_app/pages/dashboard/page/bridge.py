"""The card of the net-worth bridge: the steps, and folded away below them what is behind them."""

from __future__ import annotations

import reflex as rx

from finance_app.domain import bridge_charts, report_bridge
from finance_app.domain.cards import NAMES, Card
from finance_app.pages.dashboard.rows.bridge import PLACE, GainRow, LackRow
from finance_app.pages.dashboard.state.figures import ChartsState
from finance_app.ui.components.card import card
from finance_app.ui.components.chart import chart
from finance_app.ui.components.link import text_link
from finance_app.ui.components.money import money
from finance_app.ui.components.more import more
from finance_app.ui.components.table import cell, cell_money, cell_number, right, table, table_row
from finance_app.ui.components.values import Child
from finance_app.ui.components.ways import ways

found = ChartsState.bridge


def bridge() -> rx.Component:
    """Show what changed net worth."""
    return card(
        rx.el.div(
            rx.el.div(
                chart(found.upright, found.label, height=f"{bridge_charts.HEIGHT}px"),
                class_name="roomy",
            ),
            rx.el.div(chart(found.down, found.label, height=found.height), class_name="tight"),
            class_name="bridge",
        ),
        rx.el.div(
            rx.cond(found.gains, more(report_bridge.GAINS, _gains(), is_open=found.is_open), ""),
            rx.cond(
                found.lacking, more(report_bridge.LACKING, _lacking(), is_open=found.is_open), ""
            ),
            id=PLACE,
            class_name="behind",
        ),
        title=NAMES[Card.BRIDGE],
        figure=money(found.value),
        note=found.note,
        actions=[ways(found.ways, on_open=ChartsState.explain(Card.BRIDGE))],
    )


def _gains() -> rx.Component:
    headings: list[Child] = ["Currency", *map(right, ("Revaluation", "Exchange", "Together"))]
    rows = rx.foreach(found.gains, _gain)
    return rx.fragment(
        rx.el.p(found.gains_note, class_name="card-note"),
        table(
            headings,
            rows,
            caption=report_bridge.GAINS,
            foot=_gain(found.total),
            dense=True,
        ),
    )


def _gain(one: GainRow) -> rx.Component:
    return table_row(
        cell(rx.cond(one.href != "", text_link(one.name, one.href), one.name)),
        *(
            cell_money(amount, code=False)
            for amount in (one.revaluation, one.exchange, one.together)
        ),
        key=one.key,
        data_part=rx.cond(one.part, "true", "false"),
    )


def _lacking() -> rx.Component:
    return table(
        ["Account", "What", "When", right("Amount")],
        rx.foreach(found.lacking, _lack),
        caption=report_bridge.LACKING,
        dense=True,
        stacked=True,
    )


def _lack(one: LackRow) -> rx.Component:
    return table_row(
        cell(text_link(one.name, one.href)),
        cell(one.what),
        cell(one.when),
        cell_number(one.amount),
        key=one.key,
    )
