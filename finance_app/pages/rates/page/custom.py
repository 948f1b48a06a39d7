"""The book's own currencies, and the dialog that adds one."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.currencies import LONGEST_NAME
from finance_app.pages.rates.rows.custom import CustomRow
from finance_app.pages.rates.state.custom import CustomCurrenciesState
from finance_app.pages.rates.state.custom_form import CustomFormState
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import form, select_field, text_field
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.errors import field_error

TITLE = "Currencies of your own"

currency = CustomFormState.currency


def customs_card() -> rx.Component:
    """List what the book has beside the currencies of countries."""
    add = button("Add currency", on_click=CustomFormState.open_new)
    listed = card(
        rows(rx.foreach(CustomCurrenciesState.customs, _currency), label=TITLE),
        title=TITLE,
        note="Only your own rates convert them.",
        actions=[rx.cond(CustomCurrenciesState.can_edit, add, rx.fragment())],
        flush=True,
    )
    nothing = card(
        empty(
            "Bitcoin, air miles, vouchers: add what you hold that no country pays with.",
            rx.cond(CustomCurrenciesState.can_edit, buttons(add), rx.fragment()),
            icon_name="coins",
        ),
        title=TITLE,
    )
    return rx.cond(CustomCurrenciesState.customs, listed, nothing)


def _currency(one: CustomRow) -> rx.Component:
    said = f"{one.code} · {one.name}"
    edit = row_main(said, on_click=CustomFormState.open_one(one.id))
    return row(
        rx.cond(CustomCurrenciesState.can_edit, edit, row_main(said)),
        row_side(f"In steps of {one.smallest}", phone=True),
        rx.cond(CustomCurrenciesState.can_edit, _menu(one), rx.fragment()),
        key=one.id,
    )


def _menu(one: CustomRow) -> rx.Component:
    delete = menu_item(
        "Delete",
        on_click=CustomCurrenciesState.delete(one.id, one.version),
        icon_name="trash",
        danger=True,
    )
    return menu(
        menu_item("Edit", on_click=CustomFormState.open_one(one.id), icon_name="pencil"),
        rx.cond(one.unused, delete, rx.fragment()),
        label=f"More about {one.code}",
    )


def custom_dialog() -> rx.Component:
    """Ask for code, name and decimals."""
    return dialog(
        form(
            rx.cond(currency.id == "", _code(), rx.fragment()),
            text_field(
                "Name",
                "name",
                max_length=LONGEST_NAME,
                default_value=currency.name,
                placeholder=currency.suggested,
                error=field_error("name"),
            ),
            rx.cond(currency.fixed, rx.fragment(), _decimals()),
            dialog_foot(
                button("Cancel", on_click=CustomFormState.close),
                button(rx.cond(currency.id == "", "Add", "Save"), kind="primary", submit=True),
            ),
            on_submit=CustomFormState.save,
            error=field_error("form"),
            key=currency.key,
        ),
        shown=CustomFormState.shown,
        title=currency.title,
        on_close=CustomFormState.close,
    )


def _code() -> rx.Component:
    return text_field(
        "Code",
        "code",
        max_length=3,
        auto_capitalize="characters",
        auto_complete="off",
        spell_check=False,
        hint="Three letters or digits, such as BTC or MIL.",
        error=field_error("code"),
        on_change=CustomFormState.read_code,
        data_first="",
    )


def _decimals() -> rx.Component:
    return select_field(
        "Decimals",
        "decimals",
        CustomFormState.decimals,
        value=currency.decimals,
        on_change=CustomFormState.choose_decimals,
        hint="They stay once an amount is written down.",
        error=field_error("decimals"),
    )
