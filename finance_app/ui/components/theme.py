"""The theme switch: Reflex applies the choice at once, the server keeps it for the next page."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx
from reflex.style import color_mode, set_color_mode

from finance_app.ui.components.icon import icon

type Theme = Literal["light", "dark", "system"]

THEMES: tuple[tuple[Theme, str, str], ...] = (
    ("light", "sun", "Light"),
    ("dark", "moon", "Dark"),
    ("system", "monitor", "System"),
)


def theme_switch(on_choose: Any, *, named: bool = False) -> rx.Component:
    """Choose light, dark, or what the device says.

    Args:
        on_choose: a handler that takes the choice and keeps it.
        named: say what each is beside its icon, where there is room.
    """
    return rx.el.div(
        *(
            rx.el.button(
                icon(icon_name),
                *([label] if named else []),
                type="button",
                on_click=[set_color_mode(theme), on_choose(theme)],
                aria_pressed=rx.cond(color_mode == theme, "true", "false"),
                class_name="segment",
                **({} if named else {"aria_label": label, "title": label}),
            )
            for theme, icon_name, label in THEMES
        ),
        class_name="segments",
        role="group",
        aria_label="Theme",
    )
