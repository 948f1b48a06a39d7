"""Money: integers of a currency's minor unit, rounding, and shares that sum to the whole.

No float ever holds money. Rounding is half-even and happens here alone. Reading what people type is
in `domain.amounts`, writing it in `domain.formatting`, converting in `domain.rates`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import TYPE_CHECKING, Self

from finance_app.domain.currencies import DECIMALS
from finance_app.errors import CurrencyMismatchError, InvalidAmountError

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 9 * 10**15  # minor units; the databases check it too
TOGETHER = 8 * 10**18  # of all lines of a book, signs apart: no sum of them leaves 64 bits
LARGE = 10**12  # without larger ones it would take eight million lines to come to `TOGETHER`
EXACT = Context(prec=60)  # digits: no product of an amount and two rates is cut


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency, in minor units. Adding two currencies is an error, not a guess."""

    amount: int
    currency: str

    @classmethod
    def of(cls, value: Decimal, currency: str) -> Self:
        """Round a decimal amount to the currency, half to even.

        Raises:
            InvalidAmountError: it is not finite or larger than a book can hold.
        """
        return cls(to_minor(value, currency), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with all the currency's decimals."""
        return Decimal(self.amount).scaleb(-DECIMALS[self.currency], EXACT)

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __str__(self) -> str:
        return f"{self.decimal:f} {self.currency}"


def to_minor(value: Decimal, currency: str) -> int:
    """Return a decimal amount in minor units, rounded half to even.

    Raises:
        InvalidAmountError: it is not finite or larger than a book can hold.
    """
    if not value.is_finite() or value.adjusted() > len(str(LIMIT)):
        raise InvalidAmountError("That amount is larger than a book can hold.", field="amount")
    with localcontext(EXACT):
        minor = int(value.scaleb(DECIMALS[currency]).quantize(Decimal(1), ROUND_HALF_EVEN))
    return require_holdable(minor)


def require_holdable(amount: int) -> int:
    """Return the amount when it is within `LIMIT`.

    Raises:
        InvalidAmountError: it is larger than a book can hold.
    """
    if abs(amount) > LIMIT:
        raise InvalidAmountError("That amount is larger than a book can hold.", field="amount")
    return amount


def require_summable(total: int) -> None:
    """Check what a book's amounts come to, signs apart.

    Raises:
        InvalidAmountError: some sum of them could be larger than the databases can hold.
    """
    if total > TOGETHER:
        raise InvalidAmountError(
            "With this the amounts would add up to more than a book can hold; check the amount.",
            field="amount",
        )


def is_exact(value: Decimal, currency: str) -> bool:
    """Say whether a decimal amount has no more decimals than its currency."""
    with localcontext(EXACT):
        scaled = value.scaleb(DECIMALS[currency])
        return scaled == scaled.to_integral_value()


def allot(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total by weights, by largest remainder, so that the shares sum to it exactly.

    Weights have one sign or are zero; with none above zero the first share takes all. Equal
    remainders go to the earlier share.
    """
    sizes = [abs(weight) for weight in weights]
    whole = sum(sizes)
    if whole == 0:
        return [total, *([0] * (len(sizes) - 1))] if sizes else []
    sign = -1 if total < 0 else 1
    shares = [divmod(abs(total) * size, whole) for size in sizes]
    left = abs(total) - sum(share for share, _ in shares)
    first = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))[:left]
    return [sign * (share + (place in first)) for place, (share, _) in enumerate(shares)]


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total by weights of any sign that do not sum to zero, so that the shares sum to it.

    Each share is rounded down and the units left over go to the largest remainders, the earlier
    share first.
    """
    whole = sum(weights)
    if whole < 0:
        return share(total, [-weight for weight in weights])
    shares = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(part for part, _ in shares)
    first = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))[:left]
    return [part + (place in first) for place, (part, _) in enumerate(shares)]
