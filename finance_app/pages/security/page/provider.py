"""The card of the provider that somebody may sign in by way of."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.state import ProviderState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card
from finance_app.ui.components.native_form import native_form
from finance_app.ui.session import SessionState

FORM = "provider"
OFFER = "Connect it, and you can sign in without your password here."


def way_of_provider() -> rx.Component:
    """Show whether the account is connected; connect or disconnect it. Nothing without one."""
    connected = rx.el.p("Connected", ProviderState.connected_as, ".")
    forms = rx.cond(
        ProviderState.is_connected,
        _form(connected, "Disconnect", links.AUTH_OIDC_DISCONNECT),
        _form(rx.el.p(OFFER), "Connect", links.AUTH_OIDC_CONNECT),
    )
    shown = card(forms, title=f"Sign in with {ProviderState.provider}")
    return rx.fragment(rx.cond(ProviderState.provider != "", shown, rx.fragment()))


def _form(said: rx.Component, verb: str, action: str) -> rx.Component:
    return native_form(
        entrance.mark(),
        said,
        entrance.name_of(SessionState.email),
        asked.current(FORM),
        buttons(button(verb, submit=True)),
        action=action,
        error=asked.refusal(FORM),
    )
