"""The list: entries by day."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.page.form import NO_ACCOUNT
from finance_app.pages.entries.rows.listed import DayText, EntryRow, SumText
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, icon_button, link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.chip import category, chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.money import converted, money
from finance_app.ui.components.no_rate import no_rate
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import group, row, row_main, row_side, rows
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.components.values import Child

UNKNOWN = "A filter above means nothing here, so no entry is shown."


def listed() -> rx.Component:
    """Show one page of entries, or why there are none."""
    some = rx.fragment(
        rx.cond(EntriesState.summed.count != "", _summed(EntriesState.summed), rx.fragment()),
        card(rx.foreach(EntriesState.days, _day), flush=True),
        pager(newer=EntriesState.newer, older=EntriesState.older),
    )
    return until(
        EntriesState.loaded,
        rx.cond(EntriesState.days, some, card(_nothing())),
        card(skeleton_rows(10), flush=True),
    )


def _summed(said: SumText) -> rx.Component:
    return rx.el.p(
        rx.el.span(said.count),
        rx.cond(said.amount.text != "", money(said.amount), rx.fragment()),
        rx.cond(said.without != "", rx.el.span(said.without), rx.fragment()),
        class_name="summed figures",
        role="status",
    )


def _nothing() -> rx.Component:
    first = buttons(
        button("New entry", kind="primary", on_click=FormState.open_new),
        link_button("Import a bank file", links.IMPORT),
    )
    account = buttons(
        link_button("Open an account", links.ACCOUNTS, kind="primary"),
        link_button("Import a bank file", links.IMPORT),
    )
    clear = link_button("Clear the filters", links.ENTRIES)
    first, account = (
        rx.fragment(rx.cond(EntriesState.can_edit, offered, rx.fragment()))
        for offered in (first, account)
    )
    return rx.match(
        EntriesState.empty,
        ("accounts", empty(NO_ACCOUNT, account, icon_name="wallet")),
        ("unknown", empty(UNKNOWN, clear, icon_name="search")),
        ("filter", empty("No entry is like this.", clear, icon_name="search")),
        empty("No entries yet.", first, icon_name="list"),
    )


def _day(day: DayText) -> rx.Component:
    return group(day.heading, rows(rx.foreach(day.rows, _entry), label=day.heading))


def _entry(entry: EntryRow) -> rx.Component:
    return row(
        row_main(
            entry.title,
            rx.cond(entry.pending, chip("Pending"), rx.fragment()),
            no_rate(entry.no_rate, entry.mend),
            rx.cond(entry.tags != "", rx.el.span(entry.tags, class_name="row-tags"), rx.fragment()),
            on_click=FormState.open_one(entry.id),
            note=entry.note,
        ),
        row_side(_purpose(entry), phone=True),
        row_side(rx.el.div(entry.account)),
        _amount(entry),
        actions=_actions(entry),
        chosen=EntriesState.marked == entry.id,
        key=entry.id,
    )


def _actions(entry: EntryRow) -> list[Child]:
    edit = icon_button("pencil", "Edit", on_click=FormState.open_one(entry.id))
    delete = icon_button("trash", "Delete", on_click=EntriesState.delete(entry.id, entry.version))
    return [rx.cond(EntriesState.can_edit, rx.fragment(edit, delete), rx.fragment())]


def _purpose(entry: EntryRow) -> rx.Component:
    """Say what an entry was for."""
    transfer = rx.el.span(
        icon("transfer"), rx.el.span(entry.category, class_name="cut"), class_name="category"
    )
    return rx.match(
        entry.kind,
        ("transfer", transfer),
        ("split", category(entry.category, "other", "copy")),
        category(entry.category, entry.hue),
    )


def _amount(entry: EntryRow) -> rx.Component:
    """Show the amount, below it the one in the currency shown where that is another."""
    return rx.el.div(money(entry.amount), converted(entry.base), class_name="row-amount")
