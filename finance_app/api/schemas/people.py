"""The user themselves, and all users for administrators."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.actors import Theme
from finance_app.domain.weeks import FirstDay

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from finance_app.services.administration import UserView


class Preferences(Shown):
    """What a user has chosen for themselves."""

    email: str = Field(examples=["ada@example.org"])
    name: str
    region: str = Field(examples=["de_AT"])
    time_zone: str = Field(examples=["Europe/Vienna"])
    display_currency: str = Field(description="Empty is the book’s base currency.")
    first_day: FirstDay
    theme: Theme

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """Return them as programs get them."""
        return cls(
            email=actor.email,
            name=actor.name,
            region=actor.region,
            time_zone=actor.time_zone,
            display_currency=actor.display_currency,
            first_day=actor.first_day,
            theme=actor.theme,
        )


class ChangedPreferences(Wanted):
    """What is to be different; what is left out stays."""

    name: str | None = None
    region: str | None = Field(default=None, max_length=20)
    time_zone: str | None = Field(default=None, max_length=60)
    display_currency: str | None = Field(default=None, max_length=10)
    first_day: FirstDay | None = None
    theme: Theme | None = None

    def places(self, actor: Actor) -> tuple[str, str, str | None, FirstDay]:
        """Return region, time zone, currency and first day of the week as they are to be.

        No currency leaves the one that was chosen.
        """
        return (
            actor.region if self.region is None else self.region,
            actor.time_zone if self.time_zone is None else self.time_zone,
            self.display_currency,
            actor.first_day if self.first_day is None else self.first_day,
        )


class User(Shown):
    """Somebody with an account."""

    id: Key
    email: str = Field(examples=["ada@example.org"])
    created_at: datetime
    seen_at: datetime | None
    is_admin: bool
    is_disabled: bool
    has_factors: bool = Field(description="A second factor is on.")
    browsers: int = Field(description="That are signed in.")
    delete_after: datetime | None = Field(description="When the account goes; null is never.")

    @classmethod
    def of(cls, view: UserView) -> Self:
        """Return a user as programs get them."""
        return cls(
            id=view.id,
            email=view.email,
            created_at=view.created_at,
            seen_at=view.seen_at,
            is_admin=view.is_admin,
            is_disabled=view.is_disabled,
            has_factors=view.has_factors,
            browsers=view.browsers,
            delete_after=view.delete_after,
        )


class Done(Shown):
    """To whom something was done."""

    email: str
