"""Who is invited to the server, and inviting somebody."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.users import GuestRow
from finance_app.pages.admin.state import shown
from finance_app.pages.admin.state.guests import GuestsState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.chip import chip
from finance_app.ui.components.field import form, text_field
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole
from finance_app.ui.errors import field_error
from finance_app.ui.mailing import FOLDER

NOTE = "They get a mail with a link that makes their account, for a week, once."
CLOSED = "Sign-up is closed, so nobody can be invited, and no invitation counts while it is."


def guests() -> rx.Component:
    """List invitations, and invite; where sign-up is closed, say so instead."""
    listed = card(
        rows(rx.foreach(GuestsState.guests, _guest), label="Invited"), title="Invited", flush=True
    )
    settings = link_button("Open the settings", links.admin(shown.SETTINGS))
    closed = card(buttons(settings), title="Invite somebody", note=CLOSED)
    return rx.fragment(
        rx.cond(GuestsState.guests, listed, rx.fragment()),
        rx.cond(
            GuestsState.may_invite, card(_invite(), title="Invite somebody", note=NOTE), closed
        ),
    )


def _invite() -> rx.Component:
    return form(
        text_field(
            "E-mail",
            "email",
            type="email",
            auto_complete="off",
            required=True,
            max_length=254,
            hint=rx.cond(GuestsState.guest_mail_is_kept, FOLDER, ""),
            error=field_error("email"),
        ),
        buttons(button("Invite", submit=True)),
        on_submit=GuestsState.invite,
        key=GuestsState.invited,
    )


def _guest(one: GuestRow) -> rx.Component:
    again = menu_item("Send again", on_click=GuestsState.invite_again(one.key), icon_name="repeat")
    return row(
        row_main(whole(one.email), rx.cond(one.mark != "", chip(one.mark), rx.fragment())),
        row_side(one.told, phone=True),
        menu(
            rx.cond(GuestsState.may_invite, again, rx.fragment()),
            menu_item(
                "Withdraw", on_click=GuestsState.withdraw(one.key), icon_name="x", danger=True
            ),
            label=f"More about the invitation of {one.email}",
        ),
        key=one.key,
    )
