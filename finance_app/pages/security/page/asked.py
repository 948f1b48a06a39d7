"""What the forms of the security page share: a line that opens one, and the proof at its end."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.pages.security.state.factors import FactorsState
from finance_app.pages.security.state.page import SecurityState
from finance_app.ui import entrance
from finance_app.ui.again import shown_again
from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.rows import row, row_main, row_side
from finance_app.ui.components.skeleton import bone, until
from finance_app.ui.components.values import Child, Flag, Text
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState


def line(name: str, said: Child, *openers: Child) -> rx.Component:
    """Say in a line what there is of something, with what opens its form."""
    return row(
        row_main(name),
        row_side(rx.el.div(said, class_name="wraps"), phone=True),
        rx.el.div(*openers, class_name="row-amount"),
    )


def known(said: Child) -> Child:
    """Show what is known of the factors once it is."""
    return until(FactorsState.is_known, said, bone())


def opener(form: str, label: str, name: str = "", *, shown: Flag = True) -> Child:
    """Open one of the page's forms.

    Args:
        form: which.
        label: the verb.
        name: what screen readers call it, where the verb alone says too little.
        shown: whether it can be opened.
    """
    open_it = SecurityState.open_form(form)
    made = button(label, on_click=open_it, aria_label=name or label)
    return rx.fragment(rx.cond(shown, made, rx.fragment()))


def form_dialog(
    form: str,
    *fields: Child,
    title: Text,
    verb: Text,
    action: Text,
    **props: Any,
) -> rx.Component:
    """Ask for what a form wants, and at its end for who it is; a refusal opens it again.

    Args:
        form: which.
        *fields: what it wants.
        title: what it is about.
        verb: what sends it.
        action: the route that it goes to.
        **props: of the form.
    """
    made = native_form(
        entrance.mark(),
        *fields,
        entrance.name_of(SessionState.email),
        current(form),
        dialog_foot(
            button("Cancel", on_click=SecurityState.close_form),
            button(verb, kind="primary", submit=True),
        ),
        action=action,
        error=refusal(form),
        **props,
    )
    shown, close = SecurityState.form_open == form, SecurityState.close_form
    return dialog(made, shown=shown, title=title, on_close=close)


def current(form: str) -> rx.Component:
    """Ask for the password that somebody has, and for a second factor where there is one."""
    return shown_again(form, password=error(form, "current_password"), code=error(form, "code"))


def error(form: str, name: str) -> rx.Var[str]:
    """Return what is wrong with a field of one of the page's forms."""
    return rx.cond(SecurityState.form == form, field_error(name), "")


def refusal(form: str) -> rx.Var[str]:
    """Return what is wrong with one of the page's forms as a whole."""
    return rx.cond(SecurityState.form == form, SecurityState.refusal, "")
