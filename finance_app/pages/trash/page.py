"""The trash page: what was deleted, and bringing it back."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.trash.rows import DayText, DiscardRow
from finance_app.pages.trash.state import TrashState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.controls import search_input
from finance_app.ui.components.empty import empty
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import text_link
from finance_app.ui.components.money import money
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import group, row, row_main, row_side, rows
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.sections import changes
from finance_app.ui.shell import page

KEPT = "What was deleted or merged stays here and can be brought back at any time."
UNDONE = "What an undo took back, such as an import, is redone in "


@page(links.TRASH, title="Trash", on_load=TrashState.load)
def trash() -> rx.Component:
    """Show what was deleted, newest first."""
    looked_for = rx.el.form(
        search_input(label="Search the trash", default_value=TrashState.words, max_length=200),
        on_submit=TrashState.search,
        class_name="push",
        role="search",
        key=TrashState.words,
    )
    some = stack(
        card(rx.foreach(TrashState.days, _day), flush=True),
        pager(newer=TrashState.newer, older=TrashState.older),
    )
    return stack(
        toolbar(changes(links.TRASH), looked_for),
        rx.el.p(
            f"{KEPT} {UNDONE}",
            text_link("Activity", links.ACTIVITY),
            ".",
            class_name="card-note",
        ),
        until(
            TrashState.loaded,
            rx.cond(TrashState.days, some, card(_nothing())),
            card(skeleton_rows(8), flush=True),
        ),
    )


def _nothing() -> rx.Component:
    every = link_button("Show all of the trash", links.TRASH)
    return rx.cond(
        TrashState.words != "",
        empty("Nothing that was deleted is called that.", every, icon_name="search"),
        empty("Nothing was deleted.", icon_name="trash"),
    )


def _day(day: DayText) -> rx.Component:
    return group(day.heading, rows(rx.foreach(day.rows, _discard), label=day.heading))


def _discard(one: DiscardRow) -> rx.Component:
    amount = rx.cond(one.amount.text != "", money(one.amount), rx.fragment())
    return row(
        rx.el.span(icon(one.icon), class_name="row-lead row-icon"),
        row_main(one.title, note=one.about),
        row_side(one.what, note=one.about),
        rx.el.div(amount, _restore(one), class_name="row-amount restore"),
        key=one.id,
    )


def _restore(one: DiscardRow) -> rx.Component:
    """Bring it back; while one comes back the others wait."""
    working = TrashState.busy == one.target
    press = button(
        rx.cond(working, f"Working · {TrashState.percent} %", "Restore"),
        kind="plain",
        icon_name="restore",
        on_click=TrashState.restore(one.target),
        busy=TrashState.busy != "",
        aria_label=f"Restore: {one.said}",
    )
    return rx.cond(TrashState.can_edit, press, rx.fragment())
