"""The page of rates: a pair over time, today's rates of the book, and its own."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.rates.page.custom import custom_dialog, customs_card
from finance_app.pages.rates.page.feeds import feeds_card
from finance_app.pages.rates.page.file import file_dialog
from finance_app.pages.rates.page.form import rate_dialog
from finance_app.pages.rates.page.own import own_card
from finance_app.pages.rates.page.pair import calm, currencies_card, days_card, line_card, pair_bar
from finance_app.pages.rates.state.custom import CustomCurrenciesState
from finance_app.pages.rates.state.custom_form import CustomFormState
from finance_app.pages.rates.state.feeds import FeedsState
from finance_app.pages.rates.state.file import RateFileState
from finance_app.pages.rates.state.form import OwnRateFormState
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.pages.rates.state.shown import RatesState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card, grid, stack, toolbar
from finance_app.ui.components.skeleton import skeleton_chart, skeleton_list, until
from finance_app.ui.components.values import Child
from finance_app.ui.sections import worth
from finance_app.ui.shell import page


def actions() -> list[Child]:
    """Add a rate."""
    add = button("Add rate", icon_name="plus", on_click=OwnRateFormState.open_new)
    return [rx.cond(RatesState.can_edit & RatesState.loaded, add, rx.fragment())]


SHOWN = (RatesState.load, OwnRatesState.load, CustomCurrenciesState.load, FeedsState.load)
DIALOGS = (OwnRateFormState.load, RateFileState.load, CustomFormState.load)


@page(links.RATES, title="Rates", on_load=[*SHOWN, *DIALOGS], actions=actions)
def rates() -> rx.Component:
    """Show what currencies are worth, and where that comes from."""
    some = grid(
        rx.cond(RatesState.currencies, rx.fragment(), calm()),
        rx.cond(RatesState.pair.title != "", line_card(), rx.fragment()),
        rx.cond(RatesState.currencies, currencies_card(), rx.fragment()),
        rx.cond(RatesState.pair.title != "", days_card(), rx.fragment()),
        rx.el.div(
            own_card(),
            customs_card(),
            class_name="stack start",
            data_span=rx.cond(RatesState.pair.title != "", "7", "12"),
        ),
        feeds_card(),
    )
    waiting = grid(skeleton_chart(8), skeleton_list(4, 4), card(span=5), card(span=7))
    return rx.fragment(
        stack(
            toolbar(worth(links.RATES), pair_bar()),
            until(RatesState.loaded, some, waiting),
        ),
        rate_dialog(),
        file_dialog(),
        custom_dialog(),
    )
