"""The entries page: its filters, the list, the form."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.page.bar import bar
from finance_app.pages.entries.page.form import form
from finance_app.pages.entries.page.listed import listed
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import stack
from finance_app.ui.components.values import Child
from finance_app.ui.shell import page


def actions() -> list[Child]:
    """Write a new entry; on a phone the bar below does."""
    new = button(
        "New entry",
        kind="primary",
        icon_name="plus",
        wide=True,
        data_key="n",
        on_click=FormState.open_new,
    )
    return [rx.cond(EntriesState.can_edit, new, rx.fragment())]


@page(links.ENTRIES, title="Entries", on_load=[EntriesState.load, FormState.load], actions=actions)
def entries() -> rx.Component:
    """Show what happened, newest first."""
    return stack(bar(), listed(), form())
