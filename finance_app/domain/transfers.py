"""Transfers: money that changes its place, two entries whose lines point at each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Self

from finance_app.domain.entries import EntryDraft
from finance_app.domain.money import EXACT, require_holdable
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import date

    from finance_app.domain.money import Money
    from finance_app.domain.rates import Rate


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """A transfer as somebody wants it; amounts are positive minor units of each account.

    Args:
        sent: what arrives, in the paying account's currency: without the fee.
        received: the same in the other account's currency.
        fee: what the bank keeps, paid on top by the paying account.
        arrived: the day it is on the other account; the same day where it is None.
    """

    from_id: int
    to_id: int
    day: date
    sent: int
    received: int
    note: str = ""
    fee: int = 0
    fee_category_id: int | None = None
    arrived: date | None = None

    def checked(self) -> Self:
        """Return the draft with its note trimmed and its second day filled in.

        Raises:
            InvalidInputError: a side, an amount, a day or the note cannot be; names the field.
        """
        if self.from_id == self.to_id:
            raise InvalidInputError("Choose another account for the money to go to.", field="to")
        for name, amount in (("amount", self.sent), ("received", self.received)):
            if amount <= 0:
                raise InvalidInputError("Enter an amount above zero.", field=name)
            require_holdable(amount)
        if self.fee < 0:
            raise InvalidInputError("Enter a fee of zero or more.", field="fee")
        require_holdable(self.sent + self.fee)
        outward = EntryDraft(self.from_id, self.day, -self.sent, note=self.note).checked()
        arrived = self.arrived or self.day
        if arrived < self.day:
            raise InvalidInputError("Money cannot arrive before it was sent.", field="arrived")
        EntryDraft(self.to_id, arrived, self.received).checked()
        return replace(self, note=outward.note, arrived=arrived)


FAR = Decimal("0.03")
"""How far a transfer's rate may be off the day's before it is pointed out."""


def off(sent: Money, received: Money, rate: Rate) -> Decimal:
    """Return by which share more, or less, arrived than the day's rate says: −0.03 is 3 % less."""
    with localcontext(EXACT):
        return received.decimal / (sent.decimal * rate.value) - 1


@dataclass(frozen=True, slots=True)
class Side:
    """One entry of a transfer, as the user sees it."""

    entry_id: int
    version: int
    account_id: int
    account: str
    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer; amounts are positive, `paid` without the fee."""

    paying: Side
    receiving: Side
    note: str
    fee: Money
    fee_category_id: int | None

    @property
    def implied_rate(self) -> Decimal | None:
        """What one unit sent was worth on arrival; None within one currency."""
        sent, received = self.paying.amount, self.receiving.amount
        if sent.currency == received.currency:
            return None
        return EXACT.divide(received.decimal, sent.decimal)
