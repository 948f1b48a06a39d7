"""The card that has one's account deleted."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.profile.page.parts import asked_again, error, refusal
from finance_app.pages.profile.rows.leaving import FateRow
from finance_app.pages.profile.state.leaving import FatesState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.controls import check_input
from finance_app.ui.components.field import text_field
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.note import gap
from finance_app.ui.session import SessionState

LEAVE = "leave"
WHAT = (
    "You are signed out everywhere at once. For 7 days you can sign in again and keep everything; "
    "after that your account and your books are gone for good."
)


def leave() -> rx.Component:
    """Say what goes, and ask whether that is meant."""
    state = FatesState
    taken = rx.el.div(
        check_input("Delete the books that others would lose, too", "shared_too"),
        rx.el.p(error(LEAVE, "shared_too"), class_name="field-note field-error"),
    )
    return rx.el.div(
        rx.el.p(WHAT, class_name="quiet"),
        rx.el.ul(rx.foreach(state.fates, _fate), class_name="stack-s", aria_label="Your books"),
        rx.cond(state.warning != "", gap(state.warning), rx.fragment()),
        native_form(
            *asked_again(LEAVE),
            text_field(
                "Your e-mail address, typed out",
                "typed_email",
                type="email",
                required=True,
                max_length=254,
                data_keep="typed-email",
                data_once="",
                placeholder=SessionState.email,
                error=error(LEAVE, "typed_email"),
            ),
            rx.cond(state.takes, taken, rx.fragment()),
            buttons(button("Delete my account", kind="danger", submit=True)),
            action=links.AUTH_LEAVE,
            error=refusal(LEAVE),
        ),
        class_name="stack",
    )


def _fate(one: FateRow) -> rx.Component:
    return rx.el.li(
        rx.el.strong(one.name),
        rx.el.div(one.about, class_name="quiet"),
        rx.el.div(one.said),
        class_name="wraps",
    )
