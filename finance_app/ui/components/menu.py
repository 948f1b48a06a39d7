"""Menus: what drops from a button. `assets/app.js` closes them again."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.values import Child, Handler, Text

type Side = Literal["left", "right", "up"]


def drop_down(
    summary: rx.Component, *children: Child, side: Side = "left", sheet: bool = False, **props: Any
) -> rx.Component:
    """Drop a panel from a summary.

    Args:
        summary: an `rx.el.summary`.
        *children: the panel's content.
        side: the edge that it is aligned with, or `up`.
        sheet: comes from the bottom on a phone.
        **props: the details element's own.
    """
    low = {"data_sheet": ""} if sheet else {}
    panel = rx.el.div(*children, class_name="panel", data_side=side, **low)
    return rx.el.details(summary, panel, class_name="menu", **props)


def menu(*items: Child, label: str = "More", side: Side = "right") -> rx.Component:
    """Offer further actions behind three dots."""
    summary = rx.el.summary(
        icon("more"),
        class_name="button",
        data_kind="plain",
        data_icon_only="",
        aria_label=label,
        title=label,
    )
    return drop_down(summary, *items, side=side)


def menu_item(
    label: Text,
    *,
    href: Text = "",
    on_click: Handler = None,
    icon_name: str = "",
    danger: bool = False,
) -> rx.Component:
    """Offer one action, or lead to one page."""
    inside = [*([icon(icon_name)] if icon_name else []), label]
    look = {"class_name": "menu-item", **({"data_danger": ""} if danger else {})}
    if on_click is None:
        return link(*inside, href=href, **look)
    return rx.el.button(*inside, type="button", on_click=on_click, **look)
