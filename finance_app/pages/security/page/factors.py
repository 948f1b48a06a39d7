"""The cards of second factors: the authenticator app and the backup codes."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.state import FactorsState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.skeleton import bone, until
from finance_app.ui.session import SessionState

APP, CODES = "app", "codes"
OFF = "Have a code of an app on your phone asked for, beside your password."


def two_steps() -> rx.Component:
    """Show whether there is an authenticator app; turn it on or off."""
    since = rx.el.p("An authenticator app is on since ", FactorsState.app_since, ".")
    form = rx.cond(
        FactorsState.app_since == "",
        _form(APP, rx.el.p(OFF, class_name="prose"), "Turn on", links.AUTH_APP),
        _form(APP, since, "Turn off", links.AUTH_APP_OFF),
    )
    return card(until(FactorsState.is_known, form, bone()), title="Two-step sign-in")


def backup_codes() -> rx.Component:
    """Show how many backup codes are left; make new ones."""
    shown = card(
        _form(
            CODES,
            rx.el.p("They let you in without app or passkey. ", FactorsState.codes_left),
            "Make new codes",
            links.AUTH_CODES,
        ),
        title="Backup codes",
    )
    return rx.fragment(rx.cond(FactorsState.is_on, shown, rx.fragment()))


def _form(form: str, said: rx.Component, verb: str, action: str) -> rx.Component:
    return native_form(
        entrance.mark(),
        said,
        entrance.name_of(SessionState.email),
        asked.current(form),
        buttons(button(verb, submit=True)),
        action=action,
        error=asked.refusal(form),
    )
