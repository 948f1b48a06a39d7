"""Converting between currencies: exact, explained, and never 1:1 where no rate is known.

A source gives for each day how many units of a currency one unit of its base buys (the European
Central Bank: base EUR). A conversion uses the last known day on or before the asked one, at most
`OLDEST` days back, and says which; beyond that there is no rate. One rounding per conversion.
Fetching is in `adapters.rates`, keeping in `services.rates`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import EXACT, Money, require_holdable, to_minor

OLDEST = timedelta(days=31)
ONE = Decimal(1)


class Path(StrEnum):
    """How a rate was found."""

    SAME = "same"
    DIRECT = "direct"
    INVERSE = "inverse"
    CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of the target one unit of the origin is worth, and where that comes from.

    Args:
        value: exact, at most 60 digits.
        day: the older of the days it was published for.
        source: `ecb`, or `fixed` for currencies that the euro replaced at a fixed rate.
        age: days between the asked day and `day`.
    """

    value: Decimal
    day: date
    source: str
    path: Path
    age: int = 0


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted amount with the rate that made it."""

    amount: Money
    rate: Rate


@dataclass(frozen=True, slots=True)
class Leg:
    """One published rate: units of a currency for one of the source's base."""

    per_base: Decimal
    day: date
    source: str


@dataclass(slots=True)
class RateTable:
    """The rates of one source in memory, by currency, days ascending."""

    base: str = "EUR"
    source: str = "ecb"
    days: dict[str, list[date]] = field(default_factory=dict)
    values: dict[str, list[Decimal]] = field(default_factory=dict)

    def add(self, currency: str, day: date, per_base: Decimal) -> None:
        """Add a rate; days must come in ascending order for each currency."""
        self.days.setdefault(currency, []).append(day)
        self.values.setdefault(currency, []).append(per_base)

    def rate(self, origin: str, target: str, on: date) -> Rate | None:
        """Return the rate from one currency to another on a day, or None where none is known."""
        if origin == target:
            return Rate(ONE, on, self.source, Path.SAME)
        paid, got = self._leg(origin, on), self._leg(target, on)
        if paid is None or got is None:
            return None
        with localcontext(EXACT):
            value = got.per_base / paid.per_base
        return self._explained(value, origin, target, (paid, got), on)

    def convert(self, money: Money, target: str, on: date) -> Conversion | None:
        """Convert an amount at a day's rate, rounded once, or None where no rate is known."""
        rate = self.rate(money.currency, target, on)
        if rate is None:
            return None
        with localcontext(EXACT):
            amount = to_minor(money.decimal * rate.value, target)
        return Conversion(Money(amount, target), rate)

    def _explained(
        self, value: Decimal, origin: str, target: str, legs: tuple[Leg, Leg], on: date
    ) -> Rate:
        published = [leg for leg in legs if leg.source]
        oldest = min(published, key=lambda leg: leg.day)
        path = Path.CROSS
        if origin == self.base:
            path = Path.DIRECT
        elif target == self.base:
            path = Path.INVERSE
        sources = dict.fromkeys(leg.source for leg in published)
        return Rate(value, oldest.day, "+".join(sources), path, (on - oldest.day).days)

    def _leg(self, currency: str, on: date) -> Leg | None:
        if currency == self.base:
            return Leg(ONE, on, "")
        if fixed := FIXED.get(currency):
            since, per_euro = fixed
            if self.base == "EUR" and on >= since:
                return Leg(per_euro, on, "fixed")
        days = self.days.get(currency, [])
        place = bisect_right(days, on) - 1
        if place < 0 or on - days[place] > OLDEST:
            return None
        return Leg(self.values[currency][place], days[place], self.source)


def convert_parts(parts: list[int], currency: str, target: str, rate: Rate) -> list[int]:
    """Convert amounts that belong together, so that the results sum to their converted sum.

    The sum is rounded once, half to even; each part is rounded down and the units left over go to
    the largest remainders, the earlier part first.

    Raises:
        InvalidAmountError: the sum or a part is larger than a book can hold.
    """
    if rate.path is Path.SAME:
        return list(parts)
    with localcontext(EXACT):
        exact = [
            (Money(part, currency).decimal * rate.value).scaleb(DECIMALS[target]) for part in parts
        ]
        whole = require_holdable(int(sum(exact, Decimal()).quantize(ONE, ROUND_HALF_EVEN)))
        floors = [int(value.to_integral_value(ROUND_FLOOR)) for value in exact]
        order = sorted(range(len(parts)), key=lambda place: (floors[place] - exact[place], place))
    for place in order[: whole - sum(floors)]:
        floors[place] += 1
    return [require_holdable(part) for part in floors]


def _fixed(text: str) -> dict[str, tuple[date, Decimal]]:
    rows = (line.split() for line in text.strip().splitlines())
    return {code: (date.fromisoformat(day), Decimal(per_euro)) for code, day, per_euro in rows}


FIXED = _fixed("""
    ATS 1999-01-01 13.7603
    BEF 1999-01-01 40.3399
    BGN 2026-01-01 1.95583
    CYP 2008-01-01 0.585274
    DEM 1999-01-01 1.95583
    EEK 2011-01-01 15.6466
    ESP 1999-01-01 166.386
    FIM 1999-01-01 5.94573
    FRF 1999-01-01 6.55957
    GRD 2001-01-01 340.750
    HRK 2023-01-01 7.53450
    IEP 1999-01-01 0.787564
    ITL 1999-01-01 1936.27
    LTL 2015-01-01 3.45280
    LUF 1999-01-01 40.3399
    LVL 2014-01-01 0.702804
    MTL 2008-01-01 0.429300
    NLG 1999-01-01 2.20371
    PTE 1999-01-01 200.482
    SIT 2007-01-01 239.640
    SKK 2009-01-01 30.1260
""")
"""The euro's irrevocable rates (Council Regulations 2866/98 and those that followed), from the day
each currency was replaced: units for one euro."""
