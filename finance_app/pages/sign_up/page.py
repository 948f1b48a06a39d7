"""The screen for signing up."""

from __future__ import annotations

from datetime import UTC, datetime

import reflex as rx

from finance_app.pages.sign_up.state import SignUpState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button
from finance_app.ui.components.link import text_link
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error
from finance_app.ui.mailing import kept_note
from finance_app.ui.regions import base_currency_field, paid_options, region_field
from finance_app.ui.shell import plain_page

WELCOME = "Welcome. You will be the administrator."
MAILED = "We mail you a link that makes your account."
CLOSED = "Sign-up is closed here."
INVITED = "Whoever was invited follows the link in their mail."
ASK = "Ask the administrator if you want an account."


def foot() -> Child:
    """Lead back to signing in, where somebody can."""
    offer = rx.fragment("You have an account? ", text_link("Sign in", links.LOGIN))
    return rx.fragment(rx.cond(SignUpState.is_first, rx.fragment(), offer))


@plain_page(links.SIGNUP, title="Sign up", on_load=SignUpState.load, foot=foot)
def sign_up() -> rx.Component:
    """Ask for an account, or say that there is none to be had."""
    return rx.fragment(rx.cond(SignUpState.is_open, _form(), _closed()))


def _closed() -> rx.Component:
    way = rx.cond(SignUpState.takes_invited, INVITED, ASK)
    return rx.el.p(CLOSED, " ", way, class_name="prose")


def _form() -> rx.Component:
    welcome = rx.el.p(WELCOME, class_name="quiet")
    mailed = rx.el.p(MAILED, class_name="quiet")
    kept = rx.cond(SignUpState.is_first, rx.fragment(), kept_note(SignUpState.mail_stays_here))
    return native_form(
        rx.cond(SignUpState.is_first, welcome, mailed),
        entrance.warning(SignUpState.unencrypted),
        entrance.email_field(error=field_error("email")),
        entrance.new_password_field(),
        *_place(),
        button("Sign up", kind="primary", submit=True),
        kept,  # under the button, which does not move when the server answers
        action=links.AUTH_SIGN_UP,
        error=SignUpState.refusal,
        no_validate=True,  # the browser names one field at a time
    )


def _place() -> tuple[rx.Component, ...]:
    return (
        region_field(SignUpState.region, on_change=SignUpState.choose_region),
        base_currency_field(paid_options(datetime.now(UTC).date()), SignUpState.currency),
        rx.el.input(type="hidden", name="time_zone", data_fill="time-zone"),
    )
