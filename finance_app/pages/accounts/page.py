"""The accounts page: by kind, with what they are worth together."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.accounts.rows.listed import AccountRow, KindText
from finance_app.pages.accounts.state import AccountFormState, AccountsState
from finance_app.ui import links
from finance_app.ui.accounts import KIND_OPTIONS
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    day_field,
    form,
    pair,
    select_field,
    text_field,
)
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.money import money
from finance_app.ui.components.note import note
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error
from finance_app.ui.shell import page

account = AccountFormState.account
upcoming = AccountsState.upcoming


def actions() -> list[Child]:
    """Open an account; where there is none yet, the empty page offers it."""
    opening = button("Open account", icon_name="plus", on_click=AccountFormState.open_new)
    offered = rx.cond(AccountsState.can_edit, opening, rx.fragment())
    return [rx.cond(AccountsState.kinds, offered, rx.fragment())]


@page(links.ACCOUNTS, title="Accounts", on_load=AccountsState.load, actions=actions)
def accounts() -> rx.Component:
    """Show where money is."""
    some = stack(
        _worth(),
        rx.cond(upcoming.sentence != "", note(upcoming), rx.fragment()),
        card(rx.foreach(AccountsState.kinds, _kind), flush=True),
    )
    return rx.fragment(
        until(
            AccountsState.loaded,
            rx.cond(AccountsState.kinds, some, card(_nothing())),
            card(skeleton_rows(5), flush=True),
        ),
        _form(),
    )


def _nothing() -> rx.Component:
    first = buttons(
        button("Open account", kind="primary", on_click=AccountFormState.open_new),
        link_button("Import a bank file", links.IMPORT),
    )
    return empty("No accounts yet.", first, icon_name="wallet")


def _worth() -> rx.Component:
    worth = AccountsState.worth
    missing = rx.el.p(worth.missing, class_name="card-note")
    return card(
        rx.el.h2("Net worth", class_name="figure-label"),
        money(worth.total, size="figure"),
        rx.cond(worth.note != "", rx.el.p(worth.note, class_name="card-note"), rx.fragment()),
        rx.cond(worth.missing != "", missing, rx.fragment()),
    )


def _kind(kind: KindText) -> rx.Component:
    partial = rx.cond(kind.partial, chip("Incomplete", "doubt"), rx.fragment())
    heading = rx.el.div(rx.el.h2(kind.heading), partial, class_name="buttons")
    return rx.el.section(
        rx.el.div(heading, money(kind.total), class_name="group-head"),
        rows(rx.foreach(kind.rows, _account), label=kind.heading),
        class_name="group",
    )


def _account(one: AccountRow) -> rx.Component:
    base = rx.el.div(one.base, class_name="money-code figures", title=one.rate)
    later = rx.el.div(one.upcoming, class_name="money-code figures later")
    no_rate = rx.el.span("No rate", class_name="chip", data_tone="doubt", title=one.rate)
    return row(
        row_main(
            one.name,
            rx.cond(one.no_rate, no_rate, rx.fragment()),
            href=one.href,
        ),
        row_side(rx.el.div(one.since), phone=True),
        rx.el.div(
            money(one.balance),
            rx.cond(one.base != "", base, rx.fragment()),
            rx.cond(one.upcoming != "", later, rx.fragment()),
            class_name="row-amount",
        ),
        rx.cond(AccountsState.can_edit, _menu(one), rx.fragment()),
        key=one.id,
    )


def _menu(one: AccountRow) -> rx.Component:
    return menu(
        menu_item("Show entries", href=one.href, icon_name="list"),
        menu_item("Edit", on_click=AccountFormState.open_one(one.id), icon_name="pencil"),
        menu_item(
            "Delete",
            on_click=AccountsState.delete(one.id, one.version),
            icon_name="trash",
            danger=True,
        ),
        label=f"More about {one.name}",
    )


def _form() -> rx.Component:
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
