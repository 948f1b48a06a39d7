"""Who acts, in which book, and when: the first argument of every use case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from finance_app.domain.currencies import ISO
from finance_app.domain.weeks import FirstDay
from finance_app.errors import ForbiddenError

if TYPE_CHECKING:
    from datetime import date, datetime

    from finance_app.domain.currencies import CustomCurrency


class Role(StrEnum):
    """What a member may do in a book."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Theme(StrEnum):
    """How a user wants the screens to look."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Actor:
    """A user at work in one of their books.

    Args:
        now: the instant of the call, aware and in UTC.
        time_zone: an IANA name; decides which day "today" is.
        region: a locale such as `de_DE`; decides how numbers and dates are read and written.
        base_currency: the book's.
        dashboard: how its cards are arranged, as `domain.cards` reads it.
        is_demo: whether the book's figures are invented.
        display_currency: what they want figures in; nothing is the book's base currency.
        currencies: the book's own, beside those of ISO 4217.
        name: what others in their books know them by; nothing where they did not say.
        delete_after: when their account is deleted, unless they keep it; None is never.
        first_day: the one that their weeks begin with.
        must_enrol: whether they have to set up a second factor before anything else.
        book_goes: when they lose the book, with an owner's account; None is never.
        network: that their session was opened from, no more exact than a town.
    """

    user_id: int
    book_id: int
    role: Role
    now: datetime
    time_zone: str = "UTC"
    region: str = "en_US"
    base_currency: str = "EUR"
    email: str = ""
    is_admin: bool = False
    theme: Theme = Theme.SYSTEM
    dashboard: str = ""
    is_demo: bool = False
    display_currency: str = ""
    currencies: tuple[CustomCurrency, ...] = ()
    name: str = ""
    delete_after: datetime | None = None
    first_day: FirstDay = FirstDay.REGION
    book_goes: datetime | None = None
    network: str = ""
    must_enrol: bool = False

    @property
    def shown_currency(self) -> str:
        """The currency that figures are shown in."""
        return self.display_currency or self.base_currency

    def has_currency(self, code: str) -> bool:
        """Say whether their book can use a currency."""
        return code in ISO or any(one.code == code for one in self.currencies)

    @property
    def today(self) -> date:
        """The day it is where the user lives."""
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def first_weekday(self) -> int:
        """The day that their weeks begin with, Monday being 0."""
        return self.first_day.weekday(self.region)

    def require_editor(self) -> None:
        """Refuse viewers.

        Raises:
            ForbiddenError: the actor may only look.
        """
        if self.role is Role.VIEWER:
            raise ForbiddenError("You may look at this book but not change it.")

    def require_owner(self) -> None:
        """Refuse everybody but owners.

        Raises:
            ForbiddenError: the actor is no owner of the book.
        """
        if self.role is not Role.OWNER:
            raise ForbiddenError("Only an owner of this book may do that.")
