"""Accounts: the places where money is."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from finance_app.domain.accounts import AccountKind
from finance_app.models.columns import big, currency_code, holdable, in_book, key_field, one_of


class Account(SQLModel, table=True):
    """A place where money is, in one currency.

    `opening_balance` is in minor units at the start of `opening_day`. `bank_number` is how its
    bank's files name it, so that the next file finds it.
    """

    __table_args__ = (
        in_book(),
        one_of("kind", AccountKind),
        currency_code(),
        holdable("opening_balance"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    name: str = Field(max_length=100)
    kind: str = Field(max_length=20)
    currency: str = Field(max_length=3)
    opening_balance: int = big(default=0)
    opening_day: date
    closed_on: date | None = None
    position: int = 0
    bank_number: str = Field(default="", max_length=100)
    version: int = 1
    change_id: int = big()
