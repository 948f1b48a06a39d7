"""What can be chosen when signing up, as text."""

from __future__ import annotations

from datetime import date

from babel.core import get_global

from finance_app.domain import regions
from finance_app.domain.currencies import CODES
from finance_app.domain.formatting import currency_name
from finance_app.ui.components.values import Option


def region_options() -> list[Option]:
    """Return the regions, each in its own language."""
    return [Option(code, name) for code, name in regions.names()]


def currency_options(day: date) -> list[Option]:
    """Return the currencies that are paid somewhere on a day, by code."""
    return [
        Option(code, f"{code} · {currency_name(code, regions.DEFAULT)}")
        for code in CODES
        if code in _paid(day)
    ]


def _paid(day: date) -> set[str]:
    """Return the codes of the currencies that are legal tender on a day."""
    spans = (span for found in get_global("territory_currencies").values() for span in found)
    return {
        code
        for code, start, end, tender in spans
        if tender and (not start or date(*start) <= day) and (not end or day <= date(*end))
    }
