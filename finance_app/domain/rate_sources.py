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
"""By the name that `rate.source` holds; in this order where several know a rate."""

OWN, BY_LAW, PEGGED = "own", "fixed", "pegged"
"""What stands in place of a publisher where there is none."""

_OTHERS = {
    OWN: "your own rate",
    BY_LAW: "fixed when the euro came",
    PEGGED: "pegged by its central bank",
}


def titled(source: str) -> str:
    """Return what the source of a rate is called; those of several legs are joined by `+`."""
    names = [part for part in source.split("+") if part]
    return " and ".join(SOURCES[name].title if name in SOURCES else _OTHERS[name] for name in names)
