"""What one source published, and what the law sets, in memory: a currency's rate on a day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from finance_app.domain.money import EXACT
from finance_app.domain.own_rates import OLDEST
from finance_app.domain.pegs import FIXED, PEGS
from finance_app.domain.rate_sources import BY_LAW, PEGGED, SOURCES

if TYPE_CHECKING:
    from datetime import date

ONE = Decimal(1)
PAUSE = timedelta(days=7)  # longer than any holidays: a source that is silent so long has stopped


@dataclass(frozen=True, slots=True)
class Leg:
    """A rate as it was published or stated: one unit of the base is so many of the currency."""

    base: str
    currency: str
    value: Decimal
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Units of a currency for one of a source's base, and the legs that this comes from."""

    per_base: Decimal
    legs: tuple[Leg, ...] = ()


@dataclass(slots=True)
class Published:
    """The rates of one source in memory, by currency, days ascending."""

    name: str
    days: dict[str, list[date]] = field(default_factory=dict)
    values: dict[str, list[Decimal]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """What its rates are units for one of."""
        return SOURCES[self.name].base

    def is_fresh(self, currency: str, on: date) -> bool:
        """Say whether it has a rate of a currency for a day or the week before."""
        days = self.days.get(currency, [])
        place = bisect_right(days, on) - 1
        return currency == self.base or (place >= 0 and on - days[place] <= PAUSE)

    def quote(self, currency: str, on: date) -> Quote | None:
        """Return what one unit of the base buys on a day, or None where that is not known."""
        if currency == self.base:
            return Quote(ONE)
        if (fixed := FIXED.get(currency)) and on >= fixed.since:
            return self._pegged(currency, on)
        days = self.days.get(currency, [])
        place = bisect_right(days, on) - 1
        if place < 0 or on - days[place] > OLDEST:
            return self._pegged(currency, on)
        value = self.values[currency][place]
        return Quote(value, (Leg(self.base, currency, value, days[place], self.name),))

    def _pegged(self, currency: str, on: date) -> Quote | None:
        leg = peg_of(currency, on)
        anchor = self.quote(leg.base, on) if leg else None
        if leg is None or anchor is None:
            return None
        with localcontext(EXACT):
            return Quote(anchor.per_base * leg.value, (*anchor.legs, leg))


def peg_of(currency: str, on: date) -> Leg | None:
    """Return the rate that the law sets for a currency on a day."""
    for table, source in ((FIXED, BY_LAW), (PEGS, PEGGED)):
        peg = table.get(currency)
        if peg and on >= peg.since:
            return Leg(peg.anchor, currency, peg.per_anchor, on, source)
    return None
