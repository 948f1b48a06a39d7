"""That an amount could not be converted, in words."""

from __future__ import annotations

from datetime import date

from finance_app.domain.formatting import day_text


def no_rate_text(currency: str, day: date, target: str, region: str) -> str:
    """Say that there is no rate, and what follows."""
    return f"No rate for {currency} on {day_text(day, region)}; totals in {target} leave it out."
