"""How the server is."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.health import HealthRow
from finance_app.pages.admin.state.shown import AdminState
from finance_app.ui.components.card import card
from finance_app.ui.components.chip import chip
from finance_app.ui.components.link import link


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
