"""Asking one provider that is really a server on this machine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from finance_app.adapters.outbound import Address
from finance_app.adapters.rates import PROVIDERS, Wanted
from finance_app.domain.rate_sources import SOURCES

if TYPE_CHECKING:
    from finance_app.adapters.rates import Answer
    from tests.rate_server import RateServer

TODAY = date(2026, 11, 25)  # a Wednesday
BEFORE = TODAY - timedelta(days=1)
KEY = "0123456789abcdef"
DAYS = frozenset(TODAY - timedelta(days=n) for n in range(1, 60))


def asked(server: RateServer, name: str, **wanted: Any) -> Answer:
    """Ask a provider that has everything up to yesterday."""
    known: dict[str, Any] = {"newest": {"USD": BEFORE}, "newest_day": BEFORE, "days": DAYS}
    address = Address(SOURCES[name].title, server.url, is_named=True, whole=5)
    return PROVIDERS[name].fetch(address, Wanted(TODAY, **{**known, "key": KEY, **wanted}))


def rates(answer: Answer) -> dict[tuple[str, str], str]:
    return {(code, str(day)): text for (code, day), text in answer.reading.quotes.items()}
