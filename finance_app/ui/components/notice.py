"""The notice: what just happened, said once at the bottom, from a state."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.ui.components.button import button, icon_button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag, Handler, Number, Text, when

SECONDS = 10
LONGER = 120  # where there is a reference to note down
REFERENCE = "(reference "


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
        text: one sentence; nothing when there is nothing to say. Where it ends in the reference of
            an error, that can be copied, and the notice stays for longer.
        on_close: the event that empties the text; comes by itself after ten seconds.
        trouble: something went wrong.
        on_undo: the event that takes it back.
        can_undo: whether it can be taken back.
        percent: how far what it says is, 0 to 100; below 0 nothing is at work. A notice of
            something at work stays until that is done.
    """
    undo = button("Undo", on_click=on_undo) if on_undo is not None else rx.fragment()
    dismiss = icon_button("x", "Dismiss", on_click=on_close, data_close="")
    words: Any = rx.Var.create(text).to(str)
    has_reference = words.contains(REFERENCE)
    said = rx.el.div(
        when(trouble, icon("alert"), rx.fragment()),
        rx.cond(has_reference, _referring(words), rx.el.span(text)),
        when(can_undo, undo, rx.fragment()),
        rx.cond(percent >= 0, _bar(text, percent), dismiss),
        class_name="notice",
        data_tone=rx.cond(trouble, "trouble", ""),
        data_notice=rx.cond(has_reference, str(LONGER), str(SECONDS)),
        key=text,
    )
    return rx.el.div(
        rx.cond(text != "", said, rx.fragment()),
        class_name="notices",
        role="status",
        aria_live="polite",
    )


def _referring(words: Any) -> rx.Component:
    """Show a sentence with the reference of an error in it, and what copies that."""
    before, after = words.split(REFERENCE)[0], words.split(REFERENCE)[1]
    return rx.fragment(
        rx.el.span(before, REFERENCE, rx.el.code(after.split(")")[0], id="reference"), ")."),
        button("Copy", icon_name="copy", data_copy="reference"),
        rx.el.span(id="reference-copied"),
    )


def _bar(label: Text, percent: Number) -> rx.Component:
    """Show how far it is; the number is seen only, so that it is not read out again and again."""
    return rx.fragment(
        rx.el.progress(value=percent, max=100, aria_label=label),
        rx.el.span(f"{percent} %", class_name="figures", aria_hidden="true"),
    )
