"""The reports page: what a period's report says, and the report as a file."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.reports.rows import PartRow
from finance_app.pages.reports.state import ReportsState
from finance_app.ui import links
from finance_app.ui.bases import LABEL
from finance_app.ui.components.button import buttons, file_button, link_button
from finance_app.ui.components.card import card, grid
from finance_app.ui.components.empty import empty
from finance_app.ui.components.figure import figure_card
from finance_app.ui.components.note import elsewhere, gap, note
from finance_app.ui.components.period import basis_choices, period_picker
from finance_app.ui.components.skeleton import skeleton_figure, skeleton_rows, until
from finance_app.ui.components.table import cell, cell_number, right, table, table_row
from finance_app.ui.components.values import Child
from finance_app.ui.shell import page

report = ReportsState.report
quiet = ReportsState.nothing.sentence != ""


def actions() -> list[Child]:
    """Choose the period, and the rates."""
    return [
        period_picker(
            ReportsState.period,
            basis_choices(ReportsState.bases, LABEL),
            on_days=ReportsState.choose_days,
        )
    ]


@page(links.REPORTS, title="Reports", on_load=ReportsState.load, actions=actions)
def reports() -> rx.Component:
    """Show what is in the report, and offer it."""
    some = grid(
        rx.foreach(ReportsState.notes, note),
        rx.cond(quiet, elsewhere(ReportsState.nothing), rx.fragment()),
        _offer(),
        rx.foreach(report.gaps, lambda one: gap(one, "Show rates", links.RATES)),
        rx.foreach(ReportsState.figures, figure_card),
        _contents(),
    )
    waiting = grid(*(skeleton_figure() for _ in range(4)), card(skeleton_rows(), flush=True))
    return until(ReportsState.loaded, rx.cond(ReportsState.empty, card(_nothing()), some), waiting)


def _nothing() -> rx.Component:
    first = buttons(
        link_button("Open an account", links.ACCOUNTS, kind="primary"),
        link_button("Import a bank file", links.IMPORT),
    )
    return empty("There is nothing to report yet.", first, icon_name="chart")


def _offer() -> rx.Component:
    return card(
        rx.el.p(
            "One HTML file with interactive charts and every figure as a table. "
            "It opens in any browser, offline, and prints on A4.",
            class_name="card-note",
        ),
        title=report.days,
        actions=[
            rx.cond(
                quiet,
                file_button("Download", report.href),
                file_button("Download", report.href, kind="primary"),
            )
        ],
    )


def _contents() -> rx.Component:
    return card(
        table(
            ["Table", right("Total")],
            rx.foreach(report.parts, _part),
            caption="What is inside",
        ),
        title="What is inside",
        note=f"Charts: {report.charts}",
        flush=True,
    )


def _part(one: PartRow) -> rx.Component:
    return table_row(cell(one.title), cell_number(one.figure))
