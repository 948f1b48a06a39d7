"""How the server is, and what administrators did."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.changes import ChangeRow
from finance_app.pages.admin.rows.health import HealthRow
from finance_app.pages.admin.state.shown import AdminState
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.link import link
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, row_side, rows


def health() -> rx.Component:
    """Show what is known of the server, with a word for what can be good or not."""
    return card(
        rx.el.dl(rx.foreach(AdminState.health, _line), class_name="health"),
        title="Health",
        note="As it was when this page was opened.",
    )


def _line(one: HealthRow) -> rx.Component:
    word = rx.cond(one.word != "", chip(one.word, one.tone), rx.fragment())
    trouble = rx.cond(one.trouble != "", rx.el.p(one.trouble), rx.fragment())
    label = f"Show {one.title}"
    there = link("Show", href=one.href, class_name="text-link", aria_label=label)
    shown = rx.cond(one.href != "", rx.el.div(there), rx.fragment())
    return rx.el.div(
        rx.el.dt(one.title), rx.el.dd(one.value, trouble, shown), rx.el.dd(word), key=one.title
    )


def changes() -> rx.Component:
    """Show what administrators did, newest first."""
    some = rows(rx.foreach(AdminState.changes, _change), label="What administrators did")
    return stack(
        card(
            rx.cond(AdminState.changes, some, empty("Nothing yet.", icon_name="history")),
            title="What administrators did",
            note="Nobody can change or remove what stands here.",
            flush=True,
        ),
        pager(newer="", older=AdminState.older),
    )


def _change(one: ChangeRow) -> rx.Component:
    return row(
        row_main(rx.el.span(one.said, class_name="wraps"), note=one.who),
        row_side(one.when, note=one.who),
        key=one.id,
    )
