"""The dialog that states a rate."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.rates.state.form import OwnRateFormState
from finance_app.pages.rates.state.shown import RatesState
from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import day_field, form, pair, select_field, text_field
from finance_app.ui.errors import field_error

rate = OwnRateFormState.own_rate


def rate_dialog() -> rx.Component:
    """Ask for two currencies, a rate and its days."""
    return dialog(
        form(
            _currencies(),
            _value(),
            _days(),
            rx.cond(OwnRateFormState.asked != "", _confirm(), rx.fragment()),
            dialog_foot(
                button("Cancel", on_click=OwnRateFormState.close),
                button(rx.cond(rate.id == "", "Add", "Save"), kind="primary", submit=True),
            ),
            on_submit=OwnRateFormState.save,
            error=field_error("form"),
            key=rate.key,
        ),
        shown=OwnRateFormState.shown,
        title=rate.title,
        on_close=OwnRateFormState.close,
    )


def _value() -> rx.Component:
    return text_field(
        "Rate",
        "rate",
        input_mode="decimal",
        max_length=40,
        default_value=rate.value,
        hint=rx.cond(OwnRateFormState.echo != "", OwnRateFormState.echo, "How much that is."),
        error=field_error("rate"),
        on_blur=OwnRateFormState.read,
        data_first="",
    )


def _confirm() -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name="confirmed"),
        rx.el.span(OwnRateFormState.asked, " is right"),
        class_name="check",
        key=OwnRateFormState.asked,
    )


def _currencies() -> rx.Component:
    return pair(
        select_field(
            "One unit of",
            "origin",
            RatesState.options,
            value=rate.origin,
            on_change=OwnRateFormState.choose_origin,
            error=field_error("origin"),
        ),
        select_field(
            "Is in",
            "target",
            RatesState.options,
            value=rate.target,
            on_change=OwnRateFormState.choose_target,
            error=field_error("target"),
        ),
    )


def _days() -> rx.Component:
    return pair(
        day_field(
            "From",
            "day",
            default_value=rate.day,
            max=rate.today,
            error=field_error("day"),
        ),
        day_field(
            "Through",
            "until",
            default_value=rate.until,
            hint="Empty: 31 days, or until the next one.",
            error=field_error("until"),
        ),
    )
