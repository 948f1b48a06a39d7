"""The accounts by kind, to be dragged or moved by keys, the closed ones folded at the end."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.accounts.rows.listed import AccountRow, KindText
from finance_app.pages.accounts.state.closing import ClosingState
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.ui import links
from finance_app.ui.components.as_of import as_of_picker
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.chip import chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import text_link
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.money import converted, money
from finance_app.ui.components.no_rate import no_rate
from finance_app.ui.components.note import note
from finance_app.ui.components.rows import row, row_main, rows
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.components.spark import spark
from finance_app.ui.components.values import Child
from finance_app.ui.sections import worth

HELP = "Drag, or press Alt and an arrow key"
FIELDS = ("key", "version", "target", "way")

upcoming = AccountsState.upcoming
closed = AccountsState.closed


def listed() -> rx.Component:
    """Show what the accounts are worth, and each of them."""
    some = stack(
        toolbar(worth(links.ACCOUNTS)),
        _worth(),
        rx.cond(upcoming.sentence != "", note(upcoming), rx.fragment()),
        rx.cond(AccountsState.kinds, _open(), rx.fragment()),
        rx.cond(closed.rows, _closed(), rx.fragment()),
    )
    return until(
        AccountsState.loaded,
        rx.cond(AccountsState.any_there, some, card(_nothing())),
        card(skeleton_rows(5), flush=True),
    )


def _nothing() -> rx.Component:
    first = buttons(
        button("Open account", kind="primary", on_click=AccountFormState.open_new),
        link_button("Import a bank file", links.IMPORT),
    )
    offered = rx.fragment(rx.cond(AccountsState.can_edit, first, rx.fragment()))
    return empty("No accounts yet.", offered, icon_name="wallet")


def _worth() -> rx.Component:
    worth = AccountsState.worth
    rates = text_link("Show rates", links.RATES)
    missing = rx.el.p(worth.missing, " ", rates, class_name="card-note")
    told = rx.el.div(
        rx.el.h2("Net worth", class_name="figure-label"),
        money(worth.total, size="figure"),
        rx.cond(worth.note != "", rx.el.p(worth.note, class_name="card-note"), rx.fragment()),
        rx.cond(worth.missing != "", missing, rx.fragment()),
    )
    day = as_of_picker(AccountsState.as_of, on_day=AccountsState.choose_day)
    return rx.el.section(told, day, class_name="card worth")


def _open() -> rx.Component:
    sent = rx.el.form(
        *(rx.el.input(type="hidden", name=name, default_value="") for name in FIELDS),
        on_submit=AccountsState.drop,
        data_dropped="",
        hidden=True,
    )
    return rx.el.div(sent, card(rx.foreach(AccountsState.kinds, _kind), flush=True), data_drags="")


def _closed() -> rx.Component:
    summary = rx.el.summary(
        icon("chevron-right"),
        rx.el.h2(closed.heading),
        rx.cond(closed.total.text != "", money(closed.total), rx.fragment()),
        class_name="group-head fold",
    )
    return card(
        rx.el.details(summary, rows(rx.foreach(closed.rows, _account), label=closed.heading)),
        flush=True,
    )


def _kind(kind: KindText) -> rx.Component:
    partial = rx.cond(kind.partial, chip("Incomplete", "doubt"), rx.fragment())
    heading = rx.el.div(rx.el.h2(kind.heading), partial, class_name="buttons")
    return rx.el.section(
        rx.el.div(heading, money(kind.total), class_name="group-head"),
        rows(rx.foreach(kind.rows, _account), label=kind.heading),
        class_name="group",
        key=kind.kind,
    )


def _account(one: AccountRow) -> rx.Component:
    can_move = AccountsState.can_edit & (one.drops != "")
    return row(
        rx.cond(can_move, _grip(one), rx.fragment()),
        row_main(
            one.name,
            no_rate(one.no_rate, one.mend),
            rx.cond(one.filled, chip("Not empty", "doubt"), rx.fragment()),
            href=one.href,
            note=one.closed,
        ),
        spark(one.spark, one.went),
        _balance(one),
        rx.cond(AccountsState.can_edit, _menu(one), rx.fragment()),
        data_drag=one.id,
        data_target=one.id,
        data_version=one.version,
        data_label=one.name,
        data_drag_kind=one.kind,
        data_drop=one.drops,
        key=one.id,
    )


def _grip(one: AccountRow) -> rx.Component:
    return rx.el.button(
        icon("grip"),
        type="button",
        class_name="grip",
        data_grip="",
        aria_label=f"Move {one.name}: {HELP}",
        title=HELP,
    )


def _balance(one: AccountRow) -> rx.Component:
    later = rx.el.div(one.upcoming, class_name="money-code figures later")
    return rx.el.div(
        money(one.balance),
        converted(one.base),
        rx.cond(one.upcoming != "", later, rx.fragment()),
        class_name="row-amount",
    )


def _menu(one: AccountRow) -> rx.Component:
    def item(label: str, icon_name: str, on_click: object, *, danger: bool = False) -> Child:
        return menu_item(label, icon_name=icon_name, on_click=on_click, danger=danger)

    def step(label: str, icon_name: str, way: str) -> Child:
        return item(label, icon_name, AccountsState.step(one.id, one.version, way))

    moves = rx.fragment(
        step("Move up", "arrow-up", "up"), step("Move down", "arrow-down", "down"), rx.el.hr()
    )
    return menu(
        menu_item("Show entries", href=one.entries_href, icon_name="list"),
        item("Edit", "pencil", AccountFormState.open_one(one.id)),
        rx.cond(one.drops != "", moves, rx.fragment()),
        rx.cond(
            one.reopens,
            item("Reopen", "restore", AccountsState.reopen(one.id, one.version)),
            item("Close…", "x", ClosingState.ask(one.id)),
        ),
        item("Delete", "trash", AccountsState.delete(one.id, one.version), danger=True),
        label=f"More about {one.name}",
    )
