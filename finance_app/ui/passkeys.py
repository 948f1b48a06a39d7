"""The form that has the browser make or show a passkey; `assets/passkeys.js` fills and sends it."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from finance_app.ui.components.button import Kind, button, buttons, link_button
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Child


def passkey_form(
    label: str,
    *fields: Child,
    does: Literal["make", "show"],
    options: str,
    action: str,
    kind: Kind = "quiet",
    cancel: str = "",
) -> rx.Component:
    """Offer a button; not seen in browsers that know no passkeys.

    Args:
        label: a verb.
        *fields: what else is sent.
        does: what the browser is to do.
        options: the route that says with what.
        action: the route that gets what comes of it.
        kind: of the button.
        cancel: the page that a second button leads back to.
    """
    press = button(label, kind=kind, icon_name="key", submit=True)
    return native_form(
        *fields,
        rx.el.input(type="hidden", name="credential"),
        rx.el.p(class_name="field-note field-error", role="alert", data_said=""),
        buttons(press, link_button("Cancel", cancel)) if cancel else press,
        action=action,
        hidden=True,
        data_passkey=does,
        data_options=options,
    )
