"""What the pages for signing in and up share: who may see them, and what the last attempt met."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import reflex as rx

from finance_app.domain.refusals import Refusal
from finance_app.ui.components.field import secret_field, text_field
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag, Text
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState

UNENCRYPTED = "This connection is not encrypted: others in the network can read what you type."


def is_unencrypted(origin: str) -> bool:
    """Say whether a page came over plain http from another machine.

    Args:
        origin: what the browser says; good enough to warn the one who sits before it.
    """
    parts = urlsplit(origin)
    name = parts.hostname or ""
    if parts.scheme != "http" or name == "localhost" or name.endswith(".localhost"):
        return False
    try:
        return not ip_address(name).is_loopback
    except ValueError:
        return True


def refusals(codes: str) -> tuple[str, dict[str, str]]:
    """Return what was wrong with the last attempt: with the whole form, and with its fields.

    Args:
        codes: as they stand in the address.
    """
    refused = Refusal.read(codes)
    whole = " ".join(one.sentence for one in refused if not one.field)
    return whole, {one.field: one.sentence for one in refused if one.field}


def email_field(**props: Any) -> rx.Component:
    """Ask for the address; what was typed is still there when the form comes back."""
    return text_field(
        "E-mail",
        "email",
        type="email",
        auto_complete="username",
        auto_focus=True,
        required=True,
        max_length=254,
        data_keep="email",
        **props,
    )


def mark() -> rx.Component:
    """Prove that a form of somebody signed in comes from the app's own page."""
    return rx.el.input(
        type="hidden", name="form_mark", value=SessionState.form_mark, read_only=True
    )


def wanted_page() -> rx.Component:
    """Send along which page was wanted; the browser knows it before the server has answered."""
    return rx.el.input(type="hidden", name="next", data_fill="next")


def name_of(email: Text) -> rx.Component:
    """Tell password managers whose password a form is about."""
    return rx.el.input(
        type="text",
        value=email,
        auto_complete="username",
        read_only=True,
        hidden=True,
        aria_hidden="true",
        tab_index=-1,
    )


def new_password_field(label: str = "Password", *, error: Text | None = None) -> rx.Component:
    """Ask for a password that is to be remembered from now on."""
    return secret_field(
        label,
        "password",
        auto_complete="new-password",
        required=True,
        min_length=12,
        max_length=128,
        hint="12 characters or more; a few words that do not belong together are good.",
        error=field_error("password") if error is None else error,
    )


def said(sentence: Text, icon_name: str = "check") -> rx.Component:
    """Say what went well, or what is so without being trouble."""
    return rx.el.p(icon(icon_name), sentence, class_name="form-error", data_done="", role="status")


def warning(shown: Flag) -> rx.Component:
    """Warn of a connection without encryption."""
    said = rx.el.p(icon("warning"), UNENCRYPTED, class_name="form-error", role="note")
    return rx.fragment(rx.cond(shown, said, rx.fragment()))
