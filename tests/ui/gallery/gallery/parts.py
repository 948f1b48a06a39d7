"""The gallery's import, empty place, settings and way in."""

from __future__ import annotations

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, grid, stack
from finance_app.ui.components.chip import category, chip
from finance_app.ui.components.controls import check_input
from finance_app.ui.components.drop_zone import drop_zone
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import (
    amount_field,
    day_field,
    form,
    note_field,
    pair,
    secret_field,
    select_field,
    text_field,
)
from finance_app.ui.components.link import text_link
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.money import money
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.progress import progress
from finance_app.ui.components.skeleton import skeleton_chart, skeleton_figure
from finance_app.ui.components.table import (
    cell,
    cell_link,
    cell_money,
    cell_number,
    right,
    table,
    table_row,
)
from finance_app.ui.shell import page, plain_page

from . import samples
from .dialogs import dialogs, side
from .state import Gallery


@page(links.IMPORT, title="Import")
def imports() -> rx.Component:
    """Take a file, show how far it is and what it holds."""
    return stack(
        drop_zone(
            "Drop a bank file here, or choose one",
            "OFX, QFX or CSV. Nothing is stored before you have looked at it.",
            action=links.UPLOAD,
            accept=".ofx,.qfx,.csv",
        ),
        card(progress("12,000 of 35,000 rows", 34, on_cancel=Gallery.close)),
        preview(),
    )


def preview() -> rx.Component:
    """Show what a file holds."""
    total = table_row(cell("4 rows"), cell(), cell(), cell(), cell_money(samples.euros(328388)))
    return card(
        table(
            ["Day", "Payee", "Proposed category", "", right("Amount")],
            *(
                table_row(
                    cell("Nov 20, 2026"),
                    cell_link(payee, "/import"),
                    cell(category(name, hue, symbol)),
                    cell(chip(mark, tone)),
                    cell_money(amount),
                )
                for payee, name, hue, symbol, mark, tone, amount in samples.STAGED
            ),
            caption="What the file holds",
            foot=total,
        ),
        title="checking-2026-11.csv",
        note="4 rows, of which 1 is new",
        flush=True,
        actions=[
            menu(
                menu_item("Change columns", on_click=Gallery.close, icon_name="settings"),
                menu_item("Discard", on_click=Gallery.close, icon_name="trash", danger=True),
            ),
            button("Import 1 entry", kind="primary"),
        ],
    )


@page(links.ACCOUNTS, title="Accounts", actions=lambda: [button("Open account", icon_name="plus")])
def accounts() -> rx.Component:
    """Show an empty place and one that is still loading."""
    nothing = "No accounts yet. Import a bank file, or open one by hand."
    return stack(
        card(empty(nothing, button("Open account", kind="primary"), icon_name="wallet")),
        grid(*(skeleton_figure() for _ in range(4)), skeleton_chart(7), skeleton_chart(5)),
    )


@page(links.SETTINGS, title="Settings")
def settings() -> rx.Component:
    """Show every kind of field, button and chip."""
    return rx.fragment(grid(profile(), small_parts()), dialogs())


def profile() -> rx.Component:
    """Show fields."""
    wrong = "This is not an e-mail address; it needs a part after the @."
    return card(
        form(
            text_field("Name", "name", default_value="Ada", hint="How reports address you."),
            text_field("E-mail", "email", default_value="ada@", error=wrong),
            pair(
                select_field("Region", "region", samples.ACCOUNTS),
                select_field("Base currency", "currency", samples.ACCOUNTS),
            ),
            pair(
                amount_field("Limit", "limit", default_value="1,200.00"), day_field("From", "from")
            ),
            note_field("Note", "note"),
            check_input("Start the month on my pay-day", "payday"),
            buttons(button("Save settings", kind="primary", submit=True), button("Cancel")),
            on_submit=Gallery.save,
            error=Gallery.error,
        ),
        title="Profile",
        span=6,
    )


def small_parts() -> rx.Component:
    """Show buttons, chips, categories, a figure, segments and a dense table."""
    delete = button(
        "Delete account", kind="danger", icon_name="trash", on_click=Gallery.show("delete")
    )
    return stack(
        card(
            buttons(
                button("Quiet"),
                button("Primary", kind="primary"),
                button("Plain", kind="plain"),
                delete,
                button("Working", busy=True),
                link_button("Link", links.DASHBOARD),
            ),
            title="Buttons",
        ),
        card(
            buttons(
                chip("Cleared"),
                chip("New", "accent"),
                chip("Matched", "income", icon_name="check"),
                chip("Over budget", "trouble"),
                chip("Doubtful", "doubt"),
            ),
            title="Chips",
        ),
        card(buttons(*(category(*one[:3]) for one in samples.SPENDING)), title="Categories"),
        card(money(samples.euros(12345678912, plus=False), size="hero"), title="A page’s figure"),
        card(side(), title="Segments"),
        card(dense_table(), title="Dense table", flush=True),
        buttons(
            button("Show notice", on_click=Gallery.delete),
            button("Show trouble", on_click=Gallery.fail),
        ),
        span=6,
    )


def dense_table() -> rx.Component:
    """Show figures close together."""
    return table(
        ["Category", right("Share"), right("Sum")],
        *(
            table_row(cell(name), cell_number(f"{part} %"), cell_money(amount, code=False))
            for name, _, _, amount, part in samples.SPENDING[:3]
        ),
        caption="Dense",
        dense=True,
    )


@plain_page(
    links.LOGIN,
    title="Sign in",
    foot=lambda: rx.fragment("New here? ", text_link("Create an account", links.SIGNUP)),
)
def login() -> rx.Component:
    """Show the way in."""
    return native_form(
        text_field("E-mail", "email", auto_complete="username", type="email"),
        secret_field("Password", "password", auto_complete="current-password"),
        button("Sign in", kind="primary", submit=True),
        action=links.AUTH_SIGN_IN,
        error="That e-mail address and password do not belong together.",
    )
