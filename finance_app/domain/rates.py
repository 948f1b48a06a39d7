"""Converting between currencies: exact, explained, and never 1:1 where no rate is known.

A source gives for each day how many units of a currency one unit of its base buys (the European
Central Bank: base EUR). A conversion uses the last known day on or before the asked one, at most
`OLDEST` days back, and says which; beyond that there is no rate. One rounding per conversion.

Where several rates could be used: the book's own of that pair; else what is published, both legs by
one source, the first of `SOURCES` that is at most a week older than the newest; else what is
known so of a currency that the book has an own rate to, or between two such. Fetching is in
`adapters.rates`, keeping in `services.rates`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from enum import StrEnum
from math import prod
from typing import TYPE_CHECKING

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import EXACT, Money, require_holdable
from finance_app.domain.own_rates import OwnRate, OwnRates
from finance_app.domain.published_rates import ONE, PAUSE, Leg, Published
from finance_app.domain.rate_sources import ECB, OWN, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.published_rates import Quote


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
        value: its first 60 digits, to be shown and compared; `ratio` is what converts.
        day: the oldest of the days that its legs were published for.
        source: a name of `SOURCES`, `own`, `fixed` or `pegged`; several joined by `+`.
        age: days between the asked day and `day`.
        legs: what it was made of.
        below: what `above` is divided by, where the value is a quotient.
        above: None where it is the value.
    """

    value: Decimal
    day: date
    source: str
    path: Path
    age: int = 0
    legs: tuple[Leg, ...] = ()
    above: Decimal | None = field(default=None, compare=False)
    below: Decimal = field(default=ONE, compare=False)

    @property
    def ratio(self) -> tuple[int, int]:
        """The rate without any rounding: a cut quotient would turn an exact half into less."""
        above, over = (self.value if self.above is None else self.above).as_integer_ratio()
        below, under = self.below.as_integer_ratio()
        return above * under, over * below


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted amount with the rate that made it."""

    amount: Money
    rate: Rate


@dataclass(slots=True)
class RateTable:
    """The rates that some conversions need, in memory: of all sources, and the book's own.

    Args:
        found: what was asked for already.
    """

    published: dict[str, Published] = field(default_factory=dict)
    own: OwnRates = field(default_factory=OwnRates)
    found: dict[tuple[str, str, date], Rate | None] = field(default_factory=dict, compare=False)

    def add(self, currency: str, day: date, per_base: Decimal, source: str = ECB) -> None:
        """Add a rate; days must come in ascending order for each source and currency."""
        self.fill(source, currency, (day,), (per_base,))

    def fill(
        self, source: str, currency: str, days: Iterable[date], values: Iterable[Decimal]
    ) -> None:
        """Add rates of one currency, days ascending and after those that are there."""
        self.found.clear()
        kept = self.published.setdefault(source, Published(source))
        kept.days.setdefault(currency, []).extend(days)
        kept.values.setdefault(currency, []).extend(values)

    def state(self, rate: OwnRate) -> None:
        """Add a rate of the book's own."""
        self.found.clear()
        self.own.add(rate)

    def rate(self, origin: str, target: str, on: date) -> Rate | None:
        """Return the rate from one currency to another on a day, or None where none is known."""
        if origin == target:
            return Rate(ONE, on, "", Path.SAME)
        asked = origin, target, on
        if asked not in self.found:
            self.found[asked] = (
                self._own(*asked) or self._published(*asked) or self._chained(*asked)
            )
        return self.found[asked]

    def settles(self, currencies: Iterable[str], days: Iterable[date]) -> bool:
        """Say whether no rate before the week that precedes each day could be used for it.

        That is so where the first source has one of each currency in that week.
        """
        name = next(iter(SOURCES))
        source = self.published.get(name, Published(name))
        return all(source.is_fresh(code, day) for code in currencies for day in days)

    def convert(self, money: Money, target: str, on: date) -> Conversion | None:
        """Convert an amount at a day's rate, rounded once, or None where no rate is known."""
        rate = self.rate(money.currency, target, on)
        return None if rate is None else converted(money, target, rate)

    def _own(self, origin: str, target: str, on: date) -> Rate | None:
        found = [
            (stated.day, stated.origin == origin, stated)
            for pair in ((origin, target), (target, origin))
            if (stated := self.own.stated(*pair, on))
        ]
        if not found:
            return None
        _, direct, stated = max(found, key=lambda one: one[:2])
        leg = Leg(stated.origin, stated.target, stated.value, stated.day, OWN)
        terms = (stated.value, ONE) if direct else (ONE, stated.value)
        return _explained(terms, origin, (leg,), on)

    def _published(self, origin: str, target: str, on: date) -> Rate | None:
        """Return the rate of the first source that is not much older than the newest."""
        found = []
        for name in SOURCES:
            source = self.published.get(name, Published(name))
            rate = _between(source.quote(origin, on), source.quote(target, on), origin, on)
            if rate is not None:
                found.append(rate)
                if rate.age <= PAUSE.days:  # whatever comes after it cannot be much newer
                    break
        newest = max((rate.day for rate in found), default=on)
        return next((rate for rate in found if newest - rate.day <= PAUSE), None)

    def _chained(self, origin: str, target: str, on: date) -> Rate | None:
        """Return a rate by way of a currency that an own rate leads to, or else of two."""
        for own_end, other, turned in ((origin, target, False), (target, origin, True)):
            for middle in self.own.neighbours(own_end):
                own = self._own(own_end, middle, on)
                rest = self._own(middle, other, on) or self._published(middle, other, on)
                if own is not None and rest is not None:
                    return _joined((own, rest), origin, on, turned=turned)
        return self._bridged(origin, target, on)

    def _bridged(self, origin: str, target: str, on: date) -> Rate | None:
        """Return a rate by way of what is published between the ends of two own rates.

        The one of the fewest legs, the first in order of code: the same both ways.
        """
        first, last = sorted((origin, target))
        ends = [(code, self._own(first, code, on)) for code in self.own.neighbours(first)]
        starts = [(code, self._own(code, last, on)) for code in self.own.neighbours(last)]
        found = [
            (own, between, other)
            for end, own in ends
            for start, other in starts
            if own and other and (between := self._published(end, start, on))
        ]
        if not found:
            return None
        shortest = min(found, key=lambda way: sum(len(rate.legs) for rate in way))
        return _joined(shortest, origin, on, turned=first != origin)


def converted(money: Money, target: str, rate: Rate) -> Conversion:
    """Convert an amount at a rate, rounded once.

    Raises:
        InvalidAmountError: that is more than a book can hold.
    """
    (amount,) = convert_parts([money.amount], money.currency, target, rate)
    return Conversion(Money(amount, target), rate)


def _between(paid: Quote | None, got: Quote | None, origin: str, on: date) -> Rate | None:
    """Return the rate between two currencies of one source, legs that both share left out."""
    if paid is None or got is None:
        return None
    shared = {leg for leg in paid.legs if leg in got.legs}
    legs = (*(leg for leg in paid.legs if leg not in shared),)
    legs += (*(leg for leg in got.legs if leg not in shared),)
    terms = (got.per_base, paid.per_base)
    if shared:
        terms = (_product(got.legs, shared), _product(paid.legs, shared))
    return _explained(terms, origin, legs, on)


def _product(legs: tuple[Leg, ...], without: set[Leg]) -> Decimal:
    with localcontext(EXACT):
        return prod((leg.value for leg in legs if leg not in without), start=ONE)


def _terms(*rates: Rate) -> tuple[Decimal, Decimal]:
    """Return what is above and below the line in a product of rates."""
    with localcontext(EXACT):
        above = prod((one.value if one.above is None else one.above for one in rates), start=ONE)
        return above, prod((one.below for one in rates), start=ONE)


def _joined(way: tuple[Rate, ...], origin: str, on: date, *, turned: bool) -> Rate:
    """Return the rate that rates make one after another, or from their end to their start."""
    terms, legs = _terms(*way), tuple(leg for rate in way for leg in rate.legs)
    if turned:
        terms, legs = terms[::-1], legs[::-1]
    return _explained(terms, origin, legs, on)


def _explained(
    terms: tuple[Decimal, Decimal], origin: str, legs: tuple[Leg, ...], on: date
) -> Rate:
    day = min((leg.day for leg in legs), default=on)
    sources = dict.fromkeys(leg.source for leg in legs)
    path = Path.CROSS
    if len(legs) == 1:
        path = Path.DIRECT if legs[0].base == origin else Path.INVERSE
    value = EXACT.divide(*terms)
    return Rate(value, day, "+".join(sources), path, (on - day).days, legs, *terms)


def convert_parts(parts: list[int], currency: str, target: str, rate: Rate) -> list[int]:
    """Convert amounts that belong together, so that the results sum to their converted sum.

    Raises:
        InvalidAmountError: the sum or a part is larger than a book can hold.
    """
    shares = shares_at(parts, currency, target, rate)
    require_holdable(sum(shares))
    return [require_holdable(part) for part in shares]


def shares_at(parts: Sequence[int], currency: str, target: str, rate: Rate) -> list[int]:
    """Convert sums of any size that belong together, so that the results sum to their sum's.

    The sum is rounded once, half to even; each part is rounded down and the units left over go to
    the largest remainders, the earlier part first.
    """
    if rate.path is Path.SAME:
        return list(parts)
    above, below = rate.ratio
    above *= 10 ** DECIMALS[target]
    below *= 10 ** DECIMALS[currency]
    if len(parts) == 1:
        return [_rounded(parts[0] * above, below)]
    found = [divmod(part * above, below) for part in parts]
    left = _rounded(sum(parts) * above, below) - sum(floor for floor, _ in found)
    order = sorted(range(len(found)), key=lambda place: (-found[place][1], place))
    for place in order[:left]:
        floor, rest = found[place]
        found[place] = (floor + 1, rest)
    return [share for share, _ in found]


def _rounded(above: int, below: int) -> int:
    """Divide, rounding half to even."""
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2))
