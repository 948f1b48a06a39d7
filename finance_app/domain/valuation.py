"""On which day's rates figures are: the entry's own, the period's end, today's, or the bank's own.

At the entry's own and at the bank's each entry is converted and rounded by itself, when it is
written, into the book's base currency. At the rates of one day what there is in each currency is
added up first and rounded once; its parts, by month and category, are shares of that. The same
happens where figures are shown in another currency than the book's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain.categories import CategoryKind
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import Money
from finance_app.domain.rates import Rate, RateTable, converted, shares_at
from finance_app.domain.totals import Total
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from finance_app.domain.entries import EntryView


class Basis(StrEnum):
    """Which rates amounts in other currencies are converted at."""

    ENTRY = "entry"
    END = "end"
    TODAY = "today"
    BANK = "bank"

    @property
    def of_one_day(self) -> bool:
        """Whether everything is converted at the rates of one day."""
        return self in (Basis.END, Basis.TODAY)


def asked(text: str) -> Basis:
    """Return the basis that an address names; the entry's own day where it names none.

    Raises:
        InvalidInputError: there is no such basis.
    """
    try:
        return Basis(text) if text else Basis.ENTRY
    except ValueError as error:
        raise InvalidInputError(
            f"“{text[:30]}” is not a basis; write entry, end, today or bank.", field="basis"
        ) from error


@dataclass(frozen=True, slots=True)
class Step:
    """An amount that was converted, and the rate; None where it is the bank's own, or was."""

    amount: Money
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """The rate that is not known."""

    origin: str
    target: str
    day: date


@dataclass(frozen=True, slots=True)
class Valued:
    """What an entry is worth, step by step; None where a rate is `lacking`."""

    amount: Money | None
    steps: tuple[Step, ...] = ()
    lacking: Lacking | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """How totals become figures.

    Args:
        base: the book's currency, that `base_amount` is in as it is kept.
        currency: that the figures are shown in.
        day: whose rates are used where one day's are.
        table: the rates of that day, maybe of others.
        currencies: that the book's accounts are in.
        known: the rates to the currency shown that were asked for.
    """

    basis: Basis
    base: str
    currency: str
    day: date
    table: RateTable = field(default_factory=RateTable, compare=False)
    currencies: frozenset[str] = frozenset()
    known: dict[str, Rate | None] = field(default_factory=dict, compare=False)

    @property
    def converts(self) -> bool:
        """Whether anything is left to be converted."""
        return self.basis.of_one_day or self.base != self.currency

    @property
    def foreign(self) -> bool:
        """Whether the book has anything in another currency than the one shown."""
        return bool(self.currencies - {self.currency})

    def rate(self, origin: str) -> Rate | None:
        """Return the rate from a currency to the one shown, None where there is none."""
        if origin not in self.known:
            self.known[origin] = self.table.rate(origin, self.currency, self.day)
        return self.known[origin]

    def weights(self) -> Mapping[str, float] | None:
        """Return what a minor unit of each currency is about worth, to choose the largest by.

        None where nothing is converted, nothing can be, or all of it from the base currency.
        """
        if not self.basis.of_one_day:
            return None
        found = {}
        for code in self.currencies:
            if rate := self.rate(code):
                units = DECIMALS[self.currency] - DECIMALS[code]
                found[code] = float(rate.value.scaleb(units))
        return found or None

    def valued(
        self, totals: Sequence[Total], kind_of: Mapping[int, CategoryKind]
    ) -> Sequence[Total]:
        """Return totals whose `base_amount` is in the currency shown; in the same order."""
        if not self.converts:
            return totals
        given = self._given(totals)
        together: dict[tuple[str, CategoryKind], list[int]] = defaultdict(list)
        for place, total in enumerate(given):
            if total.missing_count == 0:
                together[total.currency, kind_of[total.purpose]].append(place)
        for (origin, _), places in together.items():
            rate = self.rate(origin)
            if rate is None:
                for place in places:
                    given[place] = _missing(given[place])
                continue
            amounts = [given[place].amount for place in places]
            shares = shares_at(amounts, origin, self.currency, rate)
            for place, amount in zip(places, shares, strict=True):
                if given[place].base_amount != amount:
                    given[place] = given[place].converted_to(amount)
        return given

    def alike(self, totals: Sequence[Total]) -> Sequence[Total]:
        """Return totals as figures where it does not matter what they are for."""
        return self.valued(totals, dict.fromkeys((one.purpose for one in totals), _ANY))

    def entry(self, found: EntryView, table: RateTable) -> Valued:
        """Return what one entry is worth in the currency shown.

        Args:
            table: the rates of its own day, to say which was used.
        """
        if self.basis.of_one_day:
            return self._last(found.amount, ())
        base, steps = _own(found, self.base, table, by_bank=self.basis is Basis.BANK)
        if base is None:
            return Valued(None, lacking=Lacking(found.amount.currency, self.base, found.day))
        if self.base == self.currency:
            return Valued(base, steps)
        return self._last(base, steps)

    def _last(self, amount: Money, steps: tuple[Step, ...]) -> Valued:
        """Convert an amount to the currency shown, at the day's rate."""
        rate = self.rate(amount.currency)
        if rate is None:
            return Valued(None, steps, Lacking(amount.currency, self.currency, self.day))
        made = converted(amount, self.currency, rate).amount
        return Valued(made, (*steps, Step(amount, rate)))

    def _given(self, totals: Iterable[Total]) -> list[Total]:
        """Return what is to be converted: as it is on accounts, or in the base currency."""
        if not self.basis.of_one_day:
            return list(self._in_base(totals))
        return [
            replace(one, missing_amount=0, missing_count=0) if one.missing_count else one
            for one in totals
        ]

    def _in_base(self, totals: Iterable[Total]) -> Iterator[Total]:
        for total in totals:
            if total.missing_count:
                yield _missing(
                    replace(total, amount=total.missing_amount, count=total.missing_count)
                )
            if known := total.count - total.missing_count:
                yield Total(  # there are many, and `replace` is slow
                    total.month,
                    total.purpose,
                    self.base,
                    total.base_amount,
                    known,
                    payee_id=total.payee_id,
                    amount=total.base_amount,
                    bank_count=total.bank_count,
                    own=Money(total.amount - total.missing_amount, total.currency),
                )


def _own(
    found: EntryView, base: str, table: RateTable, *, by_bank: bool
) -> tuple[Money | None, tuple[Step, ...]]:
    """Return an entry in the book's currency as it is kept, and how it became that."""
    amount, said = found.amount, found.original
    if amount.currency == base:
        return amount, ()
    if by_bank and said and said.currency == base and said.amount and amount.amount:
        paid = abs(said.amount) * (1 if amount.amount > 0 else -1)
        return Money(paid, base), (Step(amount, None),)
    if found.base_amount is None or found.rate_day is None:
        return None, ()
    rate = table.rate(amount.currency, base, found.day)
    if rate is None or (rate.day, rate.source) != (found.rate_day, found.rate_source):
        rate = None  # it was corrected since, and the entry's amount will follow
    return Money(found.base_amount, base), (Step(amount, rate),)


_ANY = CategoryKind.EXPENSE


def _missing(total: Total) -> Total:
    return replace(
        total,
        base_amount=0,
        missing_amount=total.amount,
        missing_count=total.count,
        bank_count=0,
    )
