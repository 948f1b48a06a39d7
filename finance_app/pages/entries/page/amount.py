"""How much and when, which entries and transfers are asked alike."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.page.pad import pad
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.ui.components.field import amount_field, day_field, pair
from finance_app.ui.errors import field_error

entry = FormState.entry


def amount_and_day() -> rx.Component:
    """Ask for both side by side, with a phone's keys below."""
    return rx.fragment(
        pair(
            amount_field(
                rx.cond(ChosenState.currency != "", f"Amount in {ChosenState.currency}", "Amount"),
                "amount",
                default_value=entry.amount,
                on_change=lambda text: ReckonState.reckon("amount", text),
                hint=ReckonState.echo,
                error=field_error("amount"),
                placeholder="0",
                data_first_touch="",
                data_padded="",
            ),
            day_field(
                "Date",
                "day",
                default_value=entry.day,
                on_change=lambda text: ReckonState.reckon("day", text),
                error=field_error("day"),
            ),
        ),
        pad(),
    )
