"""A pair: chosen, drawn, day by day; and today's rates of what the book uses."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.rates.rows.pairs import CurrencyRow, DayRow
from finance_app.pages.rates.state.shown import RatesState
from finance_app.ui import links
from finance_app.ui.components.button import icon_button, link_button
from finance_app.ui.components.card import card
from finance_app.ui.components.chart import chart
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import select_input
from finance_app.ui.components.empty import empty
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, rows
from finance_app.ui.components.segments import segment_links
from finance_app.ui.components.table import cell, right, table, table_row
from finance_app.ui.components.values import Text

HEIGHT = "264px"

pair = RatesState.pair


def pair_bar() -> rx.Component:
    """Choose any two currencies."""
    first, second = "One unit of", "In"
    return rx.cond(
        RatesState.loaded,
        rx.el.div(
            _currency("origin", first, pair.origin, RatesState.choose_origin),
            icon_button("transfer", "The other way round", href=pair.turned),
            _currency("target", second, pair.target, RatesState.choose_target),
            class_name="pair-bar push",
            role="group",
            aria_label="Which two currencies",
        ),
        rx.fragment(),
    )


def _currency(name: str, label: str, value: Text, on_change: object) -> rx.Component:
    return select_input(
        f"pair-{name}",
        RatesState.options,
        value=value,
        on_change=on_change,
        aria_label=label,
    )


def calm() -> rx.Component:
    """Say that nothing has to be converted."""
    sentence = "All accounts are in "
    return card(
        empty(
            rx.fragment(
                sentence,
                RatesState.base_currency,
                ", so nothing has to be converted. Rates count as soon as an account is in"
                " another currency; choose two above to look at theirs.",
            ),
            link_button("Show accounts", links.ACCOUNTS),
            icon_name="coins",
        )
    )


def line_card() -> rx.Component:
    """Draw the pair's rate."""
    told = rx.el.div(
        rx.el.h2(pair.title),
        rx.cond(
            pair.figure != "",
            rx.el.div(
                rx.el.span(pair.figure, class_name="money wraps", data_size="figure"),
                rx.cond(pair.age != "", chip(pair.age, "doubt"), rx.fragment()),
                class_name="buttons",
            ),
            chip("No rate", "doubt"),
        ),
        rx.el.p(pair.note, class_name="card-note"),
        class_name="card-title",
    )
    spans = segment_links(RatesState.spans, label="How much is drawn")
    drawn = RatesState.line
    nothing = empty("No rate is known on any of these days.", icon_name="chart")
    return rx.el.section(
        rx.el.div(told, spans, class_name="card-head"),
        rx.cond(
            drawn.label != "",
            chart(drawn.figure, drawn.label, height=HEIGHT),
            nothing,
        ),
        class_name="card",
        data_span="8",
    )


def currencies_card() -> rx.Component:
    """List what the book uses, each leading to its chart."""
    return card(
        rows(rx.foreach(RatesState.currencies, _one), label="Currencies of this book"),
        title="Today",
        note=rx.Var.create("One unit in ") + RatesState.base_currency,
        flush=True,
        span=4,
    )


def _one(one: CurrencyRow) -> rx.Component:
    about = rx.el.span(one.about, class_name="row-note", data_tone=rx.cond(one.old, "doubt", ""))
    said = rx.cond(one.rate != "", about, chip("No rate", "doubt"))
    return row(
        row_main(one.code, said, href=one.href),
        rx.el.div(rx.el.span(one.rate, class_name="money"), class_name="row-amount"),
        chosen=one.current,
        key=one.code,
    )


def days_card() -> rx.Component:
    """List the days that the pair has rates from."""
    listed = table(
        ["Day", right("Rate"), "Source"],
        rx.foreach(RatesState.days, _day),
        caption="Rates by day",
        dense=True,
    )
    nothing = empty("No rates of these two were published.", icon_name="calendar")
    return rx.el.div(
        rx.cond(
            RatesState.days,
            rx.fragment(
                card(listed, title="By day", flush=True),
                pager(newer=RatesState.newer, older=RatesState.older),
            ),
            card(nothing, title="By day"),
        ),
        class_name="stack start",
        data_span="5",
    )


def _day(one: DayRow) -> rx.Component:
    own = rx.cond(one.own, chip("Own", "accent"), rx.el.span(one.source, class_name="quiet"))
    of = rx.cond(one.of != "", rx.el.span(one.of, class_name="quiet"), rx.fragment())
    return table_row(cell(one.day), rx.el.td(one.rate, data_right=""), rx.el.td(own, " ", of))
