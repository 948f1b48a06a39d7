"""The form for one entry."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.rows.form import LineText
from finance_app.pages.entries.state.form import FormState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.chip import category
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    day_field,
    field,
    note_field,
    pair,
    select_field,
)
from finance_app.ui.components.field import form as asked
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.money import money
from finance_app.ui.components.rows import row, row_main, rows
from finance_app.ui.components.segments import segments
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

entry = FormState.entry
SIDES = [("out", "Out"), ("in", "In")]
NO_ACCOUNT = "Every entry needs an account; open one first."
NOTHING = [Option("", "Uncategorised")]


def form() -> rx.Component:
    """Ask for an entry, in a dialog."""
    return dialog(
        rx.cond(FormState.accounts, _form(), _no_account()),
        shown=FormState.shown,
        title=rx.cond(entry.id == "", "New entry", "Entry"),
        on_close=FormState.close,
    )


def _no_account() -> rx.Component:
    open_one = link_button("Open an account", links.ACCOUNTS, kind="primary")
    return empty(NO_ACCOUNT, open_one, icon_name="wallet")


def _form() -> rx.Component:
    return asked(
        combo_field(
            "Payee",
            "payee",
            FormState.payees,
            default_value=entry.payee,
            on_change=FormState.propose,
            error=field_error("payee"),
            max_length=200,
            data_first="",
        ),
        rx.cond(entry.fixed == "", _money(), _fixed()),
        note_field("Note", "note", default_value=entry.note, error=field_error("note"), rows="2"),
        rx.cond(entry.rate != "", rx.el.p(entry.rate, class_name="field-note"), rx.fragment()),
        dialog_foot(
            rx.cond((entry.id != "") & FormState.can_edit, _delete(), rx.fragment()),
            button("Cancel", on_click=FormState.close),
            rx.cond(FormState.can_edit, button("Save", kind="primary", submit=True), rx.fragment()),
        ),
        on_submit=FormState.save,
        error=field_error("form"),
        key=entry.key,
    )


def _delete() -> rx.Component:
    return rx.el.span(
        button("Delete", kind="plain", icon_name="trash", on_click=FormState.delete),
        style={"margin_right": "auto"},
    )


def _money() -> rx.Component:
    """Ask how much went which way, when, where and for what."""
    return rx.fragment(
        pair(
            amount_field(
                rx.cond(FormState.currency != "", f"Amount in {FormState.currency}", "Amount"),
                "amount",
                default_value=entry.amount,
                error=field_error("amount"),
                placeholder="0",
            ),
            rx.el.div(
                rx.el.span("Money", class_name="field-label"),
                segments(SIDES, value=FormState.side, on_choose=FormState.turn, label="Money"),
                class_name="field",
            ),
        ),
        pair(_day(), _account()),
        field(
            "Category",
            "category",
            grouped_input,
            groups=FormState.categories,
            first=NOTHING,
            value=FormState.category,
            on_change=FormState.choose_category,
            hint=FormState.proposal,
            error=field_error("category"),
        ),
    )


def _day() -> rx.Component:
    return day_field("Date", "day", default_value=entry.day, error=field_error("day"))


def _account() -> rx.Component:
    return select_field(
        "Account",
        "account",
        FormState.accounts,
        default_value=entry.account,
        on_change=FormState.choose_account,
        error=field_error("account"),
    )


def _fixed() -> rx.Component:
    """Show what cannot be changed here, and say why."""
    return rx.fragment(
        _day(),
        rx.el.div(
            rows(rx.foreach(entry.lines, _line), label="Lines", dense=True),
            rx.el.p(entry.fixed, class_name="field-note"),
            class_name="field",
        ),
    )


def _line(line: LineText) -> rx.Component:
    return row(
        row_main(category(line.label, line.hue), note=line.memo),
        rx.el.div(money(line.amount), class_name="row-amount"),
    )
