"""The form for one entry or transfer."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.pages.entries.page.stale import both_versions
from finance_app.pages.entries.page.transfer import transfer
from finance_app.pages.entries.page.written import written
from finance_app.pages.entries.rows.form import LineText
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.opening import OfferState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.chip import category
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import (
    day_field,
    note_field,
)
from finance_app.ui.components.field import form as asked
from finance_app.ui.components.link import text_link
from finance_app.ui.components.money import money
from finance_app.ui.components.rows import row, row_main, rows
from finance_app.ui.components.segments import segments
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error

entry = FormState.entry
SIDES = [("out", "Out"), ("in", "In")]
NO_ACCOUNT = "Every entry needs an account; open one first."


def form() -> rx.Component:
    """Ask for an entry, in a dialog."""
    moved: Any = ChosenState.side == "transfer"
    new = rx.cond(moved, "New transfer", "New entry")
    return dialog(
        rx.cond(OfferState.accounts, _form(), _no_account()),
        shown=FormState.shown,
        title=rx.cond(entry.id == "", new, rx.cond(moved, "Transfer", "Entry")),
        on_close=FormState.close,
    )


def _no_account() -> rx.Component:
    open_one = link_button("Open an account", links.ACCOUNTS, kind="primary")
    offered = rx.fragment(rx.cond(FormState.can_edit, open_one, rx.fragment()))
    return empty(NO_ACCOUNT, offered, icon_name="wallet")


def _no_rate() -> rx.Component:
    return rx.el.p(entry.no_rate, " ", text_link("Add one", entry.mend), class_name="field-note")


def _form() -> rx.Component:
    shape = rx.cond(ChosenState.side == "transfer", transfer(), written())
    return asked(
        rx.el.fieldset(
            both_versions(),
            rx.cond(entry.fixed == "", rx.fragment(_sides(), shape), _fixed()),
            rx.cond(entry.worth.text != "", _worth(), rx.fragment()),
            rx.cond(entry.no_rate != "", _no_rate(), rx.fragment()),
            disabled=~FormState.can_edit,
            class_name="same",
        ),
        _foot(),
        on_submit=FormState.save,
        error=field_error("form"),
        key=entry.key,
    )


def _worth() -> rx.Component:
    return _note(rx.fragment("Worth ", money(entry.worth)))


def _note(said: Child) -> rx.Component:
    return rx.el.p(said, class_name="field-note")


def _foot() -> rx.Component:
    kept = rx.cond(FormState.changed_by != "", "Keep mine", "Save")
    others = rx.el.span(
        button("Delete", kind="plain", icon_name="trash", on_click=FormState.delete),
        button("Duplicate", kind="plain", icon_name="copy", on_click=FormState.duplicate),
        class_name="foot-more",
    )
    return dialog_foot(
        rx.cond((entry.id != "") & FormState.can_edit, others, rx.fragment()),
        button("Cancel", on_click=FormState.close),
        rx.cond(FormState.can_edit, button(kept, kind="primary", submit=True), rx.fragment()),
    )


def _sides() -> rx.Component:
    """Choose which way; what is written already keeps being an entry or a transfer."""

    def choice(*sides: tuple[str, str]) -> rx.Component:
        return segments(sides, value=ChosenState.side, on_choose=ChosenState.turn, label="Money")

    moves = rx.cond(ChosenState.side == "transfer", rx.fragment(), choice(*SIDES))
    return rx.cond(entry.id == "", choice(*SIDES, ("transfer", "Transfer")), moves)


def _fixed() -> rx.Component:
    """Show what cannot be changed here, and say why."""
    return rx.fragment(
        day_field("Date", "day", default_value=entry.day, error=field_error("day")),
        rx.el.div(
            rows(rx.foreach(entry.lines, _line), label="Lines", dense=True),
            rx.el.p(entry.fixed, class_name="field-note"),
            class_name="field",
        ),
        note_field("Note", "note", default_value=entry.note, error=field_error("note"), rows="2"),
    )


def _line(line: LineText) -> rx.Component:
    return row(
        row_main(category(line.label, line.hue), note=line.memo),
        rx.el.div(money(line.amount), class_name="row-amount"),
    )
