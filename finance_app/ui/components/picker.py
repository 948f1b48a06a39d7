"""Pickers: one of a few icons or colours, chosen by what it looks like."""

from __future__ import annotations

from collections.abc import Iterable

import reflex as rx

from finance_app.ui.components.chip import dot
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Child, Number, Text


def icon_picker(label: str, name: str, icons: Iterable[str], *, value: Text) -> rx.Component:
    """Choose an icon, or none, which is a dot.

    Args:
        label: what is chosen.
        name: the key of the answer in the form.
        icons: ids of symbols of the sprite.
        value: the one to begin with.
    """
    none = _pick(rx.el.span(class_name="dot"), "No icon", name, "", value)
    picks = (_pick(icon(one), one.replace("-", " "), name, one, value) for one in icons)
    return _picks(label, none, *picks)


def hue_picker(label: str, name: str, hues: Iterable[str], *, value: Number | Text) -> rx.Component:
    """Choose a colour; `hues` are what they are called."""
    picks = (_pick(dot(str(hue)), called, name, str(hue), value) for hue, called in enumerate(hues))
    return _picks(label, *picks, data_few="")


def mark(name: Text, hue: Number | Text) -> rx.Component:
    """Show a category's icon, or a dot, in its colour."""
    return rx.el.span(
        rx.cond(name != "", icon(name), rx.el.span(class_name="dot")),
        class_name="mark",
        data_hue=hue,
        aria_hidden="true",
    )


def _picks(label: str, *picks: rx.Component, **more: str) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label"),
        rx.el.div(*picks, class_name="picks", **more),
        class_name="field",
    )


def _pick(shown: Child, label: str, name: str, one: str, value: Number | Text) -> rx.Component:
    chosen = rx.el.input(
        type="radio",
        name=name,
        value=one,
        default_checked=value == one,
        aria_label=label.capitalize(),
        class_name="unseen",
    )
    return rx.el.label(chosen, shown, class_name="pick", title=label.capitalize())
