"""Controls that take text, numbers, days and choices, without a label around them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Many, Option


def text_input(name: str, **props: Any) -> rx.Component:
    """Take a line of text."""
    return rx.el.input(**_props(name, {"type": "text", "auto_complete": "off"} | props))


def amount_input(name: str, **props: Any) -> rx.Component:
    """Take an amount as it is typed in the user's region, with a phone's number pad."""
    asked = {"input_mode": "decimal", "auto_complete": "off", "data_amount": "", "max_length": 40}
    return rx.el.input(**_props(name, {"type": "text"} | asked | props))


def number_input(name: str, **props: Any) -> rx.Component:
    """Take a whole number."""
    asked = {"type": "text", "input_mode": "numeric", "auto_complete": "off"}
    return rx.el.input(**_props(name, asked | props))


def day_input(name: str, **props: Any) -> rx.Component:
    """Take a day, as `2026-11-23`; the browser shows it as its user writes days."""
    return rx.el.input(**_props(name, {"type": "date"} | props))


def secret_input(name: str, **props: Any) -> rx.Component:
    """Take a password; say `auto_complete` as current-password or new-password."""
    show = rx.el.button(
        icon("eye"),
        type="button",
        class_name="button",
        data_kind="plain",
        data_icon_only="",
        data_reveal="",
        aria_pressed="false",
        aria_controls=props.get("id", name),
        aria_label="Show password",
        title="Show password",
    )
    secret = rx.el.input(**_props(name, {"type": "password"} | props))
    return rx.el.span(secret, show, class_name="secret")


def note_input(name: str, **props: Any) -> rx.Component:
    """Take several lines of text."""
    return rx.el.textarea(**_props(name, props))


def select_input(name: str, options: Many[Option], **props: Any) -> rx.Component:
    """Take one of a few things."""
    return rx.el.span(
        rx.el.select(rx.foreach(options, _option), **_props(name, props, look="select")),
        icon("chevron-down"),
        class_name="select-box",
    )


def combo_input(name: str, options: Many[Option], **props: Any) -> rx.Component:
    """Take one of many things, or a new one, proposing while it is typed."""
    return rx.fragment(
        text_input(name, list=f"{props.get('id', name)}-options", **props),
        rx.el.datalist(rx.foreach(options, _option), id=f"{props.get('id', name)}-options"),
    )


def check_input(label: str, name: str, **props: Any) -> rx.Component:
    """Take a yes or no."""
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, id=props.pop("id", name), **props),
        label,
        class_name="check",
    )


def tick(label: str, **props: Any) -> rx.Component:
    """Choose a row of a list; the label is read out. Around it there is room for a thumb."""
    box = rx.el.input(type="checkbox", class_name="tick", aria_label=label, **props)
    return rx.el.label(box, class_name="tick-box")


def search_input(name: str = "text", *, label: str = "Search", **props: Any) -> rx.Component:
    """Take what to look for; `/` leads here."""
    asked = {"type": "search", "placeholder": label, "aria_label": label, "data_key": "/"}
    return rx.el.span(
        icon("search"),
        rx.el.input(**_props(name, asked | {"auto_complete": "off"} | props)),
        rx.el.kbd("/", aria_hidden="true"),
        class_name="search",
    )


def _props(name: str, props: dict[str, Any], look: str = "input") -> dict[str, Any]:
    return {"name": name, "id": name, "class_name": look} | props


def _option(option: Option) -> rx.Component:
    return rx.el.option(option.label, value=option.value)
