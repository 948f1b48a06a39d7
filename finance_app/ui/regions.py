"""Asking for a region and a currency, the same wherever that is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx
from babel.core import get_global

from finance_app.domain import regions
from finance_app.domain.currencies import CODES
from finance_app.domain.formatting import currency_name
from finance_app.ui.components.field import select_field
from finance_app.ui.components.values import Option, Text
from finance_app.ui.errors import field_error


def region_field(proposed: Text, **props: Any) -> rx.Component:
    """Ask for the region; the answer is called `region`.

    What is chosen stands in the browser alone until it is sent, so that it counts at once; another
    proposal starts the field anew.
    """
    return select_field(
        "Region",
        "region",
        [Option(code, name) for code, name in regions.names()],
        hint="How amounts and days are written.",
        error=field_error("region"),
        default_value=proposed,
        key=proposed,
        **props,
    )


def base_currency_field(day: date, proposed: Text) -> rx.Component:
    """Ask for the currency of a book, one that is paid somewhere on a day: `base_currency`."""
    paid = _paid(day)
    return select_field(
        "Currency",
        "base_currency",
        [each for each in currency_options(day) if each.value in paid],
        hint="What totals are shown in. Accounts may have others.",
        error=field_error("base_currency"),
        default_value=proposed,
        key=proposed,
    )


def display_currency_field(day: date, chosen: Text) -> rx.Component:
    """Ask for the currency that a user wants figures in: `display_currency`."""
    return select_field(
        "Show totals in",
        "display_currency",
        [Option("", "The book’s own currency"), *currency_options(day)],
        hint="For you alone. Amounts on accounts stay in their own currency.",
        error=field_error("display_currency"),
        default_value=chosen,
        key=chosen,
    )


def currency_options(day: date) -> list[Option]:
    """Offer all currencies, by code and name; those that are paid nowhere on a day come last."""
    paid = _paid(day)
    codes = sorted(CODES, key=lambda code: code not in paid)
    return [Option(code, f"{code} · {currency_name(code)}") for code in codes]


def _paid(day: date) -> set[str]:
    """Return the codes of the currencies that are legal tender on a day."""
    spans = (span for found in get_global("territory_currencies").values() for span in found)
    return {
        code
        for code, start, end, tender in spans
        if tender and (not start or date(*start) <= day) and (not end or day <= date(*end))
    }
