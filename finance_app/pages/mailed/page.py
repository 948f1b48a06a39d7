"""The screens around mails: asking for one, what its link leads to, getting no more of them.

Following a link does nothing yet, since mail programs open links by themselves; the button does.
"""

from __future__ import annotations

import reflex as rx

from finance_app.domain.refusals import Refusal
from finance_app.pages.mailed.state import MailedState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button
from finance_app.ui.components.field import secret_field
from finance_app.ui.components.link import text_link
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error
from finance_app.ui.mailing import kept_note
from finance_app.ui.shell import plain_page

SENT = "If this address can be used, a mail is on its way. Follow its link to go on."


def foot() -> Child:
    """Lead to signing in."""
    return text_link("Back to sign in", links.LOGIN)


@plain_page(links.FORGOT, title="Forgotten password", on_load=MailedState.load, foot=foot)
def forgot() -> rx.Component:
    """Ask whose password was forgotten, where a link can be mailed."""
    none = rx.el.p(Refusal.NO_RESET.sentence, class_name="prose")
    return rx.fragment(rx.cond(MailedState.may_reset, _forgotten(), none))


def _forgotten() -> rx.Component:
    return native_form(
        rx.el.p("We mail you a link to choose a new one.", class_name="quiet"),
        entrance.email_field(error=field_error("email")),
        button("Send the link", kind="primary", submit=True),
        kept_note(MailedState.is_kept),  # under the button, which so does not move
        action=links.AUTH_FORGOT,
        error=MailedState.refusal,
    )


@plain_page(links.SENT, title="Look into your mail", on_load=MailedState.load, foot=foot)
def sent() -> rx.Component:
    """Say the same to everybody, whether the address has an account or not."""
    return rx.el.div(
        rx.el.p(SENT, class_name="prose"),
        kept_note(MailedState.is_kept),
        class_name="stack",
    )


@plain_page(links.JOIN, title="Confirm your address", on_load=MailedState.load, foot=foot)
def join() -> rx.Component:
    """Make the account once its password was typed: anybody could have asked for it."""
    return native_form(
        rx.el.p("This makes your account, once you type its password again.", class_name="prose"),
        _link(),
        secret_field(
            "The password you chose",
            "password",
            auto_complete="current-password",
            required=True,
            max_length=200,
            error=field_error("password"),
        ),
        button("Confirm", kind="primary", submit=True),
        action=links.AUTH_JOIN,
        error=MailedState.refusal,
    )


@plain_page(links.CONFIRM, title="Confirm your new address", on_load=MailedState.load, foot=foot)
def confirm() -> rx.Component:
    """Change the address once the button is pressed."""
    said = "From then on you sign in with this address, and mail comes to it."
    return _pressed(said, "Confirm", links.AUTH_CONFIRM)


@plain_page(links.TAKE_BACK, title="Take your account back", on_load=MailedState.load, foot=foot)
def take_back() -> rx.Component:
    """Shut out whoever else could get in, once the button is pressed."""
    said = (
        "The account gets the address again that this mail went to. Every browser is signed out. "
        "Passkeys, an authenticator app or a provider that were added in the seven days before "
        "that mail, or since, are removed, your own as well. Then you choose a new password."
    )
    return _pressed(said, "Take it back", links.AUTH_TAKE_BACK)


@plain_page(links.RESET, title="Choose a new password", on_load=MailedState.load, foot=foot)
def reset() -> rx.Component:
    """Ask for the password that is wanted."""
    return native_form(
        _link(),
        entrance.new_password_field(),
        button("Save it", kind="primary", submit=True),
        action=links.AUTH_RESET,
        error=MailedState.refusal,
        no_validate=True,
    )


@plain_page(links.UNSUBSCRIBE, title="Mails you get", on_load=MailedState.load, foot=foot)
def unsubscribe() -> rx.Component:
    """Stop mails of a kind once the button is pressed."""
    done = rx.el.p(
        f"Done. You get no more {MailedState.stopped}. What you get is chosen in ",
        text_link("the settings", links.SETTINGS),
        ".",
        class_name="prose",
        role="status",
    )
    said = f"Do you want no more {MailedState.notice_named}?"
    wrong = rx.el.p(MailedState.refusal, class_name="form-error", role="alert")
    asked = _pressed(said, "Unsubscribe", links.AUTH_UNSUBSCRIBE)
    none = rx.el.p(
        "The link at the foot of a mail stops mails of its kind. Which you get is also chosen in ",
        text_link("the settings", links.SETTINGS),
        ".",
        class_name="prose",
    )
    linked = rx.cond(MailedState.notice_named != "", asked, none)
    return rx.fragment(
        rx.cond(
            MailedState.stopped != "",
            done,
            rx.cond(MailedState.refusal != "", wrong, linked),
        )
    )


def _pressed(said: str, label: str, action: str) -> rx.Component:
    return native_form(
        rx.el.p(said, class_name="prose"),
        _link(),
        button(label, kind="primary", submit=True),
        action=action,
        error=MailedState.refusal,
    )


def _link() -> rx.Component:
    """Carry what stands behind the # of the address."""
    return rx.el.input(type="hidden", name="link", data_fill="link")
