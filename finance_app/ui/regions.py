"""Asking for a region and a currency, the same wherever that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import reflex as rx
from babel.core import get_global

from finance_app.domain import regions
from finance_app.domain.currencies import CODES, CustomCurrency
from finance_app.domain.formatting import currency_name
from finance_app.ui.components.field import select_field
from finance_app.ui.components.values import Many, Option, Text
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


def base_currency_field(options: Many[Option], proposed: Text) -> rx.Component:
    """Ask for the currency of a book, mostly one of `paid_options`: `base_currency`."""
    return select_field(
        "Currency",
        "base_currency",
        options,
        hint="What totals are shown in. Accounts may have others.",
        error=field_error("base_currency"),
        default_value=proposed,
        key=_key(options, proposed),
    )


def display_currency_field(options: Many[Option], chosen: Text) -> rx.Component:
    """Ask for the currency that a user wants figures in: `display_currency`.

    Args:
        options: also one of no value, for the book's own currency.
        chosen: the one to begin with.
    """
    return select_field(
        "Show totals in",
        "display_currency",
        options,
        hint="For you alone. Amounts on accounts stay in their own currency.",
        error=field_error("display_currency"),
        default_value=chosen,
        key=_key(options, chosen),
    )


def currency_options(day: date, own: Sequence[CustomCurrency] = ()) -> list[Option]:
    """Offer all currencies, by code and name.

    Args:
        day: those that are paid nowhere on it come last.
        own: those of the book; they come first.
    """
    return [*(Option(one.code, f"{one.code} · {one.name}") for one in own), *_published(day)]


def paid_options(day: date, own: Sequence[CustomCurrency] = ()) -> list[Option]:
    """Offer the currencies that are paid somewhere on a day, after those of the book."""
    wanted = _paid(day) | {one.code for one in own}
    return [each for each in currency_options(day, own) if each.value in wanted]


def _key(options: Many[Option], chosen: Text) -> str:
    """Begin a field anew with another proposal, and once what it can be has come."""
    count = options.to(list).length() if isinstance(options, rx.Var) else len(options)
    return f"{chosen} {count}"


@lru_cache(maxsize=4)
def _published(day: date) -> tuple[Option, ...]:
    paid = _paid(day)
    codes = sorted(CODES, key=lambda code: code not in paid)
    return tuple(Option(code, f"{code} · {currency_name(code)}") for code in codes)


def _paid(day: date) -> set[str]:
    """Return the codes of the currencies that are legal tender on a day."""
    spans = (span for found in get_global("territory_currencies").values() for span in found)
    return {
        code
        for code, start, end, tender in spans
        if tender and (not start or date(*start) <= day) and (not end or day <= date(*end))
    }
