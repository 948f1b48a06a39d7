"""The form of a transfer: from where to where, and what arrives."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.page.amount import amount_and_day
from finance_app.pages.entries.page.parts import NOTHING
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.opening import OfferState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.ui.components.chip import chip
from finance_app.ui.components.field import (
    amount_field,
    day_field,
    field,
    note_field,
    pair,
    select_field,
)
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.more import more
from finance_app.ui.errors import field_error

entry = FormState.entry


def transfer() -> rx.Component:
    """Ask what moved between two accounts."""
    return rx.fragment(
        pair(_from(), _to()),
        amount_and_day(),
        rx.cond(ChosenState.currency != ChosenState.to_currency, _received(), rx.fragment()),
        rx.cond(ReckonState.rate.doubt != "", _doubt(), rx.fragment()),
        note_field("Note", "note", default_value=entry.note, error=field_error("note"), rows="2"),
        _more(),
    )


def _from() -> rx.Component:
    return select_field(
        "From",
        "account",
        OfferState.accounts,
        value=ChosenState.account,
        on_change=lambda key: [ChosenState.choose_account(key), ReckonState.again()],
        error=field_error("account"),
        data_first="",
    )


def _to() -> rx.Component:
    return select_field(
        "To",
        "to",
        OfferState.accounts,
        value=ChosenState.to,
        on_change=lambda key: [ChosenState.choose_to(key), ReckonState.again()],
        error=field_error("to"),
    )


def _received() -> rx.Component:
    return amount_field(
        f"Arrives in {ChosenState.to_currency}",
        "received",
        default_value=entry.received,
        on_change=lambda text: ReckonState.reckon("received", text),
        hint=ReckonState.rate.text,
        error=field_error("received"),
        placeholder="0",
    )


def _doubt() -> rx.Component:
    return rx.el.p(
        chip("Check", "doubt"), " ", ReckonState.rate.doubt, class_name="field-note", role="status"
    )


def _more() -> rx.Component:
    return more(
        "Fee and arrival",
        pair(
            amount_field(
                "Fee",
                "fee",
                default_value=entry.fee,
                hint="What the bank keeps, on top of the amount.",
                error=field_error("fee"),
            ),
            field(
                "Fee is for",
                "fee_category",
                grouped_input,
                groups=OfferState.categories,
                first=NOTHING,
                default_value=entry.fee_category,
                error=field_error("fee_category"),
            ),
        ),
        day_field(
            "Arrives on",
            "arrived",
            default_value=entry.arrived,
            hint="Where it is another day.",
            error=field_error("arrived"),
        ),
        is_open=entry.more,
    )
