"""Chips: a word about a thing, and the mark of a category."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Number, Text

type Tone = Literal["", "accent", "income", "trouble", "doubt"]


def chip(text: Text, tone: Tone | Text = "", *, icon_name: str = "") -> rx.Component:
    """Say one word about a thing; the word says it, the tone only underlines it."""
    return rx.el.span(
        *([icon(icon_name)] if icon_name else []),
        rx.el.span(text, class_name="chip-text"),
        class_name="chip",
        data_tone=tone,
    )


def category(name: Text, hue: Number | Text, icon_name: Text = "") -> rx.Component:
    """Show a category by its name beside its icon, or a dot, in its colour.

    Args:
        name: the category's.
        hue: the category's `hue`, 0 to 7; anything else is the grey of "Other".
        icon_name: the category's icon; a dot without one.
    """
    plain_dot = isinstance(icon_name, str) and not icon_name
    return rx.el.span(
        dot(hue) if plain_dot else icon(icon_name),
        rx.el.span(name, class_name="cut"),
        class_name="category",
        data_hue=hue,
    )


def dot(hue: Number | Text) -> rx.Component:
    """Mark a row with a category's colour."""
    return rx.el.span(class_name="dot", data_hue=hue, aria_hidden="true")
