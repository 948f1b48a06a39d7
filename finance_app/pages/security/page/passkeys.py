"""The card of passkeys: what there is, one more, and one less."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.passkeys import LONGEST_NAME
from finance_app.pages.security.page import asked
from finance_app.pages.security.rows import PasskeyRow
from finance_app.pages.security.state.factors import REMOVING, FactorsState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import text_field
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.session import SessionState

FORM = "passkey"
WHAT = "Sign in with your fingerprint, face, screen lock or a security key."
ALONE = "Once you have one, your password alone lets nobody in any more."
NOWHERE = "At this address browsers allow none; they need https, and this server's own name."


def passkeys() -> rx.Component:
    """Show passkeys; add and remove them."""
    state = FactorsState
    listed = rows(rx.foreach(state.passkeys, _passkey), label="Passkeys")
    nowhere = rx.el.p(NOWHERE, class_name="card-body quiet")
    add = asked.opener(FORM, "Add a passkey…", shown=state.is_known & state.can_add)
    return rx.fragment(
        card(
            rx.cond(state.passkeys, listed, rx.fragment()),
            rx.cond(state.is_known & ~state.can_add, nowhere, rx.fragment()),
            title="Passkeys",
            note=WHAT,
            actions=[add],
            flush=True,
        ),
        _new(),
        _removal(),
    )


def _passkey(one: PasskeyRow) -> rx.Component:
    remove = button(
        "Remove",
        aria_label=f"Remove {one.name}",
        on_click=FactorsState.ask_removal(one.key),
    )
    return row(
        row_main(one.name, note=one.made),
        row_side(one.used, phone=True),
        rx.el.div(remove, class_name="row-amount"),
        key=one.key,
    )


def _new() -> rx.Component:
    name = text_field(
        "Name",
        "name",
        hint="Such as the device or the password manager that keeps it.",
        required=True,
        max_length=LONGEST_NAME,
        data_keep="passkey-name",
        data_once="",
        default_value=FactorsState.here,
        key=FactorsState.here,
        error=asked.error(FORM, "name"),
    )
    return asked.form_dialog(
        FORM,
        rx.el.p(ALONE, class_name="prose"),
        name,
        title="Add a passkey",
        verb="Add a passkey",
        action=links.AUTH_PASSKEY_NEW,
    )


def _removal() -> rx.Component:
    form = native_form(
        entrance.mark(),
        rx.el.input(type="hidden", name="key", value=FactorsState.removing, read_only=True),
        rx.el.p("“", FactorsState.removing_name, "” lets nobody in any more."),
        entrance.name_of(SessionState.email),
        asked.current(REMOVING),
        dialog_foot(
            button("Cancel", on_click=FactorsState.close_removal),
            button("Remove", kind="danger", submit=True),
        ),
        action=links.AUTH_PASSKEY_REMOVE,
        error=asked.refusal(REMOVING),
    )
    return dialog(
        form,
        shown=FactorsState.removing != "",
        title="Remove this passkey?",
        on_close=FactorsState.close_removal,
    )
