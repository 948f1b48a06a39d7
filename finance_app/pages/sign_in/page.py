"""The screen for signing in."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.sign_in.state import SignInState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button
from finance_app.ui.components.controls import check_input
from finance_app.ui.components.field import secret_field
from finance_app.ui.components.link import text_link
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Child
from finance_app.ui.passkeys import passkey_form
from finance_app.ui.shell import plain_page


def foot() -> Child:
    """Lead to signing up, where that is open, and to another password."""
    offer = rx.fragment("No account yet? ", text_link("Sign up", links.SIGNUP))
    both = SignInState.may_sign_up & SignInState.may_reset
    forgot = text_link("Forgot your password?", links.FORGOT)
    return rx.fragment(
        rx.cond(SignInState.may_sign_up, offer, rx.fragment()),
        rx.cond(both, " · ", ""),
        rx.cond(SignInState.may_reset, forgot, rx.fragment()),
    )


@plain_page(links.LOGIN, title="Sign in", on_load=SignInState.load, foot=foot)
def sign_in() -> rx.Component:
    """Ask for address and password, or for a passkey, or lead to the provider."""
    return rx.el.div(
        _password(),
        rx.cond(SignInState.by_passkey, _passkey(), rx.fragment()),
        rx.cond(SignInState.provider != "", _elsewhere(), rx.fragment()),
        class_name="stack",
    )


def _password() -> rx.Component:
    return native_form(
        rx.cond(SignInState.done != "", entrance.said(SignInState.done), rx.fragment()),
        rx.cond(SignInState.ended != "", entrance.said(SignInState.ended, "info"), rx.fragment()),
        entrance.warning(SignInState.unencrypted),
        entrance.wanted_page(),
        entrance.email_field(),
        secret_field(
            "Password",
            "password",
            auto_complete="current-password",
            required=True,
            max_length=200,
        ),
        check_input("Stay signed in", "stay"),
        button("Sign in", kind="primary", submit=True),
        action=links.AUTH_SIGN_IN,
        error=SignInState.refusal,
    )


def _elsewhere() -> rx.Component:
    """Offer the way by the provider."""
    return native_form(
        entrance.wanted_page(),
        button(f"Sign in with {SignInState.provider}", submit=True),
        action=links.AUTH_OIDC,
    )


def _passkey() -> rx.Component:
    return passkey_form(
        "Sign in with a passkey",
        entrance.wanted_page(),
        does="show",
        options=links.AUTH_PASSKEY_ASK,
        action=links.AUTH_PASSKEY_ENTER,
    )
