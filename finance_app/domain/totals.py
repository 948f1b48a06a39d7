"""Monthly totals, and their sentinels where a line has no category of its own.

Sentinels are numbers rather than nulls because a null in a unique key defeats an upsert. Money in
and out without a category are kept apart: only a category says that a refund nets its spending.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from finance_app.domain.money import Money

UNCATEGORISED_OUT = 0
TRANSFER = -1
UNCATEGORISED_IN = -2

NOBODY = 0
"""Among payees: entries that name none."""


@dataclass(slots=True)  # a frozen one takes four times as long to make, and there are many
class Total:
    """Lines of one month, purpose and currency added up; the month is whole or a part of it.

    Nobody changes one.

    Args:
        month: its first day.
        purpose: a category, or a sentinel; never a transfer.
        currency: what `amount` and `missing_amount` are in.
        base_amount: the lines that could be converted, signed, in the currency shown.
        count: all lines.
        missing_amount: the lines that could not be converted, signed.
        missing_count: how many these are.
        payee_id: whose they are, where lines were added up by payee.
        amount: all lines, signed.
        bank_count: how many of those that could be converted are so by the bank's own rate.
        own: the same as it is on accounts, where `amount` is in the book's currency instead.
    """

    month: date
    purpose: int
    currency: str
    base_amount: int
    count: int
    missing_amount: int = 0
    missing_count: int = 0
    payee_id: int | None = None
    amount: int = 0
    bank_count: int = 0
    own: Money | None = None

    def converted_to(self, base_amount: int) -> Total:
        """Return the same with all of it converted; there are many, and `replace` is slow."""
        return Total(
            self.month,
            self.purpose,
            self.currency,
            base_amount,
            self.count,
            0,
            0,
            self.payee_id,
            self.amount,
            self.bank_count,
            self.own,
        )
