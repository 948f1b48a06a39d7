"""Rates that a book holds of its own: they win over what is published, for their pair.

One counts from its day on like any other, at most `OLDEST` days and until the pair's next one, or
through the day that it says it holds until.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

OLDEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OwnRate:
    """One unit of the origin is so many of the target, from a day on.

    Args:
        until: the last day that it holds on; None for as long as any rate counts.
    """

    origin: str
    target: str
    day: date
    value: Decimal
    until: date | None = None

    @property
    def last(self) -> date:
        """The last day that it can be used on."""
        return self.until or self.day + OLDEST


@dataclass(slots=True)
class OwnRates:
    """A book's own rates in memory, by pair as they were stated, days ascending."""

    pairs: dict[tuple[str, str], list[OwnRate]] = field(default_factory=dict)
    reach: dict[tuple[str, str], list[date]] = field(default_factory=dict)

    def add(self, rate: OwnRate) -> None:
        """Add a rate; days must come in ascending order for each pair."""
        pair = (rate.origin, rate.target)
        reach = self.reach.setdefault(pair, [])
        self.pairs.setdefault(pair, []).append(rate)
        reach.append(max(rate.last, reach[-1]) if reach else rate.last)

    def stated(self, origin: str, target: str, on: date) -> OwnRate | None:
        """Return the newest rate of a pair, as it was stated, that holds on a day."""
        pair = (origin, target)
        rates, reach = self.pairs.get(pair, []), self.reach.get(pair, [])
        place = bisect_right(rates, on, key=lambda rate: rate.day) - 1
        while place >= 0 and reach[place] >= on:
            if rates[place].last >= on:
                return rates[place]
            place -= 1
        return None

    def neighbours(self, currency: str) -> list[str]:
        """Return what else the rates that name a currency are stated in, in order of code."""
        found = {origin for origin, target in self.pairs if target == currency}
        found |= {target for origin, target in self.pairs if origin == currency}
        return sorted(found)
