"""The cards: what each shows, and where it stands."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.cards import NAMES, Card
from finance_app.pages.dashboard.page.bridge import bridge
from finance_app.pages.dashboard.rows.lists import EntryRow, PayeeRow
from finance_app.pages.dashboard.rows.places import PlaceText
from finance_app.pages.dashboard.state.figures import ChartsState
from finance_app.ui.components.button import link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.chart import chart
from finance_app.ui.components.empty import empty
from finance_app.ui.components.figure import figure_card
from finance_app.ui.components.money import money
from finance_app.ui.components.rows import row, row_amount, row_main, row_side, rows
from finance_app.ui.components.ways import ways

CHART = "264px"


def place(one: PlaceText) -> rx.Component:
    """Show a card in its place."""
    shown = rx.match(
        one.kind,
        ("figure", figure_card(one.figure)),
        (Card.CASH_FLOW, _cash_flow()),
        (Card.CATEGORIES, _spending()),
        (Card.WORTH_OVER_TIME, _net_worth()),
        (Card.PAYEES, _payees()),
        (Card.BRIDGE, bridge()),
        (Card.COMING, _coming()),
        (Card.RECENT, _recent()),
        rx.fragment(),
    )
    return rx.el.div(
        shown, class_name="slot", data_span=one.columns, data_card=one.kind, key=one.key
    )


def _cash_flow() -> rx.Component:
    flow = ChartsState.flow
    return card(
        chart(flow.figure, flow.label, height=CHART),
        title=NAMES[Card.CASH_FLOW],
        figure=money(flow.value),
        note=flow.note,
        actions=[ways(flow.ways, on_open=ChartsState.explain(Card.CASH_FLOW))],
    )


def _spending() -> rx.Component:
    spending = ChartsState.spending
    more = rx.cond(
        spending.more != "",
        link_button(spending.more_label, spending.more, kind="plain"),
        rx.fragment(),
    )
    return card(
        chart(spending.figure, spending.label, height=spending.height),
        title=NAMES[Card.CATEGORIES],
        figure=money(spending.value),
        actions=[more, ways(spending.ways, on_open=ChartsState.explain(Card.CATEGORIES))],
    )


def _net_worth() -> rx.Component:
    worth = ChartsState.worth
    return card(
        chart(worth.figure, worth.label, height=CHART),
        title=NAMES[Card.WORTH_OVER_TIME],
        figure=money(worth.value),
        note=worth.note,
        actions=[ways(worth.ways, on_open=ChartsState.explain(Card.WORTH_OVER_TIME))],
    )


def _payees() -> rx.Component:
    return card(
        rx.cond(
            ChartsState.payees,
            rows(rx.foreach(ChartsState.payees, _payee), label=NAMES[Card.PAYEES]),
            empty(ChartsState.unspent),
        ),
        title=NAMES[Card.PAYEES],
        note=ChartsState.unranked,
        flush=True,
    )


def _payee(one: PayeeRow) -> rx.Component:
    return row(
        row_main(one.name, href=one.href, note=one.note),
        row_amount(one.amount),
        key=one.id,
    )


def _coming() -> rx.Component:
    return card(
        rows(rx.foreach(ChartsState.coming, _entry), label=NAMES[Card.COMING]),
        title=NAMES[Card.COMING],
        actions=[link_button("Show all", ChartsState.all_coming, kind="plain")],
        flush=True,
    )


def _recent() -> rx.Component:
    return card(
        rx.cond(
            ChartsState.recent,
            rows(rx.foreach(ChartsState.recent, _entry), label=NAMES[Card.RECENT]),
            empty("Nothing was entered for this period."),
        ),
        title=NAMES[Card.RECENT],
        flush=True,
    )


def _entry(one: EntryRow) -> rx.Component:
    return row(
        row_main(one.title, href=one.href, note=one.note),
        row_side(one.day, note=one.note),
        row_amount(one.amount),
        key=one.id,
    )
