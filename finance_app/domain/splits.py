"""Sharing an entry's amount among its parts: what is typed for each, and the rest for the others.

A part is an amount, a percentage of the whole, or nothing, which takes an equal share of what is
left. So a whole of empty parts is shared equally, and one empty part keeps the remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from finance_app.domain.amounts import MARKS, parse_number
from finance_app.domain.arithmetic import reckon
from finance_app.domain.money import allot
from finance_app.errors import InvalidAmountError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST, MOST = 2, 50  # parts
_WHOLE = Decimal(100)
_FINEST = 4  # decimals of a percentage


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked for a part: an amount in minor units, a percentage, or neither: the rest."""

    amount: int | None = None
    percent: Decimal | None = None

    @classmethod
    def parse(cls, text: str, currency: str, region: str) -> Self:
        """Read a part as it is typed: `12.50`, `3*4`, `40%`, or nothing.

        Raises:
            InvalidAmountError: it is none of these.
        """
        typed = text.strip()
        if not typed:
            return cls()
        if not typed.endswith("%"):
            return cls(amount=reckon(typed, currency, region))
        value, decimals = parse_number(typed[:-1].strip().translate(MARKS), region)
        if not 0 < value <= _WHOLE or len(decimals) > _FINEST:
            raise InvalidAmountError(
                "Write a percentage up to 100, with 4 decimals at most.", field="amount"
            )
        return cls(percent=value)


def shares(total: int, parts: Sequence[Part]) -> list[int]:
    """Return each part's amount in minor units; together they are the total.

    Percentages are of the total, rounded together by largest remainder; empty parts share equally
    what is left, the earlier ones first where it does not come out even.

    Raises:
        InvalidInputError: more than the total is asked for, or less and no part takes the rest.
    """
    percents = _percents(total, parts)
    fixed = [part.amount if percent is None else percent for part, percent in percents]
    left = total - sum(amount for amount in fixed if amount is not None)
    empty = fixed.count(None)
    if not empty:
        if left:
            raise UnsharedError(left)
        return [amount or 0 for amount in fixed]
    if left == 0 or (left < 0) != (total < 0) or abs(left) < empty:
        raise InvalidInputError(
            "Nothing is left for the empty parts; lower the others or remove these.", field="parts"
        )
    rest = iter(allot(left, [1] * empty))
    return [next(rest) if amount is None else amount for amount in fixed]


class UnsharedError(InvalidInputError):
    """The parts must add up to the amount."""

    def __init__(self, left: int) -> None:
        self.left = left  # minor units: what is not shared yet, negative where it is too much
        super().__init__(field="parts")


def _percents(total: int, parts: Sequence[Part]) -> list[tuple[Part, int | None]]:
    """Return the parts, each with its amount where it is a percentage."""
    asked = [part.percent for part in parts if part.percent is not None]
    over = _WHOLE - sum(asked, Decimal(0))
    if over < 0:
        raise InvalidInputError("The percentages are more than 100 together.", field="parts")
    weights = [int(one.scaleb(_FINEST)) for one in (*asked, over)]
    found = iter(allot(total, weights))
    return [(part, next(found) if part.percent is not None else None) for part in parts]
