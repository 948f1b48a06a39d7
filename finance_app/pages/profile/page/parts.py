"""What the forms of this screen share."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.profile.state.profile import ProfileState
from finance_app.ui import entrance
from finance_app.ui.components.field import secret_field
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState


def asked_again(form: str) -> list[rx.Component]:
    """Ask for the password, and carry the proof that this page was used."""
    mark = rx.el.input(
        type="hidden", name="form_mark", value=SessionState.form_mark, read_only=True
    )
    password = secret_field(
        "Current password",
        "current_password",
        id=f"{form}-current",
        auto_complete="current-password",
        required=True,
        max_length=200,
        error=error(form, "current_password"),
    )
    return [mark, entrance.name_of(SessionState.email), password]


def error(form: str, name: str) -> rx.Var[str]:
    """Say what was wrong with a field of a form."""
    return rx.cond(ProfileState.form == form, field_error(name), "")


def refusal(form: str) -> rx.Var[str]:
    """Say what was wrong with a form as a whole."""
    return rx.cond(ProfileState.form == form, ProfileState.refusal, "")
