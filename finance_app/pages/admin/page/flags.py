"""Settings and flags: what holds, by whose word, and choosing otherwise."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.flags import PRECEDENCE, FlagRow
from finance_app.pages.admin.state.flags import FlagsState
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import select_input


def settings() -> rx.Component:
    """List what can be switched."""
    return card(
        rx.el.ul(rx.foreach(FlagsState.flags, _flag), class_name="switches"),
        title="Settings and flags",
        note=PRECEDENCE,
    )


def _flag(one: FlagRow) -> rx.Component:
    choice = rx.el.form(
        rx.el.input(type="hidden", name="name", value=one.name, read_only=True),
        select_input(
            "value",
            one.options,
            id=None,  # Reflex would send what has one twice
            default_value=one.chosen,
            key=one.chosen,
            aria_label=one.title,
        ),
        button("Save", submit=True, aria_label=f"Save {one.title}"),
        on_submit=FlagsState.choose,
        class_name="buttons",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.h3(one.title), chip(one.now), class_name="buttons"),
            rx.el.p(one.does),
            rx.el.p(f"{one.why} {one.kind}", class_name="quiet"),
        ),
        choice,
        key=one.name,
    )
