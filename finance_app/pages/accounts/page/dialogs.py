"""The dialogs: one account as it is to be, and the end of one."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.accounts.state.closing import ClosingState
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.ui.accounts import KIND_OPTIONS
from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    day_field,
    form,
    pair,
    select_field,
    text_field,
)
from finance_app.ui.errors import field_error

account = AccountFormState.account
ending = ClosingState.account


def account_dialog() -> rx.Component:
    """Ask for an account, in a dialog."""
    save = button(rx.cond(account.id == "", "Open account", "Save"), kind="primary", submit=True)
    return dialog(
        form(
            text_field(
                "Name",
                "name",
                default_value=account.name,
                error=field_error("name"),
                max_length=100,
                data_first="",
            ),
            _kind_and_currency(),
            _opening(),
            dialog_foot(
                button("Cancel", on_click=AccountFormState.close),
                rx.cond(AccountFormState.can_edit, save, rx.fragment()),
            ),
            on_submit=AccountFormState.save,
            error=field_error("form"),
            key=account.key,
        ),
        shown=AccountFormState.shown,
        title=rx.cond(account.id == "", "Open an account", "Account"),
        on_close=AccountFormState.close,
    )


def _kind_and_currency() -> rx.Component:
    return pair(
        select_field(
            "Kind", "kind", KIND_OPTIONS, default_value=account.kind, error=field_error("kind")
        ),
        combo_field(
            "Currency",
            "currency",
            AccountFormState.currencies,
            default_value=account.currency,
            error=field_error("currency"),
            max_length=3,
        ),
    )


def _opening() -> rx.Component:
    return pair(
        amount_field(
            "Opening balance",
            "amount",
            default_value=account.amount,
            hint="With a minus for what is owed.",
            error=field_error("amount"),
            placeholder="0",
        ),
        day_field(
            "On",
            "day",
            default_value=account.day,
            hint="At the start of this day.",
            error=field_error("day"),
        ),
    )


def closing_dialog() -> rx.Component:
    """Ask at the end of which day an account is closed."""
    return dialog(
        form(
            rx.el.p(ending.said, class_name="quiet"),
            day_field(
                "At the end of",
                "closed_on",
                default_value=ending.day,
                hint="The day of its last entry, or a later one.",
                error=field_error("closed_on"),
                data_first="",
            ),
            dialog_foot(
                button("Cancel", on_click=ClosingState.close),
                button("Close account", kind="primary", submit=True),
            ),
            on_submit=ClosingState.go,
            error=field_error("form"),
            key=ending.key,
        ),
        shown=ClosingState.shown,
        title=f"Close {ending.name}",
        on_close=ClosingState.close,
    )
