"""Buttons, and links that look like them. Their labels are verbs."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link, plain_link
from finance_app.ui.components.values import Child, Flag, Handler, Text, when

type Kind = Literal["quiet", "primary", "plain", "danger"]


def button(
    label: Text,
    *,
    kind: Kind = "quiet",
    icon_name: str = "",
    busy: Flag = False,
    submit: bool = False,
    wide: bool = False,
    **props: Any,
) -> rx.Component:
    """Do something.

    Args:
        label: a verb.
        kind: one `primary` a screen; `plain` has no border; `danger` destroys.
        icon_name: an icon before the label.
        busy: while it works: cannot be pressed again.
        submit: sends the form that it stands in.
        wide: not shown on a phone.
        **props: such as `on_click`, `data_key`, `name`, `value`.
    """
    props.setdefault("disabled", busy)
    return rx.el.button(
        *_inside(label, icon_name),
        type="submit" if submit else "button",
        class_name="button wide" if wide else "button",
        data_kind=kind,
        **props,
    )


def link_button(
    label: Text, href: Text, *, kind: Kind = "quiet", icon_name: str = "", **props: Any
) -> rx.Component:
    """Lead to another page, looking like a button."""
    return link(*_inside(label, icon_name), href=href, class_name="button", data_kind=kind, **props)


def file_button(label: Text, href: Text, *, kind: Kind = "quiet") -> rx.Component:
    """Download what a plain HTTP route answers."""
    return plain_link(
        *_inside(label, "download"), href=href, download="", class_name="button", data_kind=kind
    )


def icon_button(
    icon_name: str,
    label: str,
    *,
    on_click: Handler = None,
    href: Text = "",
    kind: Kind = "plain",
    **props: Any,
) -> rx.Component:
    """Do something, or lead somewhere, by an icon alone; its label shows on hover."""
    shared = {
        "class_name": "button",
        "data_kind": kind,
        "data_icon_only": "",
        "aria_label": label,
        "title": label,
        **props,
    }
    if on_click is None:
        return link(icon(icon_name), href=href, **shared)
    return rx.el.button(icon(icon_name), type="button", on_click=on_click, **shared)


def step_button(icon_name: str, label: str, href: Text) -> rx.Component:
    """Lead to the one before or after; greyed out where there is none (an empty address)."""
    off = rx.el.span(
        icon(icon_name),
        class_name="button",
        data_kind="plain",
        data_icon_only="",
        aria_disabled="true",
        role="link",
        aria_label=label,
    )
    return rx.fragment(when(href != "", icon_button(icon_name, label, href=href), off))


def buttons(*children: Child) -> rx.Component:
    """Put buttons side by side."""
    return rx.el.div(*children, class_name="buttons")


def _inside(label: Text, icon_name: str) -> list[Child]:
    return [icon(icon_name), label] if icon_name else [label]
