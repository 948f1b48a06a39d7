"""The accounts page, and the register of one account."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.accounts.page.dialogs import account_dialog, closing_dialog
from finance_app.pages.accounts.page.listed import listed
from finance_app.pages.accounts.page.register import actions as register_actions
from finance_app.pages.accounts.page.register import register
from finance_app.pages.accounts.state.closing import ClosingState
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.pages.accounts.state.register import RegisterState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.values import Child
from finance_app.ui.shell import page

DIALOGS = (AccountFormState.load, ClosingState.load)


def actions() -> list[Child]:
    """Open an account; where there is none yet, the empty page offers it."""
    opening = button("Open account", icon_name="plus", on_click=AccountFormState.open_new)
    offered = rx.cond(AccountsState.can_edit, opening, rx.fragment())
    return [rx.cond(AccountsState.any_there, offered, rx.fragment())]


@page(links.ACCOUNTS, title="Accounts", on_load=[AccountsState.load, *DIALOGS], actions=actions)
def accounts() -> rx.Component:
    """Show where money is."""
    return rx.fragment(listed(), account_dialog(), closing_dialog())


@page(
    links.ACCOUNT,
    title="Account",
    on_load=[RegisterState.load, *DIALOGS],
    actions=register_actions,
    heading=RegisterState.head.name,
)
def account() -> rx.Component:
    """Show what came and went on one account."""
    return rx.fragment(register(), account_dialog(), closing_dialog())
