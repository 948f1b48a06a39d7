"""Where a converted amount comes from, in words."""

from __future__ import annotations

from datetime import date

from finance_app.domain.formatting import day_text

SOURCES = {"ecb": "European Central Bank", "fixed": "fixed when the euro came"}


def rate_text(day: date, source: str, region: str) -> str:
    """Say which rate was used: `At the rate of Nov 19, 2026 (European Central Bank).`."""
    named = ", ".join(SOURCES.get(part, part) for part in source.split("+") if part)
    return f"At the rate of {day_text(day, region)}{f' ({named})' if named else ''}."


def no_rate_text(currency: str, day: date, target: str, region: str) -> str:
    """Say that there is no rate, and what follows."""
    return f"No rate for {currency} on {day_text(day, region)}; totals in {target} leave it out."
