"""What the forms of this screen share."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.profile.state.profile import ProfileState
from finance_app.ui import entrance
from finance_app.ui.again import shown_again
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState


def asked_again(form: str) -> list[rx.Component]:
    """Ask for the password and a second factor, and carry the proof that this page was used."""
    mark = rx.el.input(
        type="hidden", name="form_mark", value=SessionState.form_mark, read_only=True
    )
    wrong = error(form, "current_password"), error(form, "code")
    again = shown_again(form, password=wrong[0], code=wrong[1])
    return [mark, entrance.name_of(SessionState.email), again]


def error(form: str, name: str) -> rx.Var[str]:
    """Say what was wrong with a field of a form."""
    return rx.cond(ProfileState.form == form, field_error(name), "")


def refusal(form: str) -> rx.Var[str]:
    """Say what was wrong with a form as a whole."""
    return rx.cond(ProfileState.form == form, ProfileState.refusal, "")
