"""The screen of how somebody signs in."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.security.rows import SessionRow
from finance_app.pages.security.state import SecurityState
from finance_app.ui import entrance, links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.field import secret_field, text_field
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.rows import row, row_main, row_side, rows
from finance_app.ui.errors import field_error
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page

ADDRESS, PASSWORD, PROVIDER = "address", "password", "provider"


@page(links.SECURITY, title="Security", on_load=SecurityState.load, narrow=True)
def security() -> rx.Component:
    """Show address, password and the browsers that are signed in, a card each."""
    return stack(
        card(_address(), title="E-mail address"),
        card(_password(), title="Password"),
        rx.cond(
            SecurityState.provider != "",
            card(_provider(), title=f"Sign in with {SecurityState.provider}"),
            rx.fragment(),
        ),
        card(
            _browsers(),
            title="Signed-in browsers",
            note="Signed out, they show nothing within five seconds.",
            actions=[_sign_others_out()],
            flush=True,
        ),
    )


def _address() -> rx.Component:
    return native_form(
        _mark(),
        rx.el.p("You sign in with ", rx.el.strong(SessionState.email), "."),
        text_field(
            "New address",
            "email",
            type="email",
            auto_complete="email",
            required=True,
            max_length=254,
            data_keep="new-email",
            error=_error(ADDRESS, "email"),
        ),
        _current(ADDRESS),
        buttons(button("Change", submit=True)),
        action=links.AUTH_ADDRESS,
        error=rx.cond(SecurityState.form == ADDRESS, SecurityState.refusal, ""),
    )


def _password() -> rx.Component:
    return native_form(
        _mark(),
        entrance.name_of(SessionState.email),
        _current(PASSWORD),
        entrance.new_password_field("New password", error=_error(PASSWORD, "password")),
        buttons(button("Change", submit=True)),
        action=links.AUTH_PASSWORD,
        error=rx.cond(SecurityState.form == PASSWORD, SecurityState.refusal, ""),
        no_validate=True,
    )


def _provider() -> rx.Component:
    connected = rx.el.p(
        "Connected",
        rx.cond(SecurityState.connected_as != "", f" as {SecurityState.connected_as}", ""),
        ".",
    )
    return rx.fragment(
        rx.cond(
            SecurityState.is_connected,
            _change_provider(connected, "Disconnect", links.AUTH_OIDC_DISCONNECT),
            _change_provider(
                rx.el.p("Connect it, and you can sign in without your password here."),
                "Connect",
                links.AUTH_OIDC_CONNECT,
            ),
        )
    )


def _change_provider(said: rx.Component, verb: str, action: str) -> rx.Component:
    return native_form(
        _mark(),
        said,
        entrance.name_of(SessionState.email),
        _current(PROVIDER),
        buttons(button(verb, submit=True)),
        action=action,
        error=rx.cond(SecurityState.form == PROVIDER, SecurityState.refusal, ""),
    )


def _mark() -> rx.Component:
    return rx.el.input(
        type="hidden", name="form_mark", value=SessionState.form_mark, read_only=True
    )


def _current(form: str) -> rx.Component:
    return secret_field(
        "Current password",
        "current_password",
        id=f"{form}-current",
        auto_complete="current-password",
        required=True,
        max_length=200,
        error=_error(form, "current_password"),
    )


def _error(form: str, name: str) -> rx.Var[str]:
    return rx.cond(SecurityState.form == form, field_error(name), "")


def _browsers() -> rx.Component:
    return rows(rx.foreach(SecurityState.browsers, _browser), label="Signed-in browsers")


def _sign_others_out() -> rx.Component:
    out = button("Sign all others out", on_click=SecurityState.sign_others_out)
    return rx.fragment(rx.cond(SecurityState.has_others, out, rx.fragment()))


def _browser(one: SessionRow) -> rx.Component:
    out = button(
        "Sign out",
        aria_label=f"Sign out {one.device}, {one.seen}",
        on_click=SecurityState.sign_out(one.key),
    )
    return row(
        row_main(one.device, rx.cond(one.is_here, chip("This one"), rx.fragment())),
        row_side(one.seen, phone=True),
        rx.el.div(rx.cond(one.is_here, rx.fragment(), out), class_name="row-amount"),
        key=one.key,
    )
