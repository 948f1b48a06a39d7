"""The gallery's dashboard and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.button import button, file_button, icon_button
from finance_app.ui.components.card import card, grid, stack, toolbar
from finance_app.ui.components.chip import category, chip
from finance_app.ui.components.controls import search_input, select_input, tick
from finance_app.ui.components.figure import figure_card
from finance_app.ui.components.money import money
from finance_app.ui.components.pager import pager
from finance_app.ui.components.period import period_picker
from finance_app.ui.components.rows import (
    group,
    row,
    row_amount,
    row_main,
    row_side,
    rows,
    selection_bar,
)
from finance_app.ui.components.skeleton import skeleton_rows
from finance_app.ui.shell import page

from . import samples
from .dialogs import dialogs
from .state import Gallery

if TYPE_CHECKING:
    from finance_app.ui.components.values import Child

YEAR = (120, 140, 96, 160, 130, 150, 110, 170, 150, 128, 180, 144)


def bars(*heights: int) -> rx.Component:
    """Stand in for a chart."""
    return rx.el.svg(
        *(
            rx.el.svg.rect(
                x=str(14 + 48 * number + 18 * part),
                y=str(200 - height * (0.72, 1)[part]),
                width="14",
                height=str(height * (0.72, 1)[part]),
                rx="3",
                fill=("var(--hue-0)", "var(--hue-3)")[part],
            )
            for number, height in enumerate(heights)
            for part in (0, 1)
        ),
        rx.el.svg.line(x1="0", x2="600", y1="200", y2="200", stroke="var(--line-strong)"),
        view_box="0 0 600 220",
        class_name="chart",
        role="img",
        aria_label="Income and spending by month",
    )


def share(name: str, hue: int, symbol: str, amount: Any, part: int) -> rx.Component:
    """Show a category's part of the spending."""
    return row(
        row_main(category(name, hue, symbol), href=f"/entries?category={hue}"),
        rx.el.div(f"{part // 3} %", class_name="row-note figures"),
        row_amount(amount),
    )


def period() -> list[Child]:
    """Choose the period, and take the report with you."""
    return [
        period_picker(samples.PERIOD, on_days=Gallery.days),
        file_button("Report", links.report_file("2026-11")),
    ]


@page(links.DASHBOARD, title="Dashboard", actions=period)
def dashboard() -> rx.Component:
    """Show figures and charts."""
    download = icon_button("download", "Download as a file", href=links.REPORTS)
    return grid(
        *(figure_card(one) for one in samples.FIGURES),
        card(
            bars(*YEAR),
            title="Cash flow",
            figure=money(samples.euros(120410)),
            note="More in than out in November 2026",
            actions=[download],
            span=7,
        ),
        card(
            rows(*(share(*one) for one in samples.SPENDING), dense=True),
            title="Spending by category",
            figure=money(samples.euros(300590, plus=False)),
            span=5,
            flush=True,
        ),
        card(
            bars(*YEAR[:9]),
            title="Net worth",
            figure=money(samples.euros(4831277, plus=False)),
            span=7,
        ),
        card(skeleton_rows(5), title="Largest payees", span=5, flush=True),
    )


def entry(one: samples.Entry) -> rx.Component:
    """Show an entry."""
    marks = {"pending": [chip("Pending")], "rate": [chip("No rate", "doubt")]}
    return row(
        tick(f"Choose {one.payee}", on_change=Gallery.choose),
        row_main(one.payee, *marks.get(one.mark, []), href="/entries?entry=1", note=one.note),
        row_side(category(one.category, one.hue, one.icon), phone=True),
        row_side(one.account),
        row_amount(one.amount),
        chosen=Gallery.chosen if one.mark == "pending" else False,
        actions=[
            icon_button("pencil", "Edit", on_click=Gallery.show("entry")),
            icon_button("trash", "Delete", on_click=Gallery.show("delete")),
        ],
    )


def new_entry() -> list[Child]:
    """Write an entry."""
    press = Gallery.show("entry")
    return [
        button(
            "New entry", kind="primary", icon_name="plus", data_key="n", wide=True, on_click=press
        )
    ]


@page(links.ENTRIES, title="Entries", actions=new_entry)
def entries() -> rx.Component:
    """List entries by day."""
    choose_none = icon_button("x", "Choose none", on_click=Gallery.choose(False))  # noqa: FBT003  a checkbox's event
    return stack(
        toolbar(
            search_input(label="Search payees and notes"),
            select_input("account", samples.ACCOUNTS, aria_label="Account"),
            select_input("category", samples.ACCOUNTS, aria_label="Category", id="by-category"),
            rx.el.div(period_picker(samples.PERIOD, on_days=Gallery.days), class_name="push"),
        ),
        card(
            *(group(day, rows(*map(entry, some)), total=sum_) for day, sum_, some in samples.DAYS),
            flush=True,
        ),
        pager(newer="", older="/entries?before=1"),
        selection_bar(
            "1 entry",
            button("Set category", icon_name="tag"),
            button("Delete", icon_name="trash"),
            shown=Gallery.chosen,
            on_clear=choose_none,
        ),
        dialogs(),
    )
