"""The notice: what just happened, said once at the bottom, from a state."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button, icon_button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag, Handler, Number, Text, when

SECONDS = 10


def notice(
    text: Text,
    *,
    on_close: Handler,
    trouble: Flag = False,
    on_undo: Handler = None,
    can_undo: Flag = False,
    percent: Number = -1,
) -> rx.Component:
    """Say what happened, in the page's one live region.

    Args:
        text: one sentence; nothing when there is nothing to say.
        on_close: the event that empties the text; comes by itself after ten seconds.
        trouble: something went wrong.
        on_undo: the event that takes it back.
        can_undo: whether it can be taken back.
        percent: how far what it says is, 0 to 100; below 0 nothing is at work. A notice of
            something at work stays until that is done.
    """
    undo = button("Undo", on_click=on_undo) if on_undo is not None else rx.fragment()
    dismiss = icon_button("x", "Dismiss", on_click=on_close, data_close="")
    said = rx.el.div(
        when(trouble, icon("alert"), rx.fragment()),
        rx.el.span(text),
        when(can_undo, undo, rx.fragment()),
        rx.cond(percent >= 0, _bar(text, percent), dismiss),
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


def _bar(label: Text, percent: Number) -> rx.Component:
    """Show how far it is; the number is seen only, so that it is not read out again and again."""
    return rx.fragment(
        rx.el.progress(value=percent, max=100, aria_label=label),
        rx.el.span(f"{percent} %", class_name="figures", aria_hidden="true"),
    )
