"""The dialog that adds many rates from a text or a file."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.own_rate_files import LONGEST
from finance_app.pages.rates.rows.file import LineRow
from finance_app.pages.rates.state.file import RateFileState
from finance_app.ui.components.button import button
from finance_app.ui.components.chip import chip
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import form, note_field, select_field
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

MARKS = [Option(".", "Point, as 0.9234"), Option(",", "Comma, as 0,9234")]
ORDERS = [
    Option("dmy", "Day, month, year"),
    Option("mdy", "Month, day, year"),
    Option("ymd", "Year, month, day"),
]

file = RateFileState.file


def file_dialog() -> rx.Component:
    """Ask for the text, then show what is understood of it."""
    return dialog(
        rx.cond(RateFileState.looked, _understood(), _asked()),
        shown=RateFileState.shown,
        title="Add rates from CSV",
        on_close=RateFileState.close,
        wide=True,
    )


def _asked() -> rx.Component:
    chosen = rx.el.div(
        rx.el.label("A file, or paste them below", html_for="rates-file"),
        rx.el.input(
            type="file",
            id="rates-file",
            accept=".csv,.tsv,.txt",
            class_name="input",
            data_pastes="text",
            data_most=str(LONGEST),
            aria_describedby="rates-file-note",
        ),
        rx.el.p(class_name="field-note field-error", id="rates-file-note", role="alert"),
        class_name="field",
    )
    asked = form(
        note_field(
            "Rates",
            "text",
            rows=8,
            hint="A line each: day, from, to, rate. A last day may follow.",
            placeholder="day;from;to;rate\n2026-11-02;USD;EUR;0.9234",
            error=field_error("text"),
            data_first="",
            spell_check=False,
        ),
        dialog_foot(
            button("Cancel", on_click=RateFileState.close),
            button("Look", kind="primary", submit=True),
        ),
        on_submit=RateFileState.look,
        error=field_error("form"),
    )
    return rx.el.div(chosen, asked, class_name="form")


def _understood() -> rx.Component:
    return form(
        rx.el.p(file.said, role="status"),
        rx.cond(file.mark_open | file.order_open, _ways(), rx.fragment()),
        rows(rx.foreach(RateFileState.lines, _line), label="Rates understood"),
        rx.cond(file.more != "", rx.el.p(file.more, class_name="quiet"), rx.fragment()),
        rx.cond(file.doubt != "", _confirm(), rx.fragment()),
        dialog_foot(
            button("Back", on_click=RateFileState.back),
            rx.cond(
                file.verb != "",
                button(file.verb, kind="primary", submit=True),
                rx.fragment(),
            ),
        ),
        on_submit=RateFileState.add,
        error=field_error("form"),
        key=file.key,
    )


def _ways() -> rx.Component:
    """Ask how to read what nothing proves."""
    mark = select_field(
        "Decimal mark", "mark", MARKS, value=file.mark, on_change=RateFileState.choose_mark
    )
    order = select_field(
        "Days", "order", ORDERS, value=file.order, on_change=RateFileState.choose_order
    )
    return rx.fragment(
        rx.cond(file.mark_open, mark, rx.fragment()),
        rx.cond(file.order_open, order, rx.fragment()),
    )


def _line(one: LineRow) -> rx.Component:
    return row(
        row_main(
            one.said,
            rx.cond(one.mark != "", chip(one.mark, one.tone), rx.fragment()),
            note=one.number,
        ),
        row_side(one.about, phone=True),
        key=one.number,
    )


def _confirm() -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", name="confirmed"),
            rx.el.span(file.doubt),
            class_name="check",
        ),
        rx.el.p(field_error("confirmed"), class_name="field-note field-error", role="alert"),
        class_name="field",
    )
