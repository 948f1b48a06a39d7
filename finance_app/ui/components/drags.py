"""What `assets/drag.js` goes by: where things are dragged, by which handle, who is told."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Child, Handler, Text

FIELDS = ("key", "version", "target", "way")


def drags(*children: Child, on_drop: Handler, **props: Any) -> rx.Component:
    """Hold what is dragged; `on_drop` gets what was dropped where, or the way that a key says."""
    sent = rx.el.form(
        *(rx.el.input(type="hidden", name=name, default_value="") for name in FIELDS),
        on_submit=on_drop,
        data_dropped="",
        hidden=True,
    )
    return rx.el.div(sent, *children, data_drags="", **props)


def grip(name: Text, help_text: str) -> rx.Component:
    """Take something by this; `help_text` says which keys do the same."""
    return rx.el.button(
        icon("grip"),
        type="button",
        class_name="grip",
        data_grip="",
        aria_label=f"Move {name}: {help_text}",
        title=help_text,
    )
