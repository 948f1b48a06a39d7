"""Accounts: what kinds there are, what one is to be. What they are worth is in `domain.worth`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from finance_app.domain.currencies import require_currency
from finance_app.domain.money import Money, require_holdable
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError, Wrong

if TYPE_CHECKING:
    from datetime import date

LONGEST_NAME = 100


class AccountKind(StrEnum):
    """What an account is; loans and cards usually hold less than nothing."""

    CHECKING = "checking"
    SAVINGS = "savings"
    CASH = "cash"
    CARD = "card"
    LOAN = "loan"
    INVESTMENT = "investment"
    PROPERTY = "property"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account as somebody wants it; the opening balance in minor units of its currency."""

    name: str
    kind: AccountKind
    currency: str
    opening_day: date
    opening_balance: int = 0
    bank_number: str = ""

    def checked(self) -> Self:
        """Return the draft with its texts trimmed.

        Raises:
            InvalidInputError: the name, currency or balance cannot be used.
        """
        wrong = Wrong()
        with wrong:
            name = require_name(self.name)
        with wrong:
            currency = require_currency(self.currency)
        with wrong:
            require_holdable(self.opening_balance)
        wrong.tell()
        return replace(self, name=name, currency=currency)


def require_name(text: str) -> str:
    """Return an account's name with its spaces put in order.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    name = " ".join(storable(text).split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInputError(
            f"Give the account a name of at most {LONGEST_NAME} characters.", field="name"
        )
    return name


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as a screen shows it; `balance` counts what is dated after today too."""

    id: int
    version: int
    name: str
    kind: AccountKind
    currency: str
    opening_day: date
    opening: Money
    closed_on: date | None
    position: int
    bank_number: str
    balance: Money
