"""The theme switch; Reflex keeps the choice in the browser and applies it before it paints."""

from __future__ import annotations

from typing import Literal

import reflex as rx
from reflex.style import color_mode, set_color_mode

from finance_app.ui.components.icon import icon

type Theme = Literal["light", "dark", "system"]

THEMES: tuple[tuple[Theme, str, str], ...] = (
    ("light", "sun", "Light"),
    ("dark", "moon", "Dark"),
    ("system", "monitor", "System"),
)


def theme_switch() -> rx.Component:
    """Choose light, dark, or what the device says."""
    return rx.el.div(
        *(
            rx.el.button(
                icon(icon_name),
                type="button",
                on_click=set_color_mode(theme),
                aria_pressed=rx.cond(color_mode == theme, "true", "false"),
                aria_label=label,
                title=label,
                class_name="segment",
            )
            for theme, icon_name, label in THEMES
        ),
        class_name="segments",
        role="group",
        aria_label="Theme",
    )
