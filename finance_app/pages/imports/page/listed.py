"""The rows of the file, fifty at a time, and the button that brings them in."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.imports.rows.entries import FilterText, RowText
from finance_app.pages.imports.state.commits import CommitState
from finance_app.pages.imports.state.rows import RowsState
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.card import card, toolbar
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import tick
from finance_app.ui.components.empty import empty
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.pager import turner
from finance_app.ui.components.progress import progress
from finance_app.ui.components.rows import row, row_amount, row_main, row_side, rows
from finance_app.ui.components.values import Many, Option

UNFILED = [Option("", "No category yet")]


def listed() -> rx.Component:
    """Show the rows, which can be ticked and put on categories."""
    shown = RowsState.listed
    return card(
        rx.el.div(
            rx.cond(RowsState.known.text != "", rx.el.p(RowsState.known.text), rx.fragment()),
            toolbar(
                rx.cond(shown.groups, _segments(shown.groups, "Accounts"), ""),
                _segments(shown.filters, "Rows"),
                rx.el.span(
                    button("Tick all", kind="plain", on_click=RowsState.include_all(wanted=True)),
                    button("Tick none", kind="plain", on_click=RowsState.include_all(wanted=False)),
                    class_name="buttons push",
                ),
            ),
            rx.cond(shown.ask != "", rx.el.p(shown.ask, class_name="quiet"), rx.fragment()),
            class_name="inset",
        ),
        rx.cond(
            shown.rows,
            rows(rx.foreach(shown.rows, _row), label="Rows of the file"),
            empty("No such rows.", icon_name="list"),
        ),
        _pages(),
        title="What comes in",
        flush=True,
        actions=[_import()],
    )


def _import() -> rx.Component:
    known = RowsState.known
    there = link_button("Show the entries", known.href, kind="primary")
    go = button(
        RowsState.verb, kind="primary", on_click=CommitState.start, busy=RowsState.impossible
    )
    return rx.cond(
        CommitState.running,
        progress(
            f"{CommitState.doing} · {CommitState.percent} %",
            CommitState.percent,
            on_cancel=CommitState.cancel,
        ),
        rx.cond(known.text != "", there, rx.cond(RowsState.can_edit, go, rx.fragment())),
    )


def _segments(filters: Many[FilterText], label: str) -> rx.Component:
    choose = RowsState.look_into if label == "Accounts" else RowsState.look_at

    def one(found: FilterText) -> rx.Component:
        return rx.el.button(
            found.label,
            type="button",
            on_click=choose(found.value),
            aria_pressed=rx.cond(found.current, "true", "false"),
            class_name="segment",
        )

    return rx.el.div(
        rx.foreach(filters, one), class_name="segments", role="group", aria_label=label
    )


def _row(found: RowText) -> rx.Component:
    return row(
        tick(
            f"Import {found.payee}, {found.amount.text}, {found.day}",
            checked=found.wanted,
            disabled=found.barred | ~RowsState.can_edit,
            on_change=RowsState.include(found.place),
        ),
        row_main(
            found.payee,
            rx.cond(found.verdict != "", chip(found.verdict, found.tone), rx.fragment()),
            rx.cond(found.why != "", rx.el.span(found.why, class_name="quiet why"), rx.fragment()),
        ),
        rx.el.span(found.day, class_name="row-day"),
        row_side(_category(found), phone=True),
        row_amount(found.amount),
        key=found.place,
    )


def _category(found: RowText) -> rx.Component:
    return grouped_input(
        "category",
        RowsState.categories,
        first=UNFILED,
        id=f"category-{found.place}",
        value=found.category,
        aria_label=f"Category of {found.payee}",
        disabled=found.barred | ~RowsState.can_edit,
        on_change=RowsState.categorise(found.place),
    )


def _pages() -> rx.Component:
    shown = RowsState.listed
    where = rx.el.span(shown.where, class_name="quiet figures")
    turned = turner(where, earlier=shown.earlier, later=shown.later, turn=RowsState.page)
    count = rx.el.p(where, class_name="pager")
    return rx.cond(shown.rows, rx.cond(shown.earlier | shown.later, turned, count), rx.fragment())
