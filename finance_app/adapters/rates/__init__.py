"""Publishers of exchange rates: one module a provider, all asked in the same way.

A new one is a module with `fetch`, a line in PROVIDERS, one in `domain.rate_sources` and its host
in `adapters.outbound`. Which values count is in `domain.rate_feeds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from finance_app.adapters.rates import ecb, frankfurter, open_er_api, openexchangerates
from finance_app.adapters.rates.answers import Answer, Wanted
from finance_app.domain.rate_sources import (
    ECB,
    FRANKFURTER,
    OPEN_ER_API,
    OPENEXCHANGERATES,
)

if TYPE_CHECKING:
    from finance_app.adapters.outbound import Address

__all__ = ["PROVIDERS", "Answer", "Provider", "Wanted"]


class Fetch(Protocol):
    """What the module of a provider offers."""

    def __call__(self, address: Address, wanted: Wanted) -> Answer:
        """Return what it published since, in its own base.

        Raises:
            OutboundError: it is not to be had, or cannot be right; the message is for people.
        """


@dataclass(frozen=True, slots=True)
class Provider:
    """A publisher of rates.

    Args:
        url: where it is, unless the operator names a mirror.
        site: what people are sent to, and what it wants to be credited with.
    """

    url: str
    fetch: Fetch
    site: str
    credit: str


PROVIDERS = {
    ECB: Provider(
        ecb.URL,
        ecb.fetch,
        "https://www.ecb.europa.eu/stats/policy_and_exchange_rates"
        "/euro_reference_exchange_rates/html/index.en.html",
        "Euro foreign exchange reference rates of the European Central Bank",
    ),
    FRANKFURTER: Provider(
        frankfurter.URL, frankfurter.fetch, "https://frankfurter.dev", "Rates by Frankfurter"
    ),
    OPEN_ER_API: Provider(
        open_er_api.URL,
        open_er_api.fetch,
        "https://www.exchangerate-api.com",
        "Rates By Exchange Rate API",
    ),
    OPENEXCHANGERATES: Provider(
        openexchangerates.URL,
        openexchangerates.fetch,
        "https://openexchangerates.org",
        "Rates by Open Exchange Rates",
    ),
}
"""By the name that a deployment's settings and `rate.source` hold."""
