"""What the shapes of all nouns share: keys as text, money, pages.

Keys have 63 bits, more than a JavaScript number holds, so they are text. Amounts are text in major
units with all the currency's decimals; a number would lose cents on its way.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Self

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from finance_app.domain.currencies import DECIMALS, require_currency
from finance_app.domain.entries import LARGEST_KEY
from finance_app.domain.money import Money, is_exact, to_minor
from finance_app.errors import (
    AppError,
    CurrencyMismatchError,
    InvalidAmountError,
    InvalidInputError,
)

AMOUNT = r"^-?[0-9]{1,17}(\.[0-9]{1,18})?$"
_KEY = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)


def key_of(value: object) -> int:
    """Return a key.

    Raises:
        ValueError: it is none.
    """
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _KEY.fullmatch(text) or int(text) > LARGEST_KEY:
        raise ValueError("a key has up to 19 digits")
    return int(text)


Key = Annotated[
    int,
    BeforeValidator(key_of),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": "^[1-9][0-9]{0,18}$", "examples": ["7468283410022305793"]}
    ),
]


Fields = Annotated[
    str, Query(max_length=300, description="The only ones wanted, with commas between them.")
]


class Shown(BaseModel):
    """What programs get."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class Wanted(BaseModel):
    """What programs send. A field that is unknown is a mistake, not a wish that is ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Amount(Shown):
    """An amount of a currency, exactly as it is kept."""

    amount: str = Field(pattern=AMOUNT, examples=["12.30"])
    currency: str = Field(pattern="^[A-Z0-9]{3,10}$", examples=["EUR"])

    @classmethod
    def of(cls, money: Money) -> Self:
        """Return an amount as programs get it."""
        return cls(amount=f"{money.decimal:f}", currency=money.currency)


class WantedAmount(Wanted):
    """An amount of a currency, with at most its decimals."""

    amount: str = Field(pattern=AMOUNT, examples=["12.30"])
    currency: str = Field(max_length=10, examples=["EUR"])

    def minor(self, field: str, currency: str | None = None) -> int:
        """Return it in minor units.

        Args:
            field: what it is called where it was sent.
            currency: the one that it has to be in.

        Raises:
            InvalidInputError: there is no such currency, it has fewer decimals, or the amount is
                larger than a book can hold; the error names the field.
        """
        try:
            return self._minor(currency)
        except AppError as error:
            raise InvalidAmountError(error.message, field=field) from error

    def _minor(self, currency: str | None) -> int:
        code = require_currency(self.currency)
        if currency is not None and code != currency:
            raise CurrencyMismatchError(code, currency)
        value = Decimal(self.amount)
        if not is_exact(value, code):
            decimals = DECIMALS[code] or "no"
            raise InvalidAmountError(f"{code} has {decimals} decimals; “{self.amount}” has more.")
        return to_minor(value, code)


class Page[Item: Shown](Shown):
    """A part of a list; `next` is the cursor of the part after it, null where it is the last."""

    items: tuple[Item, ...]
    next: str | None = Field(default=None, examples=["2026-11-23.7468283410022305793"])
    fields: tuple[str, ...] = Field(default=(), exclude=True)

    def only(self, fields: str) -> Self:
        """Return the page with only some fields of each thing, `id` among them.

        Args:
            fields: their names with commas between them; nothing for all.

        Raises:
            InvalidInputError: there is no such field.
        """
        if not fields:
            return self
        known = type(self).model_fields["items"].annotation.__args__[0].model_fields  # type: ignore[union-attr]  # a tuple of shapes
        names = dict.fromkeys(["id", *(one.strip() for one in fields.split(","))])
        if unknown := [one for one in names if one not in known]:
            said = f"There is no field “{unknown[0][:40]}”; there are {', '.join(known)}."
            raise InvalidInputError(said, field="fields")
        return self.model_copy(update={"fields": tuple(names)})
