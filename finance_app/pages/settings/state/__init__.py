"""What a user has chosen, for themselves and for their book, and choosing something else."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Role
from finance_app.domain.weeks import FirstDay
from finance_app.pages.settings import rows
from finance_app.services import books, callers, preferences, recomputing
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.recomputing import show_change
from finance_app.ui.regions import currency_options, paid_options
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """The form's answers."""

    region: Line
    time_zone: Line
    display_currency: Line
    first_day: Annotated[FirstDay, Field(strict=False)]


class Currency(Arguments):
    """The currency that is asked for."""

    base_currency: Line


class SettingsState(SessionState):
    """What the form shows."""

    region: str = ""
    time_zone: str = ""
    display_currency: str = ""
    first_day: str = ""
    first_days: list[Option] = []
    currencies: list[Option] = []

    _fields: ClassVar = frozenset({"region", "time_zone", "display_currency", "first_day"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what is chosen."""
        actor = await self._actor()
        self.region, self.time_zone = actor.region, actor.time_zone
        self.display_currency = actor.display_currency
        self.first_day, self.first_days = actor.first_day, rows.first_days(actor.region)
        offered = currency_options(actor.today, actor.currencies)
        self.currencies = [Option("", "The book’s own currency"), *offered]

    @handler(Access.SIGNED_IN)
    async def save(self, form: dict[str, Any]) -> None:
        """Keep another choice; every page shows it from now on."""
        chosen = Chosen.of(form)
        given = (chosen.region, chosen.time_zone, chosen.display_currency)
        actor = await self._actor()
        await db.tell(preferences.change, actor, *given, first_day=chosen.first_day)
        callers.forget(callers.token_in(self.router.headers.cookie))
        self.region, self.time_zone, self.display_currency = given
        self.first_day, self.first_days = chosen.first_day, rows.first_days(chosen.region)
        self._say("Saved.")


class CurrencyState(SessionState):
    """The book's currency; `wanted` is the one that is asked about, nothing where none is.

    Args:
        is_owner: whose choice it is.
        behind: what was left unconverted when that was cancelled; nothing where nothing was.
    """

    wanted: str = ""
    title: str = ""
    is_owner: bool = False
    behind: str = ""
    paid: list[Option] = []
    _changed_to: str = ""
    _told: str = ""

    _fields: ClassVar = frozenset({"base_currency"})
    _routes: ClassVar = (links.SETTINGS,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the book has."""
        self.wanted = ""
        await self._renew()

    @handler(Access.OWNER)
    async def ask(self, answers: dict[str, Any]) -> None:
        """Ask whether that currency is meant."""
        code, actor = books.known_currency(Currency.of(answers).base_currency), await self._actor()
        if code == actor.base_currency:
            self._say(f"The book is in {code} already.")
            return
        self.wanted, self.title = code, rows.question(actor.base_currency, code)

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Leave the currency as it is."""
        self.wanted = ""

    @handler(Access.OWNER)
    async def change(self) -> None:
        """Give the book the currency that was asked about."""
        code, self.wanted = self.wanted, ""
        actor = await self._actor()
        set_id = await db.tell(books.change_currency, actor, code)
        await show_change(self, actor)
        found = await db.ask(recomputing.get, actor.book_id)
        self._changed_to, self._told = code, rows.changed(code, await self._actor(), found)
        self._say(self._told, undo=set_id)
        await self._renew()

    @handler(Access.OWNER)
    async def resume(self) -> None:
        """Convert what was left unconverted."""
        actor = await self._actor()
        await db.tell(recomputing.resume, actor)
        await show_change(self, actor)
        await self._renew()

    async def _renew(self) -> None:
        actor = await self._actor()
        self.paid = paid_options(actor.today, actor.currencies)
        self.is_owner = actor.role is Role.OWNER
        found = await db.ask(recomputing.get, actor.book_id)
        self.behind = rows.behind(found)
        said = rows.changed(self._changed_to, actor, found)
        if self.notice and self.notice == self._told != said:  # it says what is so no longer
            self._told = said
            self._say(said, undo=self._undo_id if said else None)
