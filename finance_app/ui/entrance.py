"""What the pages for signing in and up share: who may see them, and what the last attempt met."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import reflex as rx

from finance_app.ui.components.field import text_field
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag

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


def warning(shown: Flag) -> rx.Component:
    """Warn of a connection without encryption."""
    said = rx.el.p(icon("warning"), UNENCRYPTED, class_name="form-error", role="note")
    return rx.fragment(rx.cond(shown, said, rx.fragment()))
