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
        between: as it is in the book's currency, where that was one step and the figure's another.
    """

    original: Money
    converted: Money | None
    count: int
    bank_count: int = 0
    between: Money | None = None

    @property
    def is_converted(self) -> bool:
        """Whether it took any rate to come from the one to the other, or would have."""
        return self.between is not None or self.original.currency != (
            self.converted.currency if self.converted else ""
        )


def made_of(totals: Iterable[Total], sign: int, currency: str) -> tuple[Made, ...]:
    """Return what totals are made of, by currency; what has no rate apart.

    Args:
        sign: −1 where money out counts as positive.
        currency: that they are converted to.
    """
    sums: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    step = ""  # the currency between, where there is one
    for total in totals:
        known = total.count - total.missing_count
        if known:
            code, amount = total.currency, total.amount - total.missing_amount
            kept = sums[total.own.currency if total.own else code, True]
            if total.own:
                kept[4] += amount
                step, amount = code, total.own.amount
            kept[0] += amount
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
            Money(sign * between, step) if is_known and step not in ("", code) else None,
        )
        for (code, is_known), (amount, converted, count, bank_count, between) in sorted(
            sums.items()
        )
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
        replace(
            one,
            original=-one.original,
            converted=one.converted and -one.converted,
            between=one.between and -one.between,
        )
        for one in made
    )


def _with(one: Made, other: Made) -> Made:
    return Made(
        one.original + other.original,
        _both(one.converted, other.converted),
        one.count + other.count,
        one.bank_count + other.bank_count,
        _both(one.between, other.between),
    )


def _both(one: Money | None, other: Money | None) -> Money | None:
    return one + other if one is not None and other is not None else one
