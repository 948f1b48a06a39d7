"""Segmented controls: a few choices of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from finance_app.ui.components.link import link
from finance_app.ui.components.values import Choice, Handler, Many, Text


def segments(
    choices: Sequence[tuple[str, str]],
    *,
    value: Text,
    on_choose: Handler,
    label: str,
) -> rx.Component:
    """Choose one of a few.

    Args:
        choices: pairs of value and label.
        value: the one that holds.
        on_choose: a handler that is called with the value.
        label: what is chosen, read out.
    """
    return rx.el.div(
        *(
            rx.el.button(
                text,
                type="button",
                on_click=on_choose(one),
                aria_pressed=rx.cond(value == one, "true", "false"),
                class_name="segment",
            )
            for one, text in choices
        ),
        class_name="segments",
        role="group",
        aria_label=label,
    )


def segment_links(choices: Many[Choice], *, label: str) -> rx.Component:
    """Choose one of a few pages or views by links."""

    def one(choice: Choice) -> rx.Component:
        current = rx.cond(choice.current, "true", "false")
        return link(choice.label, href=choice.href, class_name="segment", aria_current=current)

    return rx.el.nav(rx.foreach(choices, one), class_name="segments", aria_label=label)
