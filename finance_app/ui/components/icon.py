"""Icons, drawn from the one sprite `assets/icons.svg`."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from finance_app.ui.components.values import Text


def icon(name: Text, *, size: Literal["m", "l"] = "m", label: str = "") -> rx.Component:
    """Draw an icon of the sprite.

    Args:
        name: the id of a symbol; may be a var, for a category's icon.
        size: `m` is 16 px, `l` 20 px.
        label: what it means to those who cannot see it; without one it is decoration.
    """
    said = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return rx.el.svg(
        rx.el.svg.use(href=f"/icons.svg#{name}"), class_name="icon", data_size=size, **said
    )
