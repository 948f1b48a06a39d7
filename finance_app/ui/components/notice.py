"""The notice: what just happened, said once at the bottom, from a state."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button, icon_button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag, Handler, Text, when

SECONDS = 10


def notice(
    text: Text,
    *,
    on_close: Handler,
    trouble: Flag = False,
    on_undo: Handler = None,
    can_undo: Flag = False,
) -> rx.Component:
    """Say what happened, in the page's one live region.

    Args:
        text: one sentence; nothing when there is nothing to say.
        on_close: the event that empties the text; comes by itself after ten seconds.
        trouble: something went wrong.
        on_undo: the event that takes it back.
        can_undo: whether it can be taken back.
    """
    undo = button("Undo", on_click=on_undo) if on_undo is not None else rx.fragment()
    said = rx.el.div(
        when(trouble, icon("alert"), rx.fragment()),
        rx.el.span(text),
        when(can_undo, undo, rx.fragment()),
        icon_button("x", "Dismiss", on_click=on_close, data_close=""),
        class_name="notice",
        data_tone=rx.cond(trouble, "trouble", ""),
        data_notice=str(SECONDS),
        key=text,
    )
    return rx.el.div(
        rx.cond(text != "", said, rx.fragment()),
        class_name="notices",
        role="status",
        aria_live="polite",
    )
