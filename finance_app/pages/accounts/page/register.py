"""The register: what is on an account, how it came there, and every entry with what was left."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.accounts.rows.register_list import DayText, RegisterRowText
from finance_app.pages.accounts.state.closing import ClosingState
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.register import RegisterState
from finance_app.ui import links
from finance_app.ui.components.as_of import as_of_picker
from finance_app.ui.components.button import buttons, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.chart import chart
from finance_app.ui.components.chip import category, chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.money import converted, money
from finance_app.ui.components.no_rate import no_rate
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import group, row, row_main, row_side, rows
from finance_app.ui.components.segments import segment_links
from finance_app.ui.components.skeleton import skeleton_chart, skeleton_rows, until
from finance_app.ui.components.values import Child, Text
from finance_app.ui.components.ways import ways

HEIGHT = "200px"

head = RegisterState.head
start = RegisterState.start


def actions() -> list[Child]:
    """Write an entry on the account; change, close or reopen it."""
    new = link_button("New entry", head.new_entry, kind="primary", icon_name="plus", data_key="n")
    more = menu(
        menu_item("Show entries", href=head.entries_href, icon_name="list"),
        menu_item("Import a bank file", href=links.IMPORT, icon_name="upload"),
        menu_item("Edit", on_click=AccountFormState.open_one(head.id), icon_name="pencil"),
        rx.cond(
            head.closed != "",
            menu_item(
                "Reopen",
                on_click=RegisterState.reopen(head.id, head.version),
                icon_name="restore",
            ),
            menu_item("Close…", on_click=ClosingState.ask(head.id), icon_name="x"),
        ),
        label="More about this account",
    )
    can_edit = RegisterState.can_edit & (head.id != "")
    return [
        rx.cond(can_edit, rx.fragment(rx.cond(head.closed == "", new, ""), more), rx.fragment())
    ]


def register() -> rx.Component:
    """Show one account."""
    back = link(icon("chevron-left"), "Accounts", href=links.ACCOUNTS, class_name="button wide")
    day = as_of_picker(RegisterState.as_of, on_day=RegisterState.choose_day)
    some = stack(toolbar(back, rx.el.div(day, class_name="push")), _head(), _listed())
    nowhere = empty(
        "There is no such account.",
        link_button("Show accounts", links.ACCOUNTS, kind="primary"),
        icon_name="wallet",
    )
    return until(
        RegisterState.loaded,
        rx.cond(RegisterState.missing, card(nowhere), some),
        stack(skeleton_chart(), card(skeleton_rows(8), flush=True)),
    )


def _head() -> rx.Component:
    drawn = RegisterState.chart
    told = [
        rx.el.h2(head.about),
        rx.el.div(
            money(head.balance, size="figure"),
            rx.cond(head.closed != "", chip(head.closed), rx.fragment()),
            no_rate(head.no_rate, head.mend),
            class_name="buttons",
        ),
        _line(head.note),
        converted(head.base),
        _line(head.no_rate),
        _line(head.upcoming),
    ]
    spans = segment_links(RegisterState.spans, label="How much of the balance is drawn")
    shown = buttons(spans, ways(drawn.ways))
    top = rx.el.div(
        rx.el.div(*told, class_name="card-title"),
        rx.cond(drawn.label != "", shown, rx.fragment()),
        class_name="card-head",
    )
    line = chart(drawn.figure, drawn.label, height=HEIGHT)
    return rx.el.section(top, rx.cond(drawn.label != "", line, rx.fragment()), class_name="card")


def _line(text: Text) -> rx.Component:
    return rx.cond(text != "", rx.el.p(text, class_name="card-note"), rx.fragment())


def _listed() -> rx.Component:
    begun = rows(
        row(
            row_main(rx.el.span(start.label, class_name="quiet")),
            rx.el.div(money(start.amount), class_name="row-balance"),
        ),
        label="Where it began",
    )
    begins = rx.cond(start.label != "", begun, rx.fragment())
    some = card(rx.foreach(RegisterState.days, _day), begins, flush=True)
    nothing = empty(
        "Nothing is on this account yet.",
        link_button("Import a bank file", links.IMPORT),
        icon_name="list",
    )
    return rx.fragment(
        rx.cond(
            RegisterState.days,
            some,
            rx.cond(start.label != "", card(begun, flush=True), card(nothing)),
        ),
        pager(newer=RegisterState.newer, older=RegisterState.older),
    )


def _day(day: DayText) -> rx.Component:
    return group(day.heading, rows(rx.foreach(day.rows, _entry), label=day.heading))


def _entry(entry: RegisterRowText) -> rx.Component:
    return row(
        row_main(
            entry.title,
            rx.cond(entry.pending, chip("Pending"), rx.fragment()),
            rx.cond(entry.later, chip("Upcoming"), rx.fragment()),
            href=entry.href,
            note=entry.note,
        ),
        row_side(_purpose(entry), phone=True),
        rx.el.div(
            rx.el.div(money(entry.amount), class_name="row-amount"),
            rx.el.div(
                rx.el.span("Balance ", class_name="unseen"),
                money(entry.balance),
                class_name="row-balance",
            ),
            class_name="row-sums",
        ),
        key=entry.id,
    )


def _purpose(entry: RegisterRowText) -> rx.Component:
    moved = rx.el.span(
        icon("transfer"), rx.el.span(entry.purpose, class_name="cut"), class_name="category"
    )
    return rx.match(
        entry.kind,
        ("transfer", moved),
        ("split", category(entry.purpose, "other", "copy")),
        category(entry.purpose, entry.hue),
    )
