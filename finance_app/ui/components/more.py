"""What is folded away until it is asked for."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Child, Flag


def more(label: str, *children: Child, is_open: Flag = False) -> rx.Component:
    """Fold away what is seldom needed; its fields are sent all the same.

    Args:
        label: what is in it.
        *children: the fields.
        is_open: it begins unfolded.
    """
    return rx.el.details(
        rx.el.summary(icon("chevron-right"), label),
        rx.el.div(*children, class_name="more-body"),
        class_name="more",
        open=is_open,
    )
