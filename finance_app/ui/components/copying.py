"""A button that copies what an element says; `assets/secrets.js` does it."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button


def copy(place: str) -> rx.Component:
    """Copy what the element of that id says, and say so."""
    return rx.fragment(
        button("Copy", icon_name="copy", data_copy=place),
        rx.el.span(id=f"{place}-copied", class_name="quiet", role="status"),
    )
