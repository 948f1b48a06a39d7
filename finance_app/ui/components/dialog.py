"""Dialogs, which become sheets on a phone. `assets/app.js` makes them modal when they appear."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button, icon_button
from finance_app.ui.components.values import Child, Flag, Handler, Text

ONCE_MORE = "Press Esc again to leave without saving."


def dialog(
    *children: Child, shown: Flag, title: Text, on_close: Handler, wide: bool = False
) -> rx.Component:
    """Ask or show something above the page.

    Args:
        *children: the content; a form ends with a `dialog_foot`.
        shown: whether it is there; the state owns it.
        title: what it is about.
        on_close: the event of Esc, of the cross and of a press beside it.
        wide: 760 px instead of 480 px.
    """
    close = icon_button("x", "Close", on_click=on_close, data_close="")
    return rx.cond(
        shown,
        rx.el.dialog(
            rx.el.div(rx.el.h2(title), close, class_name="dialog-head"),
            rx.el.p(class_name="dialog-hint", role="status", data_hint=ONCE_MORE),
            rx.el.div(*children, class_name="dialog-body"),
            class_name="dialog",
            data_modal="",
            aria_label=title,
            **({"data_wide": ""} if wide else {}),
        ),
        rx.fragment(),
    )


def dialog_foot(*children: Child) -> rx.Component:
    """Hold a dialog's buttons, the primary one last; stays in sight."""
    return rx.el.div(*children, class_name="dialog-foot")


def confirm(
    text: Text, *, shown: Flag, title: Text, verb: Text, on_confirm: Handler, on_close: Handler
) -> rx.Component:
    """Ask before something that destroys.

    Args:
        text: what will be gone.
        shown: whether it is asked now.
        title: the question.
        verb: the button that does it.
        on_confirm: the event that does it.
        on_close: the event that leaves it.
    """
    return dialog(
        rx.el.p(text, class_name="quiet"),
        dialog_foot(
            button("Cancel", on_click=on_close),
            button(verb, kind="danger", on_click=on_confirm),
        ),
        shown=shown,
        title=title,
        on_close=on_close,
    )
