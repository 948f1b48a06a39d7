"""That an amount could not be converted, in words, and where to mend it."""

from __future__ import annotations

from datetime import date

from finance_app.domain.formatting import day_text
from finance_app.domain.valuation import Lacking
from finance_app.ui import links


def no_rate_text(currency: str, day: date, target: str, region: str) -> str:
    """Say that there is no rate, and what follows."""
    return f"No rate for {currency} on {day_text(day, region)}; totals in {target} leave it out."


def mend(lacking: Lacking) -> str:
    """Return the address of a pair's rates with the form for one of a day."""
    return links.rates(lacking.origin, lacking.target, new=str(lacking.day))
