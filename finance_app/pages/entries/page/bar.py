"""The filter bar: what is asked for, each part removable."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.entries import NO_CATEGORY
from finance_app.pages.entries.rows.filters import ChipText
from finance_app.pages.entries.rows.readings import KINDS
from finance_app.pages.entries.state.filters import FilterState
from finance_app.ui import links
from finance_app.ui.bases import LABEL
from finance_app.ui.components.button import button
from finance_app.ui.components.card import toolbar
from finance_app.ui.components.controls import amount_input, search_input
from finance_app.ui.components.field import field, pair, select_field
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link, text_link
from finance_app.ui.components.menu import drop_down
from finance_app.ui.components.period import basis_choices, period_picker
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

filters = FilterState.filter


def bar() -> rx.Component:
    """Choose what the list shows."""
    return rx.el.div(
        toolbar(
            _search(),
            _account(),
            _category(),
            _more(),
            rx.el.div(
                period_picker(
                    FilterState.period,
                    basis_choices(FilterState.bases, LABEL),
                    on_days=FilterState.choose_days,
                ),
                class_name="push",
            ),
        ),
        _chips(),
        class_name="stack",
    )


def _search() -> rx.Component:
    """Look for words; keyed by them, so that the field follows the address."""
    return rx.el.form(
        search_input(
            label="Search payees and notes",
            default_value=filters.text,
            max_length=100,
            enter_key_hint="search",
        ),
        on_submit=FilterState.search,
        class_name="search",
        role="search",
        key=filters.text,
    )


def _account() -> rx.Component:
    return rx.el.span(
        rx.el.select(
            rx.el.option("All accounts", value=""),
            rx.foreach(FilterState.accounts, lambda one: rx.el.option(one.label, value=one.value)),
            value=filters.account,
            on_change=lambda value: FilterState.choose("account", value),
            aria_label="Account",
            class_name="select",
            name="by-account",
        ),
        icon("chevron-down"),
        class_name="select-box",
    )


def _category() -> rx.Component:
    return grouped_input(
        "by-category",
        FilterState.categories,
        first=[Option("", "All categories"), Option(NO_CATEGORY, "Uncategorised")],
        value=filters.category,
        on_change=lambda value: FilterState.choose("category", value),
        aria_label="Category",
    )


def _more() -> rx.Component:
    """Ask for a kind and amounts; keyed by the answers, so that it closes with new ones."""
    summary = rx.el.summary(icon("filter"), "More", class_name="button", aria_label="More filters")
    kinds = [Option("", "All kinds"), *(Option(kind, label) for kind, label in KINDS.items())]
    ways = [Option("", "In and out"), Option("out", "Money out"), Option("in", "Money in")]
    asked = rx.el.form(
        select_field("Kind", "kind", kinds, default_value=filters.kind),
        pair(
            field(
                "At least",
                "least",
                amount_input,
                default_value=filters.least,
                error=field_error("least"),
            ),
            field(
                "At most",
                "most",
                amount_input,
                default_value=filters.most,
                error=field_error("most"),
            ),
        ),
        select_field("Direction", "direction", ways, default_value=filters.direction),
        button("Show these entries", submit=True),
        on_submit=FilterState.narrow,
        class_name="form panel-part",
    )
    return drop_down(
        summary,
        asked,
        sheet=True,
        key=f"{filters.kind} {filters.least} {filters.most} {filters.direction}",
    )


def _chips() -> rx.Component:
    """Say in words what is asked for."""
    return rx.cond(
        FilterState.chips,
        rx.el.div(
            rx.foreach(FilterState.chips, _chip),
            text_link("Clear all", links.ENTRIES),
            class_name="buttons",
            role="group",
            aria_label="Filters",
        ),
        rx.fragment(),
    )


def _chip(chip: ChipText) -> rx.Component:
    return link(
        rx.el.span(chip.label, class_name="chip-text"),
        icon("x", label="Remove"),
        href=chip.href,
        class_name="chip",
        data_tone=rx.cond(chip.unusable, "doubt", "accent"),
    )
