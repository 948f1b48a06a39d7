"""What a thumb needs: large keys for an amount, and the payees of late. Only phones show them."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.state.opening import OfferState
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Text

FIRST = ("7", "8", "9", "÷", "4", "5", "6", "×", "1", "2", "3", "−")
CALLED = {"÷": "Divided by", "×": "Times", "−": "Minus", "+": "Plus"}


def pad() -> rx.Component:
    """Type into the form's [data-padded] field; `assets/pad.js` does it."""
    return rx.el.div(
        *(_key(key, CALLED.get(key, key)) for key in FIRST),
        _key(OfferState.mark, "Decimal mark"),
        _key("0", "0"),
        rx.el.button(icon("erase"), type="button", data_pad="erase", aria_label="Erase"),
        _key("+", CALLED["+"]),
        class_name="pad",
        role="group",
        aria_label="Keys for the amount",
    )


def recent() -> rx.Component:
    """Offer the payees of the last entries, put into the field by `assets/pad.js`."""

    def one(name: rx.Var[str]) -> rx.Component:
        return rx.el.button(name, type="button", class_name="tick-chip", data_put=name)

    chips = rx.el.div(
        rx.foreach(OfferState.recent, one),
        class_name="recent",
        role="group",
        aria_label="Recent payees",
        data_puts="payee",
    )
    return rx.cond(OfferState.recent, chips, rx.fragment())


def _key(key: Text, called: str) -> rx.Component:
    return rx.el.button(key, type="button", data_pad=key, aria_label=called)
