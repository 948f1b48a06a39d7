"""Second factors: the lines of the authenticator app and the backup codes, and their forms."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.state.factors import FactorsState
from finance_app.ui import links

APP, CODES = "app", "codes"
ASKED = "A code of an app on your phone is asked for from then on, beside your password."
NOT_ASKED = "Without it, your password and a passkey, if you have one, are all that lets you in."
ANEW = "Ten new ones; those from before let nobody in any more."


def factor_lines() -> rx.Component:
    """Say whether there is an authenticator app, and how many backup codes are left."""
    state = FactorsState
    is_off, is_on = state.app_since == "", state.app_since != ""
    app = asked.line(
        "Authenticator app",
        asked.known(rx.cond(is_off, "Off", f"On since {state.app_since}")),
        asked.opener(APP, "Turn on…", "Turn the app on…", shown=state.is_known & is_off),
        asked.opener(APP, "Turn off…", "Turn the app off…", shown=state.is_known & is_on),
    )
    codes = asked.line(
        "Backup codes", state.codes_left, asked.opener(CODES, "Renew…", "Make new backup codes…")
    )
    return rx.fragment(app, rx.cond(state.is_on, codes, rx.fragment()))


def factor_forms() -> rx.Component:
    """Turn the app on or off, and make new backup codes."""
    is_off = FactorsState.app_since == ""
    return rx.fragment(
        asked.form_dialog(
            APP,
            rx.el.p(rx.cond(is_off, ASKED, NOT_ASKED), class_name="prose"),
            title=rx.cond(is_off, "Turn the app on", "Turn the app off"),
            verb=rx.cond(is_off, "Turn on", "Turn off"),
            action=rx.cond(is_off, links.AUTH_APP, links.AUTH_APP_OFF),
        ),
        asked.form_dialog(
            CODES,
            rx.el.p(ANEW, class_name="prose"),
            title="Make new backup codes",
            verb="Make new codes",
            action=links.AUTH_CODES,
        ),
    )
