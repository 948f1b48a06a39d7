"""Users: looked for, disabled, made administrators, signed out; and who has not joined yet."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.audit import What
from finance_app.pages.admin.page.guests import guests
from finance_app.pages.admin.rows.asking import TITLES
from finance_app.pages.admin.rows.users import PendingRow, UserRow
from finance_app.pages.admin.state.asking import AskingState
from finance_app.pages.admin.state.users import UsersState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import search_input
from finance_app.ui.components.dialog import confirm
from finance_app.ui.components.empty import empty
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole


def users() -> rx.Component:
    """List everybody with an account, and those who asked for one."""
    none = empty(
        "Nobody has that in their address.",
        link_button("Show all", links.ADMIN),
        icon_name="search",
    )
    some = rows(rx.foreach(UsersState.users, _user), label="Users")
    return stack(
        _search(),
        card(rx.cond(UsersState.users, some, none), flush=True),
        pager(newer=UsersState.earlier, older=UsersState.later, labels=("Before", "After")),
        rx.cond(UsersState.pending, _waiting(), rx.fragment()),
        guests(),
        _asked(),
    )


def _asked() -> rx.Component:
    """Ask before what cannot be taken back, or hands power over."""
    asked = AskingState.asked
    return confirm(
        asked.text,
        shown=asked.what != "",
        title=asked.title,
        verb=asked.verb,
        on_confirm=AskingState.go,
        on_close=AskingState.close,
    )


def _search() -> rx.Component:
    return rx.el.form(
        search_input(
            label="Search users",
            default_value=UsersState.words,
            max_length=100,
            enter_key_hint="search",
        ),
        on_submit=UsersState.search,
        class_name="search",
        role="search",
        key=UsersState.words,
    )


def _user(one: UserRow) -> rx.Component:
    return row(
        row_main(
            whole(one.email),
            rx.cond(one.is_me, chip("You"), rx.fragment()),
            rx.cond(one.is_admin, chip("Administrator", "accent"), rx.fragment()),
            rx.cond(one.mark != "", chip(one.mark, "doubt"), rx.fragment()),
            rx.cond(one.leaves != "", chip(one.leaves, "doubt"), rx.fragment()),
        ),
        row_side(one.told, phone=True),
        _menu(one),
        key=one.id,
    )


def _menu(one: UserRow) -> rx.Component:
    def item(label: str, what: What, icon_name: str, *, danger: bool = False) -> rx.Component:
        event = AskingState.ask if what in TITLES else UsersState.do
        return menu_item(
            label, on_click=event(str(what), one.id), icon_name=icon_name, danger=danger
        )

    disable = item("Disable", What.DISABLE, "x", danger=True)
    return menu(
        rx.cond(
            one.is_admin,
            item("Make an ordinary user", What.UNMAKE_ADMIN, "user"),
            item("Make administrator", What.MAKE_ADMIN, "shield"),
        ),
        rx.cond(one.is_in, item("Sign out everywhere", What.SIGN_OUT, "sign-out"), rx.fragment()),
        rx.cond(
            one.has_factors & ~one.is_me,
            item("Reset second factors", What.RESET_FACTORS, "key"),
            rx.fragment(),
        ),
        rx.cond(
            one.is_disabled,
            item("Enable", What.ENABLE, "check"),
            rx.cond(one.is_me, rx.fragment(), disable),
        ),
        label=f"More about {one.email}",
    )


def _waiting() -> rx.Component:
    return card(
        rows(rx.foreach(UsersState.pending, _pending), label="Asked for an account"),
        title="Asked for an account",
        note="They asked for an account and have not followed their link yet.",
        flush=True,
    )


def _pending(one: PendingRow) -> rx.Component:
    again = button(
        "Send again",
        aria_label=f"Send again to {one.email}",
        on_click=UsersState.mail_again(one.key),
    )
    return row(
        row_main(whole(one.email)),
        row_side(one.told, phone=True),
        rx.el.div(again, class_name="row-amount"),
        key=one.key,
    )
