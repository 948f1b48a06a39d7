"""The import screen: where to drop a file, then what is in it, one step below the other."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.imports.page.columns import columns
from finance_app.pages.imports.page.files import about, came_in, drop
from finance_app.pages.imports.page.groups import groups
from finance_app.pages.imports.page.listed import listed
from finance_app.pages.imports.state.files import ImportState
from finance_app.ui import links
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.skeleton import skeleton_rows
from finance_app.ui.shell import page


@page(links.IMPORT, title="Import", on_load=ImportState.load)
def imports() -> rx.Component:
    """Show how far the file is that the address names."""
    return rx.match(
        ImportState.stage,
        ("drop", drop()),
        ("columns", stack(about(), columns())),
        ("rows", stack(about(), groups(), listed())),
        ("done", came_in()),
        rx.el.div(card(skeleton_rows(), flush=True), aria_busy="true"),
    )
