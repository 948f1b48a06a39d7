"""How a CSV file is read, to be looked at and confirmed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.pages.imports.rows.layouts import (
    MARK_OPTIONS,
    ORDER_OPTIONS,
    ROLE_OPTIONS,
    ColumnText,
    QuestionText,
    SampleText,
)
from finance_app.pages.imports.state.layouts import LayoutState
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.controls import select_input
from finance_app.ui.components.field import select_field
from finance_app.ui.components.table import cell, cell_money, right, table, table_row
from finance_app.ui.components.values import Choice


def columns() -> rx.Component:
    """Show the first rows as they are read, and everything that can be read otherwise."""
    confirm = button(
        "Use these columns", kind="primary", icon_name="check", on_click=LayoutState.confirm
    )
    return stack(
        rx.foreach(LayoutState.questions, _question),
        card(
            table(
                ["Day", right("Amount"), "Payee", "Note"],
                rx.foreach(LayoutState.read_as, _sample),
                caption="The first rows as they are read",
                stacked=True,
            ),
            title="The first rows, as they are read",
            flush=True,
            actions=[rx.cond(LayoutState.can_edit, confirm, rx.fragment())],
        ),
        card(_marks(), title="How it is written"),
        card(
            table(
                ["Column", "Is taken for", "For example"],
                rx.foreach(LayoutState.columns, _column),
                caption="The columns of the file",
                stacked=True,
            ),
            title="What each column is taken for",
            flush=True,
        ),
    )


def _marks() -> rx.Component:
    marks = LayoutState.marks
    return rx.el.div(
        _mark("Days", "day_order", ORDER_OPTIONS, marks.order),
        _mark("Decimal mark", "decimal_mark", MARK_OPTIONS, marks.mark),
        _mark("Signs", "negated", marks.signs, marks.sign),
        rx.cond(
            marks.asks_code,
            _mark("Currency", "currency_code", LayoutState.currencies, marks.code),
            rx.fragment(),
        ),
        class_name="form-line",
    )


def _mark(label: str, about: str, options: Any, value: Any) -> rx.Component:
    return select_field(
        label,
        about,
        options,
        value=value,
        disabled=~LayoutState.can_edit,
        on_change=LayoutState.choose(about),
    )


def _question(asked: QuestionText) -> rx.Component:
    def answer(choice: Choice) -> rx.Component:
        return rx.el.button(
            choice.label,
            type="button",
            on_click=LayoutState.choose(asked.about, choice.href),
            disabled=~LayoutState.can_edit,
            aria_pressed=rx.cond(choice.current, "true", "false"),
            class_name="segment",
        )

    return card(
        rx.el.div(
            rx.foreach(asked.choices, answer),
            class_name="segments",
            role="group",
            aria_label=asked.text,
        ),
        title=asked.text,
        note="The file does not say; the rows below show what your answer makes of it.",
    )


def _column(column: ColumnText) -> rx.Component:
    chosen = select_input(
        "role",
        ROLE_OPTIONS,
        id=f"role-{column.index}",
        value=column.role,
        disabled=~LayoutState.can_edit,
        aria_label=f"{column.name} is taken for",
        on_change=LayoutState.take(column.index),
    )
    return table_row(
        cell(rx.el.strong(column.name)),
        cell(chosen),
        cell(rx.el.span(column.example, class_name="quiet")),
        key=column.index,
    )


def _sample(sample: SampleText) -> rx.Component:
    return rx.cond(
        sample.why != "",
        table_row(rx.el.td(sample.why, col_span=4, class_name="quiet")),
        table_row(
            cell(sample.day),
            cell_money(sample.amount),
            cell(sample.payee),
            cell(rx.el.span(sample.note, class_name="quiet")),
        ),
    )
