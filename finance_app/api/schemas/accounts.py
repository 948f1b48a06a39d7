"""Accounts, as programs see and send them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Amount, Key, Shown, Wanted, WantedAmount
from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.currencies import require_currency
from finance_app.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finance_app.domain.accounts import AccountView


def require_account(currencies: Mapping[int, str], account_id: int, field: str) -> str:
    """Return the currency of an account.

    Args:
        currencies: those of the book's accounts.

    Raises:
        NotFoundError: it is none of them; the error names the field.
    """
    if account_id not in currencies:
        raise NotFoundError("There is no such account in this book.", field=field)
    return currencies[account_id]


class Account(Shown):
    """An account of a book."""

    id: Key
    name: str = Field(examples=["Checking"])
    kind: AccountKind
    currency: str = Field(examples=["EUR"])
    opening_day: date
    opening: Amount = Field(description="What was on it before its first entry.")
    balance: Amount = Field(description="What all its entries leave on it, also those to come.")
    closed_on: date | None
    bank_number: str = Field(description="As the bank’s files name it.")

    @classmethod
    def of(cls, view: AccountView) -> Self:
        """Return an account as programs get it."""
        return cls(
            id=view.id,
            name=view.name,
            kind=view.kind,
            currency=view.currency,
            opening_day=view.opening_day,
            opening=Amount.of(view.opening),
            balance=Amount.of(view.balance),
            closed_on=view.closed_on,
            bank_number=view.bank_number,
        )


class WantedAccount(Wanted):
    """An account to be."""

    name: str = Field(examples=["Checking"])
    kind: AccountKind = AccountKind.CHECKING
    currency: str = Field(examples=["EUR"])
    opening_day: date
    opening: WantedAmount | None = Field(
        default=None, description="In the account’s currency; nothing is on it where this is null."
    )
    bank_number: str = ""

    def draft(self) -> AccountDraft:
        """Return what is to be opened.

        Raises:
            InvalidInputError: the currency or the amount cannot be; the error names the field.
        """
        currency = require_currency(self.currency)
        return AccountDraft(
            self.name,
            self.kind,
            currency,
            self.opening_day,
            self.opening.minor("opening", currency) if self.opening else 0,
            self.bank_number,
        )


class ChangedAccount(Wanted):
    """What is to be different about an account; what is left out stays."""

    name: str = Field(default="", examples=["Joint account"])
    kind: AccountKind = AccountKind.OTHER
    currency: str = Field(default="", description="Stays once there are entries.")
    opening_day: date = date.min
    opening: WantedAmount | None = None
    bank_number: str = ""

    def draft(self, view: AccountView) -> AccountDraft:
        """Return what an account is to become.

        Raises:
            InvalidInputError: the currency or the amount cannot be; the error names the field.
        """
        sent = self.model_fields_set
        currency = require_currency(self.currency) if "currency" in sent else view.currency
        opening = view.opening.amount
        if "opening" in sent:
            opening = self.opening.minor("opening", currency) if self.opening else 0
        return AccountDraft(
            self.name if "name" in sent else view.name,
            self.kind if "kind" in sent else view.kind,
            currency,
            self.opening_day if "opening_day" in sent else view.opening_day,
            opening,
            self.bank_number if "bank_number" in sent else view.bank_number,
        )


class WantedEnd(Wanted):
    """The day at whose end an account is closed."""

    on: date
