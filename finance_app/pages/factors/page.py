"""The screens that show once what lets somebody in: a key, a passkey, codes, a token."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.factors.state import EnrolmentState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button, buttons, file_button, link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.copying import copy
from finance_app.ui.components.field import text_field
from finance_app.ui.components.icon import icon
from finance_app.ui.components.native_form import native_form
from finance_app.ui.errors import field_error
from finance_app.ui.passkeys import passkey_form
from finance_app.ui.shell import page

state = EnrolmentState


@page(
    links.AUTHENTICATOR, title="Authenticator app", on_load=state.load_app, narrow=True, enrols=True
)
def authenticator() -> rx.Component:
    """Hand a key over to an app, and ask for a code that proves it arrived."""
    picture = rx.el.img(
        src=links.AUTH_APP_PICTURE,
        alt="The key below as a QR code",
        width="208",
        height="208",
        class_name="qr",
    )
    steps = rx.el.div(
        rx.el.p(
            "Scan this with an authenticator app on your phone, or type the key into it.",
            class_name="prose",
        ),
        picture,
        rx.el.a(
            icon("key"),
            "Open in your authenticator app",
            class_name="button here",
            data_kind="quiet",
            data_text_from=links.AUTH_APP_ADDRESS,
        ),
        rx.el.p(id="key", class_name="secret-text", data_text_from=links.AUTH_APP_KEY),
        buttons(copy("key")),
        _confirm(),
        class_name="stack",
    )
    return card(rx.cond(state.is_begun, steps, rx.fragment()))


def _confirm() -> rx.Component:
    return native_form(
        entrance.mark(),
        text_field(
            "Code",
            "code",
            hint="The six digits that the app shows now.",
            input_mode="numeric",
            auto_complete="one-time-code",
            required=True,
            max_length=20,
            error=field_error("code"),
        ),
        buttons(
            button("Turn on", kind="primary", submit=True), link_button("Cancel", links.SECURITY)
        ),
        action=links.AUTH_APP_CONFIRM,
        error=state.refusal,
    )


@page(links.PASSKEY, title="New passkey", on_load=state.load_passkey, narrow=True, enrols=True)
def passkey() -> rx.Component:
    """Have the browser make a passkey."""
    make = rx.el.div(
        rx.el.p(
            "Your browser asks now where to keep it: on this device, in a password manager, on a "
            "phone nearby or on a security key.",
            class_name="prose",
        ),
        passkey_form(
            "Make the passkey",
            entrance.mark(),
            does="make",
            options=links.AUTH_PASSKEY_OPTIONS,
            action=links.AUTH_PASSKEY_ADD,
            kind="primary",
            cancel=links.SECURITY,
        ),
        class_name="stack",
    )
    return card(rx.cond(state.is_begun, make, rx.fragment()))


@page(links.CODES, title="Backup codes", on_load=state.load_codes, narrow=True, enrols=True)
def codes() -> rx.Component:
    """Show new backup codes, once."""
    shown = rx.el.div(
        rx.el.p(
            "Each of these lets you in once, in place of your app or passkey. Keep them where you "
            "find them without your phone. They are not shown again.",
            class_name="prose",
        ),
        rx.el.ul(
            id="codes",
            class_name="secret-text codes",
            aria_label="Backup codes",
            data_text_from=links.AUTH_CODES_FILE,
        ),
        buttons(
            copy("codes"),
            button("Print", data_print=""),
            file_button("Download", links.AUTH_CODES_FILE),
        ),
        _kept("I have kept them", links.AUTH_CODES_KEPT),
        class_name="stack",
    )
    return card(rx.cond(state.is_begun, shown, rx.fragment()))


@page(links.TOKEN, title="New token", on_load=state.load_token, narrow=True)
def token() -> rx.Component:
    """Show a program's new token, once."""
    shown = rx.el.div(
        rx.el.p(
            "Give it to the program and to nobody else: whoever has it comes in as you. "
            "It is not shown again.",
            class_name="prose",
        ),
        rx.el.p(id="token", class_name="secret-text", data_text_from=links.AUTH_TOKEN_TEXT),
        buttons(copy("token")),
        _kept("I have kept it", links.AUTH_TOKEN_KEPT),
        class_name="stack",
    )
    return card(rx.cond(state.is_begun, shown, rx.fragment()))


def _kept(verb: str, action: str) -> rx.Component:
    """Let somebody say that they need not see it any more."""
    said = buttons(button(verb, kind="primary", submit=True))
    return native_form(entrance.mark(), said, action=action)
