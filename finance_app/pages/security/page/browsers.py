"""The card of the browsers that are signed in, and signing others out with the password."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.page import asked
from finance_app.pages.security.rows import SessionRow
from finance_app.pages.security.state.page import ENDING, SecurityState
from finance_app.services.signing_out import OTHERS
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button
from finance_app.ui.components.chip import chip
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.session import SessionState


def browsers() -> rx.Component:
    """List them; ask for the password before one is signed out."""
    listed = rows(rx.foreach(SecurityState.browsers, _browser), label="Signed-in browsers")
    return rx.fragment(listed, _ending())


def sign_others_out() -> rx.Component:
    """Offer to sign all others out, where there are any."""
    out = button("Sign all others out", on_click=SecurityState.ask_ending(OTHERS))
    return rx.fragment(rx.cond(SecurityState.has_others, out, rx.fragment()))


def _browser(one: SessionRow) -> rx.Component:
    out = button(
        "Sign out",
        aria_label=f"Sign out {one.device}, {one.seen}",
        on_click=SecurityState.ask_ending(one.key),
    )
    return row(
        row_main(one.device, rx.cond(one.is_here, chip("This one"), rx.fragment())),
        row_side(rx.el.div(one.seen), rx.el.div(one.since, class_name="wraps"), phone=True),
        rx.el.div(rx.cond(one.is_here, rx.fragment(), out), class_name="row-amount"),
        key=one.key,
    )


def _ending() -> rx.Component:
    all_others = rx.el.p("Every browser but this one has to sign in again.")
    one = rx.el.p("“", SecurityState.ending_name, "” has to sign in again.")
    form = native_form(
        entrance.mark(),
        rx.el.input(type="hidden", name="key", value=SecurityState.ending, read_only=True),
        rx.cond(SecurityState.ending == OTHERS, all_others, one),
        entrance.name_of(SessionState.email),
        asked.current(ENDING),
        dialog_foot(
            button("Cancel", on_click=SecurityState.close_ending),
            button("Sign out", kind="primary", submit=True),
        ),
        action=links.AUTH_SESSIONS_END,
        error=asked.refusal(ENDING),
    )
    return dialog(
        form,
        shown=SecurityState.ending != "",
        title=rx.cond(
            SecurityState.ending == OTHERS, "Sign all others out?", "Sign this browser out?"
        ),
        on_close=SecurityState.close_ending,
    )
