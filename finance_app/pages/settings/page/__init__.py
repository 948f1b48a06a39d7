"""The settings' screen."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.settings.page.mails import mails
from finance_app.pages.settings.rows import zone_options
from finance_app.pages.settings.state import CurrencyState, SettingsState
from finance_app.pages.settings.state.notices import NoticesState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import form, select_field
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.theme import theme_switch
from finance_app.ui.errors import field_error
from finance_app.ui.regions import (
    base_currency_field,
    display_currency_field,
    region_field,
)
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page


@page(
    links.SETTINGS,
    title="Settings",
    on_load=[SettingsState.load, CurrencyState.load, NoticesState.load],
    narrow=True,
)
def settings() -> rx.Component:
    """Show what is chosen, in a few cards."""
    return stack(
        card(_place(), title="Numbers, days and currency"),
        card(_currency(), title="Book currency"),
        card(
            theme_switch(SettingsState.choose_theme, named=True),
            title="Appearance",
            note="In every browser that you sign in with.",
        ),
        card(
            buttons(
                link_button("People in this book", links.MEMBERS, icon_name="people"),
                link_button("Webhooks", links.WEBHOOKS, icon_name="zap"),
            ),
            title="Sharing",
            note="Who sees this book, inviting others, and programs that are told what changes.",
        ),
        card(
            mails(),
            title="Mail to you",
            note="What concerns signing in is always mailed, at any hour.",
        ),
        card(_account(), title="Account"),
    )


def _place() -> rx.Component:
    return form(
        region_field(SettingsState.region),
        select_field(
            "Time zone",
            "time_zone",
            zone_options(),
            default_value=SettingsState.time_zone,
            key=SettingsState.time_zone,
            hint="When a day begins.",
            error=field_error("time_zone"),
        ),
        select_field(
            "First day of the week",
            "first_day",
            SettingsState.first_days,
            default_value=SettingsState.first_day,
            key=SettingsState.first_day,
            hint="Where a week is chosen as a period. Calendars are your browser’s own.",
            error=field_error("first_day"),
        ),
        display_currency_field(SettingsState.currencies, SettingsState.display_currency),
        buttons(button("Save", kind="primary", submit=True)),
        on_submit=SettingsState.save,
    )


def _currency() -> rx.Component:
    state = CurrencyState
    choice = form(
        base_currency_field(CurrencyState.paid, SessionState.base_currency),
        buttons(button("Change", submit=True)),
        on_submit=state.ask,
    )
    others = rx.el.p(
        "It is ",
        rx.el.strong(SessionState.base_currency),
        ". Only an owner of the book changes that.",
    )
    behind = rx.el.div(
        rx.el.p(state.behind, class_name="quiet"),
        buttons(button("Convert them now", on_click=state.resume)),
        class_name="stack",
    )
    return rx.el.div(
        rx.cond(state.is_owner, choice, others),
        rx.cond(state.is_owner & (state.behind != ""), behind, rx.fragment()),
        _question(),
        class_name="stack",
    )


def _question() -> rx.Component:
    """Say what a change does before it is done."""
    state = CurrencyState
    return dialog(
        rx.el.p("What you entered stays as it is, on every account."),
        rx.el.p(
            "Totals are converted anew, each entry at the rate of its own day. That goes on while "
            "you work, can be cancelled on the way, and undone in Activity at any time.",
            class_name="quiet",
        ),
        dialog_foot(
            button("Cancel", on_click=state.close),
            button(f"Change to {state.wanted}", kind="primary", on_click=state.change),
        ),
        shown=state.wanted != "",
        title=state.title,
        on_close=state.close,
    )


def _account() -> rx.Component:
    mark = rx.el.input(
        type="hidden", name="form_mark", value=SessionState.form_mark, read_only=True
    )
    return rx.el.div(
        rx.el.p("Signed in as ", rx.el.strong(SessionState.email), "."),
        native_form(
            mark,
            buttons(
                link_button("Profile", links.PROFILE, icon_name="user"),
                link_button("Address, password, browsers", links.SECURITY, icon_name="shield"),
                button("Sign out", icon_name="sign-out", submit=True),
            ),
            action=links.AUTH_SIGN_OUT,
        ),
        class_name="stack",
    )
