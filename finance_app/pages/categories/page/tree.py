"""The tree: groups and what stands in them, to be dragged or moved by keys."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.categories.rows.tree import BranchRow, GroupText, KindText
from finance_app.pages.categories.state.form import CategoryFormState
from finance_app.pages.categories.state.targets import TargetState
from finance_app.pages.categories.state.tree import CategoriesState
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.drags import drags, grip
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.picker import mark
from finance_app.ui.components.rows import row_main
from finance_app.ui.components.values import Child

HELP = "Drag, or press Alt and an arrow key"


def tree() -> rx.Component:
    """Show the groups of spending and of income."""
    return drags(stack(rx.foreach(CategoriesState.kinds, _kind)), on_drop=CategoriesState.drop)


def _kind(one: KindText) -> rx.Component:
    add = button(
        "Add group",
        kind="plain",
        icon_name="plus",
        on_click=CategoryFormState.open_new(one.kind),
        aria_label=f"Add a group of {one.heading}",
    )
    head = rx.el.div(
        rx.el.h2(one.heading),
        rx.cond(CategoriesState.can_edit, add, rx.fragment()),
        rx.el.span("This year", class_name="count wide push"),
        rx.el.span("In all", class_name="count"),
        class_name="branch-head",
    )
    groups = rx.el.ul(rx.foreach(one.groups, _group), class_name="branches", aria_label=one.heading)
    return card(head, groups, flush=True)


def _group(group: GroupText) -> rx.Component:
    one = group.row
    return rx.el.li(
        rx.el.div(*_cells(one, is_group=True), class_name="row"),
        rx.cond(
            group.rows,
            rx.el.ul(rx.foreach(group.rows, _branch), class_name="rows", aria_label=one.name),
            rx.fragment(),
        ),
        class_name="branch",
        **_drags(one),
    )


def _branch(one: BranchRow) -> rx.Component:
    return rx.el.li(*_cells(one, is_group=False), class_name="row", **_drags(one))


def _drags(one: BranchRow) -> dict[str, Child]:
    """Return what `assets/drag.js` goes by."""
    return {
        "data_drag": one.id,
        "data_target": one.id,
        "data_version": one.version,
        "data_label": one.name,
        "data_drag_kind": one.kind,
        "data_drop": one.drops,
        "data_dimmed": rx.cond(one.dimmed, "true", "false"),
        "key": one.id,
    }


def _cells(one: BranchRow, *, is_group: bool) -> list[Child]:
    name = rx.el.strong(one.name) if is_group else rx.el.span(one.name)
    return [
        rx.el.span(
            rx.cond(CategoriesState.can_edit, grip(one.name, HELP), rx.fragment()),
            mark(one.icon, one.hue),
            class_name="row-lead",
        ),
        row_main(name, rx.cond(one.hidden, chip("Hidden"), rx.fragment()), href=one.href),
        rx.el.span(one.this_year, class_name="count wide"),
        rx.el.span(one.ever, class_name="count"),
        rx.cond(CategoriesState.can_edit, _menu(one, is_group=is_group), rx.fragment()),
    ]


def _menu(one: BranchRow, *, is_group: bool) -> rx.Component:
    def item(label: str, icon_name: str, on_click: object, *, danger: bool = False) -> rx.Component:
        return menu_item(label, icon_name=icon_name, on_click=on_click, danger=danger)

    def step(label: str, icon_name: str, way: str) -> rx.Component:
        return item(label, icon_name, CategoriesState.step(one.id, one.version, way))

    def show(label: str, icon_name: str, *, wanted: bool) -> rx.Component:
        return item(label, icon_name, CategoriesState.show(one.id, one.version, wanted))

    delete = item("Delete", "trash", CategoriesState.delete(one.id, one.version), danger=True)
    move = item("Move to a group…", "arrow-right", TargetState.ask_move(one.id))
    inside = item("Add a category here", "plus", CategoryFormState.open_new(one.id))
    return menu(
        item("Edit", "pencil", CategoryFormState.open_one(one.id)),
        *([inside] if is_group else []),
        step("Move up", "arrow-up", "up"),
        step("Move down", "arrow-down", "down"),
        rx.cond(one.movable, move, rx.fragment()),
        rx.el.hr(),
        rx.cond(
            one.hidden,
            show("Show again", "eye", wanted=True),
            show("Hide", "eye-off", wanted=False),
        ),
        item("Merge…", "merge", TargetState.ask_merge(one.id)),
        rx.cond(one.idle, delete, rx.fragment()),
        label=f"More about {one.name}",
    )
