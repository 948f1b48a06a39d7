"""The list of the book's own rates."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.rates.rows.own import OwnRow, PairGroup
from finance_app.pages.rates.state.file import RateFileState
from finance_app.pages.rates.state.form import OwnRateFormState
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import plain_link
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import group, row, row_main, row_side, rows


def own_card() -> rx.Component:
    """List own rates by pair."""
    some = rx.fragment(
        card(
            rx.foreach(OwnRatesState.groups, _pair),
            title="Own rates",
            note="They win over what is published, for their two currencies.",
            actions=[_more()],
            flush=True,
        ),
        pager(newer=OwnRatesState.earlier, older=OwnRatesState.later, labels=("Before", "After")),
    )
    add = buttons(
        button("Add rate", on_click=OwnRateFormState.open_new),
        button("Add from CSV", on_click=RateFileState.open),
    )
    nothing = card(
        empty(
            "No rates of your own. Add one where nothing is published, or where you got another.",
            rx.cond(OwnRatesState.can_edit, add, rx.fragment()),
            icon_name="pencil",
        ),
        title="Own rates",
    )
    return rx.cond(OwnRatesState.groups, some, nothing)


def _more() -> rx.Component:
    several = menu_item("Add from CSV", on_click=RateFileState.open, icon_name="upload")
    download = plain_link(
        icon("download"),
        "Download as CSV",
        href=links.RATE_FILE,
        download="",
        class_name="menu-item",
    )
    return menu(
        rx.cond(OwnRatesState.can_edit, several, rx.fragment()),
        download,
        label="More about own rates",
    )


def _pair(pair: PairGroup) -> rx.Component:
    listed = rows(rx.foreach(pair.rows, _rate), label=pair.heading)
    return group(pair.heading, listed, level="h3")


def _rate(one: OwnRow) -> rx.Component:
    edit = row_main(one.said, on_click=OwnRateFormState.open_one(one.id))
    return row(
        rx.cond(OwnRatesState.can_edit, edit, row_main(one.said)),
        row_side(one.day, phone=True),
        rx.cond(OwnRatesState.can_edit, _menu(one), rx.fragment()),
        key=one.id,
    )


def _menu(one: OwnRow) -> rx.Component:
    return menu(
        menu_item("Edit", on_click=OwnRateFormState.open_one(one.id), icon_name="pencil"),
        menu_item(
            "Delete",
            on_click=OwnRatesState.delete(one.id, one.version),
            icon_name="trash",
            danger=True,
        ),
        label=f"More about {one.said}, {one.day}",
    )
