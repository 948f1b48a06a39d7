"""The screen of the second step: a passkey, a code of the app, or a backup code."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.second_step.state import SecondStepState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import Kind, button
from finance_app.ui.components.field import text_field
from finance_app.ui.components.link import plain_link
from finance_app.ui.components.more import more
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Child
from finance_app.ui.passkeys import passkey_form
from finance_app.ui.shell import plain_page

NOTHING_LEFT = (
    "Have you none of it any more? Ask the administrator of this server: they can take the second "
    "step off your account."
)


def foot() -> Child:
    """Lead back to the first step, with the page loaded anew: it is somebody else's then."""
    return plain_link("Sign in as somebody else", href=links.LOGIN, class_name="text-link")


@plain_page(links.FACTOR, title="Second step", on_load=SecondStepState.load, foot=foot)
def second_step() -> rx.Component:
    """Ask for what is shown beside the password."""
    state = SecondStepState
    return rx.el.div(
        rx.el.p(state.refusal, class_name="form-error", role="alert"),
        rx.cond(state.by_app, _app(), rx.fragment()),
        rx.cond(
            state.by_passkey,
            rx.cond(state.by_app, _passkey("quiet"), _passkey("primary")),
            rx.fragment(),
        ),
        rx.cond(state.by_backup_code, _backup(), rx.fragment()),
        rx.el.p(NOTHING_LEFT, class_name="quiet"),
        class_name="stack",
    )


def _app() -> rx.Component:
    return native_form(
        entrance.wanted_page(),
        text_field(
            "Code",
            "code",
            hint="The six digits that your authenticator app shows.",
            input_mode="numeric",
            auto_complete="one-time-code",
            auto_focus=True,
            required=True,
            max_length=20,
        ),
        button("Go on", kind="primary", submit=True),
        action=links.AUTH_FACTOR,
    )


def _passkey(kind: Kind) -> rx.Component:
    return passkey_form(
        "Use a passkey",
        entrance.wanted_page(),
        does="show",
        options=links.AUTH_PASSKEY_ASK_SECOND,
        action=links.AUTH_PASSKEY_SECOND,
        kind=kind,
    )


def _backup() -> rx.Component:
    form = native_form(
        entrance.wanted_page(),
        rx.el.input(type="hidden", name="backup", value="1", read_only=True),
        text_field(
            "Backup code",
            "code",
            id="backup-code",
            hint="Each works once.",
            auto_capitalize="none",
            spell_check=False,
            required=True,
            max_length=40,
        ),
        button("Use it", submit=True),
        action=links.AUTH_FACTOR,
    )
    return more("Use a backup code", form, is_open=SecondStepState.was_backup)
