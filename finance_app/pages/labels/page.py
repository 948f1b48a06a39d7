"""The pages of payees and of tags: a list by name, and the dialogs that rename and merge."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.labels import LabelKind
from finance_app.pages.labels.rows import NOUNS, PATHS, LabelRow
from finance_app.pages.labels.state.form import LabelFormState, MergeState
from finance_app.pages.labels.state.listed import LabelsState
from finance_app.ui import links
from finance_app.ui.components.button import button, icon_button, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.controls import search_input, tick
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import form, text_field
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.pager import pager
from finance_app.ui.components.progress import progress
from finance_app.ui.components.rows import row, row_main, row_side, rows, selection_bar
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error
from finance_app.ui.sections import sections
from finance_app.ui.shell import page

label = LabelFormState.label


def adding() -> list[Child]:
    """Add a tag."""
    add = button("Add tag", icon_name="plus", on_click=LabelFormState.open_new)
    return [rx.cond(LabelsState.can_edit, add, rx.fragment())]


@page(links.PAYEES, title="Payees", on_load=LabelsState.load)
def payees() -> rx.Component:
    """Show who money goes to and comes from."""
    new = link_button("New entry", links.new_entry(), kind="primary")
    first = rx.cond(LabelsState.can_edit, new, rx.fragment())
    return _labels(LabelKind.PAYEE, empty("No payees yet.", first, icon_name="user"))


@page(links.TAGS, title="Tags", on_load=LabelsState.load, actions=adding)
def tags() -> rx.Component:
    """Show what entries are marked with."""
    add = button("Add tag", kind="primary", on_click=LabelFormState.open_new)
    first = rx.cond(LabelsState.can_edit, add, rx.fragment())
    return _labels(LabelKind.TAG, empty("No tags yet.", first, icon_name="tag"))


def _labels(kind: LabelKind, nothing: rx.Component) -> rx.Component:
    none = rx.cond(
        LabelsState.words == "",
        nothing,
        empty(
            f"No {NOUNS[kind][1]} with that in their name.",
            link_button("Show all", PATHS[kind]),
            icon_name="search",
        ),
    )
    some = stack(
        card(rows(rx.foreach(LabelsState.labels, _row), label=NOUNS[kind][1]), flush=True),
        pager(newer=LabelsState.earlier, older=LabelsState.later, labels=("Before", "After")),
    )
    return rx.fragment(
        stack(
            toolbar(sections(PATHS[kind]), _search(NOUNS[kind][1])),
            until(
                LabelsState.kind == kind,
                rx.cond(LabelsState.labels, some, card(none)),
                card(skeleton_rows(12), flush=True),
            ),
        ),
        _selection(),
        _form(),
        _merge(),
    )


def _search(noun: str) -> rx.Component:
    """Look for names; keyed by them, so that the field follows the address."""
    return rx.el.form(
        search_input(
            label=f"Search {noun}",
            default_value=LabelsState.words,
            max_length=100,
            enter_key_hint="search",
        ),
        on_submit=LabelsState.search,
        class_name="search push",
        role="search",
        key=LabelsState.words,
    )


def _row(one: LabelRow) -> rx.Component:
    chosen = tick(f"Choose {one.name}", checked=one.chosen, on_change=LabelsState.choose(one.id))
    return row(
        rx.cond(LabelsState.can_edit, chosen, rx.fragment()),
        rx.cond(one.href != "", row_main(one.name, href=one.href), row_main(one.name)),
        rx.cond(one.last != "", row_side(one.last, phone=True), rx.fragment()),
        rx.el.span(one.count, class_name="count", title=f"{one.count} entries"),
        rx.cond(LabelsState.can_edit, _menu(one), rx.fragment()),
        chosen=one.chosen,
        key=one.id,
    )


def _menu(one: LabelRow) -> rx.Component:
    entries = menu_item("Show entries", href=one.href, icon_name="list")
    delete = menu_item(
        "Delete", on_click=LabelsState.delete(one.id, one.version), icon_name="trash", danger=True
    )
    deletable = one.idle | (LabelsState.kind == LabelKind.TAG)
    return menu(
        rx.cond(one.href != "", entries, rx.fragment()),
        menu_item("Rename", on_click=LabelFormState.open_one(one.id), icon_name="pencil"),
        rx.cond(deletable, delete, rx.fragment()),
        label=f"More about {one.name}",
    )


def _selection() -> rx.Component:
    merge = button(
        "Merge", kind="primary", icon_name="merge", on_click=MergeState.open, busy=LabelsState.alone
    )
    return selection_bar(
        LabelsState.chosen,
        merge,
        shown=LabelsState.chosen != "",
        on_clear=icon_button("x", "Choose none", on_click=LabelsState.clear),
    )


def _form() -> rx.Component:
    return dialog(
        form(
            text_field(
                "Name",
                "name",
                default_value=label.name,
                error=field_error("name"),
                max_length=200,
                data_first="",
            ),
            dialog_foot(
                button("Cancel", on_click=LabelFormState.close),
                button(rx.cond(label.id == "", "Add", "Rename"), kind="primary", submit=True),
            ),
            on_submit=LabelFormState.save,
            error=field_error("form"),
            key=label.key,
        ),
        shown=LabelFormState.shown,
        title=label.title,
        on_close=LabelFormState.close,
    )


def _merge() -> rx.Component:
    """Ask which name stays."""

    def name(one: LabelRow, place: int) -> rx.Component:
        choice = rx.el.input(type="radio", name="target", value=one.id, default_checked=place == 0)
        count = rx.el.span(one.count, class_name="count push")
        return rx.el.label(
            choice, rx.el.span(one.name, class_name="cut"), count, class_name="check"
        )

    names = rx.el.fieldset(
        rx.el.legend("The name that stays", class_name="field-label"),
        rx.foreach(MergeState.offered, name),
        class_name="field",
    )
    done = progress(f"Moving entries · {MergeState.percent} %", MergeState.percent)
    return dialog(
        form(
            rx.el.p(MergeState.asked.said, class_name="quiet"),
            names,
            rx.cond(MergeState.busy, done, rx.fragment()),
            dialog_foot(
                button("Cancel", on_click=MergeState.close),
                button("Merge", kind="primary", submit=True, busy=MergeState.busy),
            ),
            on_submit=MergeState.go,
            error=field_error("form"),
            key=MergeState.asked.key,
        ),
        shown=MergeState.shown,
        title=MergeState.asked.title,
        on_close=MergeState.close,
    )
