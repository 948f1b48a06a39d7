"""The dashboard: how things stand, what came in and what was spent, in a period."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.cards import DEFAULT, FIGURES, Card, Place, laid_out
from finance_app.pages.dashboard.page.arranging import arranging, leaving
from finance_app.pages.dashboard.page.cards import place
from finance_app.pages.dashboard.rows.places import kind_of
from finance_app.pages.dashboard.state.arranging import ArrangeState
from finance_app.pages.dashboard.state.figures import DashboardState
from finance_app.ui import links
from finance_app.ui.bases import LABEL
from finance_app.ui.components.button import icon_button, link_button
from finance_app.ui.components.card import card, grid
from finance_app.ui.components.empty import empty
from finance_app.ui.components.note import elsewhere, gap, note
from finance_app.ui.components.period import basis_choices, period_picker
from finance_app.ui.components.segments import segment_links
from finance_app.ui.components.skeleton import (
    skeleton_chart,
    skeleton_figure,
    skeleton_list,
    until,
)
from finance_app.ui.components.values import Child
from finance_app.ui.shell import page

AGAINST = "Compare with"


def actions() -> list[Child]:
    """Choose what is compared, and the period; or end arranging."""
    arrange = icon_button("arrange", "Arrange the cards", href=DashboardState.arrange)
    usual = rx.fragment(
        rx.el.div(_against(), class_name="wide"),
        period_picker(
            DashboardState.period,
            rx.el.div(rx.el.span(AGAINST), _against(), class_name="panel-part narrow"),
            basis_choices(DashboardState.bases, LABEL),
            on_days=DashboardState.choose_days,
        ),
        arrange,
    )
    return [rx.cond(ArrangeState.arranging, leaving(), usual)]


def _against() -> rx.Component:
    choices = segment_links(DashboardState.compare, label=AGAINST)
    return rx.cond(DashboardState.compare, choices, rx.fragment())


@page(
    links.DASHBOARD,
    title="Dashboard",
    on_load=[DashboardState.load, ArrangeState.load],
    actions=actions,
)
def dashboard() -> rx.Component:
    """Show the dashboard, or its cards to be arranged."""
    quiet = DashboardState.nothing.sentence != ""
    some = grid(
        rx.foreach(DashboardState.notes, note),
        rx.cond(quiet, elsewhere(DashboardState.nothing), rx.fragment()),
        rx.foreach(DashboardState.gaps, lambda one: gap(one, "Show rates", links.RATES)),
        rx.foreach(DashboardState.places, place),
    )
    shown = until(
        DashboardState.loaded,
        rx.cond(DashboardState.empty, card(_nothing()), some),
        _skeleton(),
    )
    return rx.cond(ArrangeState.arranging, arranging(), shown)


def _skeleton() -> rx.Component:
    """Hold the place of each card, where `web.theme` says that the reader has it."""
    places = laid_out(DEFAULT, (Card.COMING,))
    return grid(*(_bones(place, number) for number, place in enumerate(places)))


def _bones(place: Place, number: int) -> rx.Component:
    card = place.card
    listed = card in (Card.PAYEES, Card.RECENT)
    held = skeleton_list() if listed else skeleton_chart()
    return rx.el.div(
        skeleton_figure() if card in FIGURES else held,
        class_name="slot",
        data_bones="",
        data_card=kind_of(card),
        style={
            "order": f"var(--{card}-order, {number})",
            "grid_column": f"span var(--{card}-columns, {place.columns})",
            "display": f"var(--{card}-shown, grid)",
        },
    )


def _nothing() -> rx.Component:
    first = link_button("Get started", links.WELCOME, kind="primary")
    return empty(
        "Your figures appear here once you have an account.",
        rx.fragment(rx.cond(DashboardState.can_edit, first, rx.fragment())),
        icon_name="chart",
    )
