"""The provider that somebody may sign in by way of: its line, and its form."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.state.factors import ProviderState
from finance_app.ui import links

FORM = "provider"
OFFER = "Connected, it lets you in without your password here."
WITHOUT = "You sign in with your password from then on."


def provider_line() -> rx.Component:
    """Say whether the account is connected. Nothing without a provider."""
    state = ProviderState
    line = asked.line(
        state.provider,
        rx.cond(state.is_connected, f"Connected{state.connected_as}", "Not connected"),
        rx.cond(
            state.is_connected,
            asked.opener(FORM, "Disconnect…"),
            asked.opener(FORM, "Connect…"),
        ),
    )
    return rx.fragment(rx.cond(state.provider != "", line, rx.fragment()))


def provider_form() -> rx.Component:
    """Connect or disconnect it."""
    state = ProviderState
    verb = rx.cond(state.is_connected, "Disconnect", "Connect")
    return asked.form_dialog(
        FORM,
        rx.el.p(rx.cond(state.is_connected, WITHOUT, OFFER), class_name="prose"),
        title=f"{verb} {state.provider}",
        verb=verb,
        action=rx.cond(state.is_connected, links.AUTH_OIDC_DISCONNECT, links.AUTH_OIDC_CONNECT),
    )
