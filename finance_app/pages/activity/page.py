"""The activity page: what was changed, and taking it back."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.activity.rows import ChangeRow, DayText
from finance_app.pages.activity.rows.looked import TOPICS
from finance_app.pages.activity.state import ActivityState
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import select_input
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import select_field
from finance_app.ui.components.link import text_link
from finance_app.ui.components.looking import looking
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import group, row, row_main, row_side, rows
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.sections import changes
from finance_app.ui.shell import page


@page(links.ACTIVITY, title="Activity", on_load=ActivityState.load)
def activity() -> rx.Component:
    """Show what was changed, newest first."""
    some = stack(
        card(rx.foreach(ActivityState.days, _day), flush=True),
        pager(newer=ActivityState.newer, older=ActivityState.older),
    )
    new = link_button("New entry", links.new_entry(), kind="primary")
    first = rx.cond(ActivityState.can_edit, new, rx.fragment())
    nothing = empty("Nothing was changed yet.", first, icon_name="history")
    every = link_button("Show everything", links.ACTIVITY)
    none = empty("Nothing of the kind was changed.", every, icon_name="search")
    return stack(
        toolbar(changes(links.ACTIVITY), rx.cond(ActivityState.people, _people(), rx.fragment())),
        _filters(),
        until(
            ActivityState.loaded,
            rx.cond(
                ActivityState.days,
                some,
                rx.cond(ActivityState.looked.is_any, card(none), card(nothing)),
            ),
            card(skeleton_rows(10), flush=True),
        ),
    )


def _filters() -> rx.Component:
    """Narrow it down to what it is about and to days, and take it along."""
    looked = ActivityState.looked
    return looking(
        select_field("What", "topic", TOPICS, default_value=looked.topic),
        since=looked.since,
        until=looked.until,
        files=(looked.csv, looked.lines),
        on_submit=ActivityState.look,
        key=f"{looked.topic} {looked.since} {looked.until}",
    )


def _people() -> rx.Component:
    """Narrow it down to what one person changed."""
    return rx.el.div(
        select_input(
            "by",
            ActivityState.people,
            value=ActivityState.by,
            on_change=ActivityState.choose_person,
            aria_label="Changed by",
        ),
        class_name="push",
    )


def _day(day: DayText) -> rx.Component:
    return group(day.heading, rows(rx.foreach(day.rows, _change), label=day.heading))


def _change(one: ChangeRow) -> rx.Component:
    mark = rx.cond(one.mark != "", chip(one.mark), rx.fragment())
    left = rx.cond(one.left != "", _left(one), rx.fragment())
    return row(
        row_main(one.summary, mark),
        row_side(one.about, left, phone=True),
        rx.el.div(_take_back(one), class_name="row-amount"),
        data_dimmed=rx.cond(one.mark == "Undone", "true", "false"),
        key=one.id,
    )


def _left(one: ChangeRow) -> rx.Component:
    """Name what an undo left, and lead to it."""
    named = rx.foreach(one.leftovers, lambda each: text_link(each.label, each.href))
    return rx.el.div(
        rx.el.span(one.left), named, rx.el.span(one.more), class_name="left", role="note"
    )


def _take_back(one: ChangeRow) -> rx.Component:
    """Undo or redo; while one is at work the others wait."""
    working = ActivityState.busy == one.target
    press = button(
        rx.cond(working, f"Working · {ActivityState.percent} %", one.verb),
        icon_name="undo",
        on_click=ActivityState.take_back(one.target),
        kind="plain",
        busy=ActivityState.busy != "",
        aria_label=f"{one.verb}: {one.summary}",
    )
    return rx.cond((one.verb != "") & ActivityState.can_edit, press, rx.fragment())
