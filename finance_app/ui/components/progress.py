"""Progress of something long, with a way to stop it."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button
from finance_app.ui.components.values import Handler, Number, Text


def progress(label: Text, value: Number, *, on_cancel: Handler = None) -> rx.Component:
    """Show how far something is.

    Args:
        label: what is done and how far: `12,000 of 35,000 rows`.
        value: 0 to 100.
        on_cancel: the event that stops it.
    """
    stop = [button("Cancel", on_click=on_cancel)] if on_cancel is not None else []
    return rx.el.div(
        rx.el.div(rx.el.span(label), *stop, class_name="progress-head"),
        rx.el.progress(value=value, max=100, aria_label=label),
        class_name="progress",
    )
