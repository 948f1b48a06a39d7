"""Paging by key: to what is newer and to what is older."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import link_button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.values import Text, when


def pager(*, newer: Text, older: Text) -> rx.Component:
    """Lead to the pages beside this one; an address that is empty has no button."""
    return rx.el.nav(
        when(newer != "", link_button("Newer", newer, icon_name="chevron-left"), rx.el.span()),
        when(
            older != "",
            link("Older", icon("chevron-right"), href=older, class_name="button"),
            rx.el.span(),
        ),
        class_name="pager",
        aria_label="Pages",
    )
