"""What the forms of the security page share: the password, asked for again."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.state import SecurityState
from finance_app.ui.again import shown_again
from finance_app.ui.errors import field_error


def current(form: str) -> rx.Component:
    """Ask for the password that somebody has, and for a second factor where there is one."""
    return shown_again(form, password=error(form, "current_password"), code=error(form, "code"))


def error(form: str, name: str) -> rx.Var[str]:
    """Return what is wrong with a field of one of the page's forms."""
    return rx.cond(SecurityState.form == form, field_error(name), "")


def refusal(form: str) -> rx.Var[str]:
    """Return what is wrong with one of the page's forms as a whole."""
    return rx.cond(SecurityState.form == form, SecurityState.refusal, "")
