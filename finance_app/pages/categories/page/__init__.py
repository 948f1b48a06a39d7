"""The categories page: the tree, and what can be done with it."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.categories.page.dialogs import category_dialog, target_dialog
from finance_app.pages.categories.page.tree import tree
from finance_app.pages.categories.state.form import CategoryFormState
from finance_app.pages.categories.state.tree import CategoriesState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.empty import empty
from finance_app.ui.components.segments import segment_links
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.components.values import Child
from finance_app.ui.sections import sections
from finance_app.ui.shell import page


def actions() -> list[Child]:
    """Add a category."""
    adding = button(
        "Add category",
        icon_name="plus",
        on_click=CategoryFormState.open_new(""),
    )
    return [rx.cond(CategoriesState.can_edit, adding, rx.fragment())]


@page(links.CATEGORIES, title="Categories", on_load=CategoriesState.load, actions=actions)
def categories() -> rx.Component:
    """Show what money is for."""
    shown = segment_links(CategoriesState.choices, label="Which categories")
    return rx.fragment(
        stack(
            toolbar(
                sections(links.CATEGORIES),
                rx.el.div(rx.cond(CategoriesState.loaded, shown, rx.fragment()), class_name="push"),
            ),
            until(
                CategoriesState.loaded,
                rx.cond(CategoriesState.kinds, tree(), card(_nothing())),
                card(skeleton_rows(12), flush=True),
            ),
        ),
        category_dialog(),
        target_dialog(),
    )


def _nothing() -> rx.Component:
    return empty("No such categories.", icon_name="shapes")
