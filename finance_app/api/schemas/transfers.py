"""Transfers, as programs see and send them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.accounts import require_account
from finance_app.api.schemas.common import Amount, Key, Shown, Wanted, WantedAmount
from finance_app.domain.transfers import TransferDraft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finance_app.domain.transfers import Side, TransferView


class TransferSide(Shown):
    """One side of a transfer."""

    entry_id: Key
    account_id: Key
    account: str
    day: date
    amount: Amount = Field(description="Above zero, without the fee.")

    @classmethod
    def of(cls, side: Side) -> Self:
        """Return a side as programs get it."""
        return cls(
            entry_id=side.entry_id,
            account_id=side.account_id,
            account=side.account,
            day=side.day,
            amount=Amount.of(side.amount),
        )


class Transfer(Shown):
    """Money that changes its place. Its key is that of the paying entry."""

    id: Key
    paying: TransferSide
    receiving: TransferSide
    note: str
    fee: Amount = Field(description="What the bank keeps, paid on top.")
    fee_category_id: Key | None

    @classmethod
    def of(cls, view: TransferView) -> Self:
        """Return a transfer as programs get it."""
        return cls(
            id=view.paying.entry_id,
            paying=TransferSide.of(view.paying),
            receiving=TransferSide.of(view.receiving),
            note=view.note,
            fee=Amount.of(view.fee),
            fee_category_id=view.fee_category_id,
        )


class WantedTransfer(Wanted):
    """A transfer to be, or what one is to become. Its amounts are above zero."""

    from_id: Key
    to_id: Key
    day: date
    sent: WantedAmount = Field(description="In the paying account’s currency, without the fee.")
    received: WantedAmount | None = Field(
        default=None, description="In the other account’s currency; null is what was sent."
    )
    arrived: date | None = Field(default=None, description="Null is the same day.")
    note: str = ""
    fee: WantedAmount | None = None
    fee_category_id: Key | None = None

    def draft(self, currencies: Mapping[int, str]) -> TransferDraft:
        """Return what is wanted.

        Args:
            currencies: those of the book's accounts.

        Raises:
            InvalidInputError: an amount cannot be; the error names the field.
            NotFoundError: an account is none of the book's.
        """
        paying = require_account(currencies, self.from_id, "from_id")
        receiving = require_account(currencies, self.to_id, "to_id")
        received = self.received or self.sent
        return TransferDraft(
            self.from_id,
            self.to_id,
            self.day,
            self.sent.minor("sent", paying),
            received.minor("received", receiving),
            self.note,
            self.fee.minor("fee", paying) if self.fee else 0,
            self.fee_category_id,
            self.arrived,
        )
