"""The publishers of rates."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.rates.rows.feeds import FeedText
from finance_app.pages.rates.state.feeds import FeedsState
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card
from finance_app.ui.components.chip import chip
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import plain_link
from finance_app.ui.components.progress import progress
from finance_app.ui.components.values import Text


def feeds_card() -> rx.Component:
    """Say how current each is, and ask them now."""
    ask = button(
        "Refresh now", icon_name="restore", on_click=FeedsState.refresh, busy=FeedsState.busy
    )
    asking = progress(f"Asking the publishers · {FeedsState.percent} %", FeedsState.percent)
    return card(
        rx.cond(FeedsState.busy, asking, rx.fragment()),
        rx.el.ul(rx.foreach(FeedsState.feeds, _feed), class_name="feeds"),
        title="Where rates come from",
        note=FeedsState.note,
        actions=[rx.cond(FeedsState.can_edit & FeedsState.asks, ask, rx.fragment())],
    )


def _feed(one: FeedText) -> rx.Component:
    name = rx.el.div(
        rx.el.h3(one.title),
        rx.cond(one.mark != "", chip(one.mark, "doubt"), rx.fragment()),
        class_name="buttons",
    )
    trouble = rx.el.p(icon("warning"), rx.el.span(one.trouble), class_name="gap")
    refused = rx.el.details(
        rx.el.summary(one.refused, class_name="text-link"),
        rx.el.ul(rx.foreach(one.refusals, rx.el.li)),
    )
    return rx.el.li(
        name,
        rx.el.p(one.newest),
        _line(one.asked),
        rx.cond(one.trouble != "", trouble, rx.fragment()),
        rx.cond(one.refused != "", refused, rx.fragment()),
        plain_link(one.credit, href=one.site, class_name="text-link"),
        key=one.title,
    )


def _line(text: Text) -> rx.Component:
    return rx.cond(text != "", rx.el.p(text, class_name="quiet"), rx.fragment())
