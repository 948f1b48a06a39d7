"""The dashboard: how things stand, what came in and what was spent, in a period."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.dashboard.rows import PayeeRow, RecentRow
from finance_app.pages.dashboard.state import ChartsState, DashboardState
from finance_app.ui import links
from finance_app.ui.components.button import buttons, link_button
from finance_app.ui.components.card import card, grid
from finance_app.ui.components.chart import chart
from finance_app.ui.components.empty import empty
from finance_app.ui.components.figure import figure_card
from finance_app.ui.components.money import money
from finance_app.ui.components.note import elsewhere, gap, note
from finance_app.ui.components.period import period_picker
from finance_app.ui.components.rows import row, row_amount, row_main, row_side, rows
from finance_app.ui.components.skeleton import skeleton_chart, skeleton_figure, until
from finance_app.ui.components.values import Child
from finance_app.ui.components.ways import ways
from finance_app.ui.shell import page

CHART = "264px"


def actions() -> list[Child]:
    """Choose the period."""
    return [period_picker(DashboardState.period, on_days=DashboardState.choose_days)]


@page(links.DASHBOARD, title="Dashboard", on_load=DashboardState.load, actions=actions)
def dashboard() -> rx.Component:
    """Show the dashboard."""
    quiet = DashboardState.nothing.sentence != ""
    drawn = rx.fragment(_cash_flow(), _spending(), _net_worth(), _payees(), _recent())
    some = grid(
        rx.foreach(DashboardState.notes, note),
        rx.cond(quiet, elsewhere(DashboardState.nothing), rx.fragment()),
        rx.foreach(DashboardState.figures, figure_card),
        rx.foreach(DashboardState.gaps, gap),
        rx.cond(quiet, _net_worth(), drawn),
    )
    return until(
        DashboardState.loaded,
        rx.cond(DashboardState.empty, card(_nothing()), some),
        _skeleton(),
    )


def _skeleton() -> rx.Component:
    return grid(
        *(skeleton_figure() for _ in range(4)),
        skeleton_chart(7),
        skeleton_chart(5),
        skeleton_chart(12),
    )


def _nothing() -> rx.Component:
    first = buttons(
        link_button("Open an account", links.ACCOUNTS, kind="primary"),
        link_button("Import a bank file", links.IMPORT),
    )
    return empty("Your figures appear here once you have an account.", first, icon_name="chart")


def _cash_flow() -> rx.Component:
    flow = ChartsState.flow
    return card(
        chart(flow.figure, flow.label, height=CHART),
        title="Cash flow",
        figure=money(flow.value),
        note=flow.note,
        actions=[ways(flow.ways)],
        span=7,
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
        title="Spending by category",
        figure=money(spending.value),
        actions=[more, ways(spending.ways)],
        span=5,
    )


def _net_worth() -> rx.Component:
    worth = ChartsState.worth
    return card(
        chart(worth.figure, worth.label, height=CHART),
        title="Net worth",
        figure=money(worth.value),
        note=worth.note,
        actions=[ways(worth.ways)],
    )


def _payees() -> rx.Component:
    return card(
        rx.cond(
            ChartsState.payees,
            rows(rx.foreach(ChartsState.payees, _payee), label="Largest payees"),
            empty(ChartsState.unspent),
        ),
        title="Largest payees",
        flush=True,
        span=5,
    )


def _payee(one: PayeeRow) -> rx.Component:
    return row(
        row_main(one.name, href=one.href, note=one.note),
        row_amount(one.amount),
        key=one.id,
    )


def _recent() -> rx.Component:
    return card(
        rx.cond(
            ChartsState.recent,
            rows(rx.foreach(ChartsState.recent, _entry), label="Recent entries"),
            empty("Nothing was entered for this period."),
        ),
        title="Recent entries",
        flush=True,
        span=7,
    )


def _entry(one: RecentRow) -> rx.Component:
    return row(
        row_main(one.title, href=one.href, note=one.note),
        row_side(one.day, note=one.note),
        row_amount(one.amount),
        key=one.id,
    )
