"""The gallery's dialogs."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import confirm, dialog, dialog_foot
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    day_field,
    form,
    note_field,
    pair,
    select_field,
    text_field,
)
from finance_app.ui.components.segments import segments

from . import samples
from .state import Gallery

SIDES = (("expense", "Expense"), ("income", "Income"), ("transfer", "Transfer"))


def side() -> rx.Component:
    """Choose a kind of entry."""
    return segments(SIDES, value=Gallery.side, on_choose=Gallery.turn, label="Kind")


def dialogs() -> rx.Component:
    """Hold every dialog, closed."""
    return rx.fragment(
        dialog(
            entry_form(),
            shown=Gallery.shown == "entry",
            title="New entry",
            on_close=Gallery.close,
        ),
        confirm(
            "Its 1,204 entries go with it. You can undo this for 30 days.",
            shown=Gallery.shown == "delete",
            title="Delete the account “Travel card”?",
            verb="Delete account",
            on_confirm=Gallery.delete,
            on_close=Gallery.close,
        ),
    )


def entry_form() -> rx.Component:
    """Ask for an entry."""
    return form(
        side(),
        amount_field(
            "Amount",
            "amount",
            error=Gallery.error,
            data_first="",
            data_amount="large",
            placeholder="0.00",
        ),
        pair(
            day_field("Day", "day", default_value="2026-11-23"),
            text_field("Payee", "payee", hint="Who was paid."),
        ),
        pair(
            combo_field("Category", "category", samples.CATEGORIES),
            select_field("Account", "account", samples.ACCOUNTS),
        ),
        note_field("Note", "note"),
        dialog_foot(
            button("Cancel", on_click=Gallery.close),
            button("Save entry", kind="primary", submit=True),
        ),
        on_submit=Gallery.save,
    )
