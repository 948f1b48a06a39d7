"""The screen of how somebody signs in: a line for each way, with the form that changes it."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.page.browsers import browsers, sign_others_out
from finance_app.pages.security.page.factors import factor_forms, factor_lines
from finance_app.pages.security.page.passkeys import passkeys
from finance_app.pages.security.page.provider import provider_form, provider_line
from finance_app.pages.security.page.tokens import tokens
from finance_app.pages.security.state.factors import FactorsState, ProviderState
from finance_app.pages.security.state.page import SecurityState
from finance_app.pages.security.state.tokens import TokensState
from finance_app.ui import entrance, links
from finance_app.ui.again import AgainState
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.field import text_field
from finance_app.ui.components.note import NoteText, note
from finance_app.ui.components.rows import rows
from finance_app.ui.mailing import kept_note
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page

ADDRESS, PASSWORD = "address", "password"
DEMAND = (
    "This server demands a second factor. Turn the authenticator app on or add a passkey; "
    "until then nothing else opens."
)


@page(
    links.SECURITY,
    title="Security",
    on_load=[
        AgainState.load,
        SecurityState.load,
        FactorsState.load,
        ProviderState.load,
        TokensState.load,
    ],
    narrow=True,
    enrols=True,
)
def security() -> rx.Component:
    """Show how somebody signs in, which browsers are signed in, and passkeys, a card each.

    Whoever has to set a second factor up first sees nothing but factors.
    """
    lines = rows(
        _unless_demanded(_address_line(), _password_line(), provider_line()),
        factor_lines(),
        label="How you sign in",
    )
    signed_in = card(
        browsers(),
        title="Signed-in browsers",
        note="Signed out, they show nothing within five seconds.",
        actions=[sign_others_out()],
        flush=True,
    )
    return stack(
        _demand(),
        card(lines, title="How you sign in", flush=True),
        _unless_demanded(signed_in),
        passkeys(),
        _unless_demanded(tokens()),
        _unless_demanded(_address(), _password(), provider_form()),
        factor_forms(),
    )


def _unless_demanded(*shown: rx.Component) -> rx.Component:
    nothing = rx.fragment()
    return rx.fragment(rx.cond(SecurityState.demands_factor, nothing, rx.fragment(*shown)))


def _demand() -> rx.Component:
    """Say why nothing else opens, to whoever has no second factor and must have one."""
    said = note(NoteText(DEMAND))
    return rx.fragment(rx.cond(SecurityState.demands_factor, said, rx.fragment()))


def _address_line() -> rx.Component:
    opener = asked.opener(ADDRESS, "Change…", "Change the address…")
    return asked.line("E-mail address", SessionState.email, opener)


def _password_line() -> rx.Component:
    return asked.line("Password", "", asked.opener(PASSWORD, "Change…", "Change the password…"))


def _address() -> rx.Component:
    field = text_field(
        "New address",
        "email",
        type="email",
        auto_complete="email",
        required=True,
        max_length=254,
        data_keep="new-email",
        error=asked.error(ADDRESS, "email"),
    )
    said = rx.el.div(
        rx.el.p("We mail the new address a link; it is yours once you follow it."),
        kept_note(SecurityState.mail_stays),
        class_name="stack",
    )
    return asked.form_dialog(
        ADDRESS, said, field, title="Change the address", verb="Change", action=links.AUTH_ADDRESS
    )


def _password() -> rx.Component:
    new = entrance.new_password_field("New password", error=asked.error(PASSWORD, "password"))
    said = rx.el.p("Every other browser is signed out.")
    return asked.form_dialog(
        PASSWORD,
        said,
        new,
        title="Change the password",
        verb="Change",
        action=links.AUTH_PASSWORD,
        no_validate=True,
    )
