"""Empty screens: one sentence, one button."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Child, Text


def empty(sentence: Text, action: Child = "", *, icon_name: str = "") -> rx.Component:
    """Say why there is nothing, and what to do about it."""
    return rx.el.div(
        *([icon(icon_name, size="l")] if icon_name else []),
        rx.el.p(sentence),
        action,
        class_name="empty",
    )
