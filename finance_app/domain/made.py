"""What a figure is made of: amounts as they are on accounts, by currency, and converted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finance_app.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finance_app.domain.totals import Total


@dataclass(frozen=True, slots=True)
class Made:
    """What a figure is made of in one currency; amounts count like the figure does.

    Args:
        original: as it is on the accounts.
        converted: as it is in the figure; None where there is no rate.
        count: how many lines.
        bank_count: how many of them are converted at the bank's own rate.
    """

    original: Money
    converted: Money | None
    count: int
    bank_count: int = 0


def made_of(totals: Iterable[Total], sign: int, currency: str) -> tuple[Made, ...]:
    """Return what totals are made of, by currency; what has no rate apart.

    Args:
        sign: −1 where money out counts as positive.
        currency: that they are converted to.
    """
    sums: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for total in totals:
        known = total.count - total.missing_count
        if known:
            kept = sums[total.currency, True]
            kept[0] += total.amount - total.missing_amount
            kept[1] += total.base_amount
            kept[2] += known
            kept[3] += total.bank_count
        if total.missing_count:
            missing = sums[total.currency, False]
            missing[0] += total.missing_amount
            missing[2] += total.missing_count
    return tuple(
        Made(
            Money(sign * amount, code),
            Money(sign * converted, currency) if is_known else None,
            count,
            bank_count,
        )
        for (code, is_known), (amount, converted, count, bank_count) in sorted(sums.items())
    )


def summed(parts: Iterable[tuple[Made, ...]]) -> tuple[Made, ...]:
    """Add up what several figures are made of."""
    found: dict[tuple[str, bool], Made] = {}
    for one in (one for part in parts for one in part):
        key = (one.original.currency, one.converted is not None)
        found[key] = _with(found[key], one) if key in found else one
    return tuple(found[key] for key in sorted(found))


def negated(made: tuple[Made, ...]) -> tuple[Made, ...]:
    """Return the same with its signs turned."""
    return tuple(
        replace(one, original=-one.original, converted=one.converted and -one.converted)
        for one in made
    )


def _with(one: Made, other: Made) -> Made:
    both = one.converted
    if one.converted is not None and other.converted is not None:
        both = one.converted + other.converted
    counts = (one.count + other.count, one.bank_count + other.bank_count)
    return Made(one.original + other.original, both, *counts)
