"""Sparklines: how an amount went, in the height of a line of text."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.sparks import HEIGHT, WIDTH
from finance_app.ui.components.values import Text


def spark(points: Text, label: Text) -> rx.Component:
    """Draw a line that `domain.sparks` made.

    Args:
        points: of the line; nothing draws nothing.
        label: what it shows, for those who cannot see it.
    """
    drawn = rx.el.svg(
        rx.el.svg.polyline(points=points),
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=label,
        class_name="spark wide",
    )
    return rx.cond(points != "", drawn, rx.el.span(class_name="spark wide"))
