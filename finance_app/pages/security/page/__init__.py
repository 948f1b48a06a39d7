"""The screen of how somebody signs in."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.page.browsers import browsers, sign_others_out
from finance_app.pages.security.page.factors import backup_codes, two_steps
from finance_app.pages.security.page.passkeys import passkeys
from finance_app.pages.security.page.provider import way_of_provider
from finance_app.pages.security.state import FactorsState, ProviderState, SecurityState
from finance_app.ui import entrance, links
from finance_app.ui.again import AgainState
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.field import text_field
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.note import NoteText, note
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page

ADDRESS, PASSWORD = "address", "password"
DEMAND = (
    "This server demands a second factor. Turn on two-step sign-in or add a passkey below; until "
    "then nothing else opens."
)


@page(
    links.SECURITY,
    title="Security",
    on_load=[AgainState.load, SecurityState.load, FactorsState.load, ProviderState.load],
    narrow=True,
    enrols=True,
)
def security() -> rx.Component:
    """Show address, password, second factors and signed-in browsers, a card each.

    Whoever has to set a second factor up first sees nothing but that.
    """
    signed_in = card(
        browsers(),
        title="Signed-in browsers",
        note="Signed out, they show nothing within five seconds.",
        actions=[sign_others_out()],
        flush=True,
    )
    return stack(
        _demand(),
        _unless_demanded(card(_address(), title="E-mail address")),
        _unless_demanded(card(_password(), title="Password")),
        _unless_demanded(way_of_provider()),
        two_steps(),
        passkeys(),
        backup_codes(),
        _unless_demanded(signed_in),
    )


def _unless_demanded(shown: rx.Component) -> rx.Component:
    return rx.fragment(rx.cond(SecurityState.demands_factor, rx.fragment(), shown))


def _demand() -> rx.Component:
    """Say why nothing else opens, to whoever has no second factor and must have one."""
    said = note(NoteText(DEMAND))
    return rx.fragment(rx.cond(SecurityState.demands_factor, said, rx.fragment()))


def _address() -> rx.Component:
    return native_form(
        entrance.mark(),
        rx.el.p("You sign in with ", rx.el.strong(SessionState.email), "."),
        text_field(
            "New address",
            "email",
            type="email",
            auto_complete="email",
            required=True,
            max_length=254,
            data_keep="new-email",
            error=asked.error(ADDRESS, "email"),
        ),
        asked.current(ADDRESS),
        buttons(button("Change", submit=True)),
        action=links.AUTH_ADDRESS,
        error=asked.refusal(ADDRESS),
    )


def _password() -> rx.Component:
    return native_form(
        entrance.mark(),
        entrance.name_of(SessionState.email),
        asked.current(PASSWORD),
        entrance.new_password_field("New password", error=asked.error(PASSWORD, "password")),
        buttons(button("Change", submit=True)),
        action=links.AUTH_PASSWORD,
        error=asked.refusal(PASSWORD),
        no_validate=True,
    )
