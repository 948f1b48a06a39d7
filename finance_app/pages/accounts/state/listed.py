"""The accounts by kind as they stand on a day, their order, and what ends them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import reflex as rx
from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.category_places import Way
from finance_app.pages.accounts.rows import listed, worth
from finance_app.pages.accounts.rows.listed import KindText
from finance_app.pages.accounts.rows.worth import WorthText
from finance_app.services import account_ends, accounts
from finance_app.services.accounts import Standings
from finance_app.ui import days, links
from finance_app.ui.arguments import Arguments, Key, OptionalKey
from finance_app.ui.components.as_of import AsOfText
from finance_app.ui.components.note import NoteText
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """An account as the user saw it."""

    key: Key
    version: Key


class Step(Version):
    """An account and which way it goes."""

    way: Annotated[Way, Field(strict=False)]


class Drop(Step):
    """An account, and beside which one it goes."""

    target: OptionalKey


class AccountsState(SessionState):
    """The accounts by kind, what they are worth, and what is to come."""

    kinds: list[KindText] = []
    closed: KindText = KindText()
    worth: WorthText = WorthText()
    upcoming: NoteText = NoteText()
    as_of: AsOfText = AsOfText()
    any_there: bool = False
    loaded: bool = False
    _routes: ClassVar[tuple[str, ...]] = (links.ACCOUNTS,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the accounts as they stand on the day that the address asks for."""
        actor = await self._actor()
        _, wrong = days.found(self.router.url.query_parameters, actor.today)
        await self._refresh(actor)
        self.loaded = True
        if wrong:
            self._fail(wrong)

    @handler(Access.SIGNED_IN)
    async def choose_day(self, answers: dict[str, Any]) -> Any:
        """Show the balances of another day."""
        actor = await self._actor()
        return rx.redirect(links.accounts(days.chosen(answers, actor.today)))

    @handler(Access.EDITOR)
    async def drop(self, answers: dict[str, Any]) -> None:
        """Move an account where it was dropped, or the way that a key says."""
        given = Drop.of(answers)
        await self._move(given.key, given.version, given.way, given.target)

    @handler(Access.EDITOR)
    async def step(self, key: str, version: str, way: str) -> None:
        """Move an account a step up or down."""
        given = Step.of({"key": key, "version": version, "way": way})
        await self._move(given.key, given.version, given.way, None)

    @handler(Access.EDITOR)
    async def reopen(self, key: str, version: str) -> None:
        """Open a closed account again."""
        chosen, actor = Version.of({"key": key, "version": version}), await self._actor()
        set_id = await db.tell(account_ends.reopen, actor, chosen.key, chosen.version)
        account = await db.ask(accounts.get, actor, chosen.key)
        await self._refresh(actor)
        self._say(f"Reopened {account.name}.", undo=set_id)

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete an account without entries; the notice offers to bring it back."""
        chosen, actor = Version.of({"key": key, "version": version}), await self._actor()
        account = await db.ask(accounts.get, actor, chosen.key)
        set_id = await db.tell(accounts.delete, actor, chosen.key, chosen.version)
        await self._refresh(actor)
        self._say(f"Deleted {account.name}.", undo=set_id)

    async def _move(self, key: int, version: int, way: Way, target: int | None) -> None:
        actor = await self._actor()
        set_id = await db.tell(accounts.move, actor, key, version, way, target)
        found = await self._refresh(actor)
        views = [one.account for one in found.accounts]
        self._say(listed.where(views, key, stays=set_id is None), undo=set_id)

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> Standings:
        day, _ = days.found(self.router.url.query_parameters, actor.today)
        found = await db.ask(accounts.standing, actor, day)
        self.kinds = listed.kinds(found, actor)
        self.closed = listed.closed(found, actor)
        self.any_there = bool(found.accounts)
        self.worth = worth.worth_text(found.worth, actor)
        self.upcoming = worth.upcoming(found, actor)
        self.as_of = days.as_of(day, actor, links.accounts)
        return found
