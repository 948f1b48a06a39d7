"""The dialogs: one category as it is to look, and what it goes into."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.categories import ICONS
from finance_app.pages.categories.rows.dialogs import HUES
from finance_app.pages.categories.state.form import CategoryFormState
from finance_app.pages.categories.state.targets import TargetState
from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import field, form, text_field
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.picker import hue_picker, icon_picker
from finance_app.ui.components.progress import progress
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

category = CategoryFormState.category
asked = TargetState.asked


def category_dialog() -> rx.Component:
    """Ask how a category is called and drawn."""
    is_new = category.id == ""
    save = button(rx.cond(is_new, "Add", "Save"), kind="primary", submit=True)
    return dialog(
        form(
            text_field(
                "Name",
                "name",
                default_value=category.name,
                error=field_error("name"),
                max_length=100,
                data_first="",
            ),
            rx.cond(is_new, _place(), rx.fragment()),
            hue_picker("Colour", "hue", HUES, value=category.hue),
            icon_picker("Icon", "icon", ICONS, value=category.icon),
            dialog_foot(
                button("Cancel", on_click=CategoryFormState.close),
                rx.cond(CategoryFormState.can_edit, save, rx.fragment()),
            ),
            on_submit=CategoryFormState.save,
            error=field_error("form"),
            key=category.key,
        ),
        shown=CategoryFormState.shown,
        title=category.title,
        on_close=CategoryFormState.close,
    )


def _place() -> rx.Component:
    return field(
        "In",
        "place",
        grouped_input,
        groups=CategoryFormState.places,
        default_value=category.place,
        error=field_error("place"),
    )


def target_dialog() -> rx.Component:
    """Ask what a category is merged into, or which group it goes to, and say what that does."""
    go = button(
        asked.verb,
        kind="primary",
        submit=True,
        busy=TargetState.busy,
    )
    return dialog(
        form(
            rx.el.p(asked.said, class_name="quiet"),
            field(
                "Into",
                "target",
                grouped_input,
                groups=TargetState.targets,
                first=[Option("", "Choose…")],
                default_value="",
                error=field_error("target"),
                data_first="",
            ),
            rx.cond(
                TargetState.busy & asked.merges,
                progress(f"Moving entries · {TargetState.percent} %", TargetState.percent),
                rx.fragment(),
            ),
            dialog_foot(button("Cancel", on_click=TargetState.close), go),
            on_submit=TargetState.go,
            error=field_error("form"),
            key=asked.key,
        ),
        shown=TargetState.shown,
        title=asked.title,
        on_close=TargetState.close,
    )
