"""What the book of `lost_rates` comes to without some rates: reckoned here, not by the app."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from tests.lost_rates import (
    ABROAD,
    BY_BANK,
    EARNED,
    OPENINGS,
    QUOTED,
    RECEIVED,
    SAID,
    SENT,
    SPENT,
    balance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

BASE = "EUR"
BY_DAY = ("end", "today")


@dataclass(frozen=True)
class Booked:
    """An entry: what the bank said that it is in the base currency, where it said so."""

    code: str
    amount: int
    by_bank: int | None = None


@dataclass(frozen=True)
class Sum:
    """What is known of a sum in the currency shown, and what could not be converted."""

    known: int
    missing: dict[str, int]

    @property
    def one_to_one(self) -> int:
        """What it would be if what is missing were taken for the currency shown."""
        return self.known + sum(self.missing.values())


AFAR = [Booked("USD", BY_BANK, SAID), Booked(BASE, ABROAD)]
SPENDING = [*(Booked(*one) for one in SPENT.items()), *AFAR]
INCOME = [Booked(*one) for one in EARNED.items()]
WORTH = [Booked(code, balance(code)) for code in OPENINGS]
LISTED = [
    *INCOME,
    *(Booked(one.code, -one.amount, one.by_bank and -one.by_bank) for one in SPENDING),
    *(Booked(code, -amount) for code, amount in SENT.items()),
    *(Booked(code, amount) for code, amount in RECEIVED.items()),
]


def of(entries: Iterable[Booked], basis: str, shown: str, lost: Iterable[str]) -> Sum:
    """Add entries up as a basis says, in the currency shown."""
    gone = set(lost)
    if basis in BY_DAY:
        sums: dict[str, int] = defaultdict(int)
        for one in entries:
            sums[one.code] += one.amount
        return _shown(sums, shown, gone)
    known, missing = 0, defaultdict[str, int](int)
    for one in entries:
        said = one.by_bank if basis == "bank" else None
        if said is None and one.code in gone:
            missing[one.code] += one.amount
        else:
            known += _converted(one.amount, one.code, BASE) if said is None else said
    last = _shown({BASE: known}, shown, gone)
    return Sum(last.known, missing | last.missing)


def _shown(sums: dict[str, int], shown: str, gone: set[str]) -> Sum:
    known, missing = 0, {}
    for code, amount in sums.items():
        if code != shown and {code, shown} & gone:
            missing[code] = amount
        else:
            known += _converted(amount, code, shown)
    return Sum(known, missing)


def _converted(amount: int, code: str, shown: str) -> int:
    if code == shown:
        return amount
    per_euro = {BASE: "1"} | QUOTED
    finer = {"JPY": 0}
    of_unit = Decimal(amount).scaleb(finer.get(shown, 2) - finer.get(code, 2))
    exact = of_unit * Decimal(per_euro[shown]) / Decimal(per_euro[code])
    return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
