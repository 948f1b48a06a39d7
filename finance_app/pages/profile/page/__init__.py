"""The screen of one's own account."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.profile.page.export import export
from finance_app.pages.profile.page.leaving import leave
from finance_app.pages.profile.state.export import ExportState
from finance_app.pages.profile.state.leaving import FatesState
from finance_app.pages.profile.state.profile import ProfileState
from finance_app.ui import links
from finance_app.ui.again import AgainState
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.field import form, text_field
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page


@page(
    links.PROFILE,
    title="Profile",
    on_load=[AgainState.load, ProfileState.load, ExportState.load, FatesState.load],
    narrow=True,
)
def profile() -> rx.Component:
    """Show the name, and what can be done with all that one has here."""
    return stack(
        card(_name(), title="Who you are"),
        card(export(), title="Your data", note="All of it in one file, to keep or to take along."),
        card(leave(), title="Delete your account"),
    )


def _name() -> rx.Component:
    return form(
        rx.el.p("You sign in with ", rx.el.strong(SessionState.email), "."),
        text_field(
            "Name",
            "name",
            auto_complete="name",
            max_length=80,
            default_value=ProfileState.name,
            key=ProfileState.name,
            hint="Others in your books see it. Without one they see your address.",
            error=field_error("name"),
        ),
        buttons(button("Save", kind="primary", submit=True)),
        on_submit=ProfileState.save,
    )
