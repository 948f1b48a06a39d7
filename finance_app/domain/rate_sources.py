"""Who publishes exchange rates: what they are called, and what their rates are quoted against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher of rates.

    Args:
        base: every rate it publishes is units of a currency for one of this one.
        title: what it is called on screens and in reports.
    """

    base: str
    title: str


ECB = "ecb"
FRANKFURTER = "frankfurter"
OPEN_ER_API = "open-er-api"
OPENEXCHANGERATES = "openexchangerates"

SOURCES = {
    ECB: Source("EUR", "European Central Bank"),
    FRANKFURTER: Source("EUR", "Frankfurter"),
    OPEN_ER_API: Source("USD", "ExchangeRate-API"),
    OPENEXCHANGERATES: Source("USD", "Open Exchange Rates"),
}
"""By the name that `rate.source` holds; in this order where two know a rate of the same day."""
