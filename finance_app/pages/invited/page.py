"""The screen of an invitation: what it is, and whatever its reader has to do to accept it.

Opening it does nothing, since mail programs open links by themselves; the buttons do.
"""

from __future__ import annotations

import reflex as rx

from finance_app.pages.invited.rows import Stage
from finance_app.pages.invited.state import InvitedState
from finance_app.services import invited as service
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Text
from finance_app.ui.session import SessionState
from finance_app.ui.shell import plain_page

one = InvitedState.invitation


@plain_page(links.INVITED, title="Invitation", on_load=InvitedState.load)
def invited() -> rx.Component:
    """Say who invites to what, and offer what is next."""
    stages = rx.match(
        one.stage,
        (Stage.ACCEPT, _accept()),
        (Stage.IN, _is_in()),
        (Stage.OTHER, _other()),
        (Stage.SIGN_IN, _sign_in()),
        (Stage.JOIN, _join()),
        (Stage.CLOSED, rx.fragment(rx.el.p(_CLOSED, class_name="prose"), _decline())),
        rx.fragment(),
    )
    live = rx.el.div(_said(), stages, class_name="stack")
    return rx.cond(
        one.stage == Stage.GONE,
        rx.cond(
            InvitedState.done != "",
            entrance.said(InvitedState.done),
            _dead(),
        ),
        live,
    )


_CLOSED = "Sign-up is closed here at the moment. Ask the administrator to open it."


def _said() -> rx.Component:
    """Say who invites to what."""
    to_book = rx.fragment(
        rx.el.p(
            rx.el.strong(one.by),
            " invites you to the book ",
            rx.el.strong(one.book),
            ".",
            class_name="prose",
        ),
        rx.el.p(one.role, class_name="quiet"),
    )
    to_server = rx.el.p("You are invited to keep your accounts here.", class_name="prose")
    wrong = rx.el.p(InvitedState.refusal, class_name="form-error", role="alert")
    return rx.fragment(rx.cond(one.book != "", to_book, to_server), wrong)


def _dead() -> rx.Component:
    on = rx.cond(
        SessionState.email != "",
        link_button("Go on", links.DASHBOARD, kind="primary"),
        link_button("Sign in", links.LOGIN, kind="primary"),
    )
    ask = "If you took it up, you find the book there; else ask whoever invited you for another."
    said = rx.el.p(service.DEAD, class_name="prose")
    return rx.el.div(said, rx.el.p(ask, class_name="quiet"), on, class_name="stack")


def _accept() -> rx.Component:
    return rx.fragment(
        native_form(
            _hidden("form_mark", SessionState.form_mark),
            _see(),
            button("Accept", kind="primary", submit=True),
            action=links.AUTH_ACCEPT,
        ),
        _decline(),
    )


def _is_in() -> rx.Component:
    said = rx.el.p("You have an account here and are signed in.", class_name="quiet")
    return rx.fragment(said, link_button("Go on", links.DASHBOARD, kind="primary"))


def _other() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "It is for ",
            rx.el.strong(one.email),
            ", and you are signed in as ",
            rx.el.strong(SessionState.email),
            ".",
            class_name="quiet",
        ),
        native_form(
            _hidden("form_mark", SessionState.form_mark),
            _see(),
            rx.el.input(type="hidden", name="link", data_fill="link"),
            button("Sign out and go on", kind="primary", submit=True),
            action=links.AUTH_OTHER,
        ),
        link_button("Stay signed in", links.DASHBOARD, kind="plain"),
    )


def _sign_in() -> rx.Component:
    said = rx.el.p(
        "You have an account here with ", rx.el.strong(one.email), ".", class_name="quiet"
    )
    go = link_button("Sign in to accept", InvitedState.sign_in, kind="primary")
    return rx.fragment(said, go, _decline())


def _join() -> rx.Component:
    return rx.fragment(
        native_form(
            rx.el.p("You will sign in with ", rx.el.strong(one.email), "."),
            entrance.warning(InvitedState.unencrypted),
            entrance.name_of(one.email),
            rx.el.input(type="hidden", name="link", data_fill="link"),
            rx.el.input(type="hidden", name="time_zone", data_fill="time-zone"),
            _see(),
            entrance.new_password_field(),
            button("Accept and begin", kind="primary", submit=True),
            action=links.AUTH_INVITED,
            no_validate=True,
        ),
        _decline(),
    )


def _decline() -> rx.Component:
    return native_form(
        _see(),
        button("Decline", kind="plain", submit=True),
        action=links.AUTH_DECLINE,
    )


def _see() -> rx.Component:
    return _hidden("see", InvitedState.see)


def _hidden(name: str, value: Text) -> rx.Component:
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
