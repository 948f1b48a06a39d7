"""Exchange rates, as programs see and send them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rates import Path

if TYPE_CHECKING:
    from finance_app.domain.own_rate_rules import OwnRateView
    from finance_app.domain.rates import Rate as Found
    from finance_app.services.rate_views import Current

VALUE = r"^[0-9]{1,13}(\.[0-9]{1,18})?$"


class Rate(Shown):
    """How much of another currency one unit is worth, and where that comes from."""

    value: str = Field(examples=["0.9199"], description="Its first 60 digits.")
    day: date = Field(description="The one that it was published for.")
    age: int = Field(description="How many days that is before the one asked for.")
    source: str = Field(examples=["ecb"])
    path: Path = Field(description="Whether it was published so, turned round, or made of two.")

    @classmethod
    def of(cls, rate: Found) -> Self:
        """Return a rate as programs get it."""
        return cls(
            value=f"{rate.value:f}", day=rate.day, age=rate.age, source=rate.source, path=rate.path
        )


class CurrentRate(Shown):
    """Today's rate of a currency to the book's base currency."""

    currency: str = Field(examples=["USD"])
    rate: Rate | None = Field(description="Null where none is known.")

    @classmethod
    def of(cls, current: Current) -> Self:
        """Return it as programs get it."""
        rate = Rate.of(current.rate) if current.rate else None
        return cls(currency=current.currency, rate=rate)


class OwnRateShown(Shown):
    """A rate that the book states itself."""

    id: Key
    origin: str = Field(examples=["USD"])
    target: str = Field(examples=["EUR"])
    day: date
    until: date | None = Field(description="The last day that it holds for; null is `day` alone.")
    value: str = Field(examples=["0.92"])

    @classmethod
    def of(cls, view: OwnRateView) -> Self:
        """Return it as programs get it."""
        rate = view.rate
        return cls(
            id=view.id,
            origin=rate.origin,
            target=rate.target,
            day=rate.day,
            until=rate.until,
            value=f"{rate.value:f}",
        )


class WantedRate(Wanted):
    """A rate to be stated, or what one is to become."""

    origin: str = Field(examples=["USD"])
    target: str = Field(examples=["EUR"])
    day: date
    until: date | None = None
    value: str = Field(pattern=VALUE, examples=["0.92"])
    confirmed: bool = Field(
        default=False, description="It is meant, though it is far from what is known."
    )

    def stated(self) -> OwnRate:
        """Return the rate."""
        return OwnRate(self.origin, self.target, self.day, Decimal(self.value), self.until)
