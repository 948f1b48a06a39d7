"""The book's own currencies."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.rates.rows import custom
from finance_app.pages.rates.rows.custom import CustomRow
from finance_app.pages.rates.state.shown import RatesState
from finance_app.services import callers, custom_currencies
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """A currency as the user saw it."""

    key: Key
    version: Key


class CustomCurrenciesState(SessionState):
    """What is listed."""

    customs: list[CustomRow] = []
    _routes: ClassVar[tuple[str, ...]] = (links.RATES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show them."""
        await self._refresh(await self._actor())

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete one that nothing is in; the notice offers to bring it back."""
        given, actor = Version.of({"key": key, "version": version}), await self._actor()
        one = await db.ask(custom_currencies.get, actor, given.key)
        set_id = await db.tell(custom_currencies.delete, actor, given.key, given.version)
        await self._show_all(actor)
        self._say(f"Deleted {one.currency.code} · {one.currency.name}.", undo=set_id)

    async def _show_all(self, actor: Actor) -> None:
        """Offer what there is now wherever a currency is chosen."""
        callers.forget_user(actor.user_id)
        await self._refresh(actor)
        shown = await self.get_state(RatesState)
        await shown._refresh(await self._actor())  # noqa: SLF001  private to the browser only

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        self.customs = custom.listed(await db.ask(custom_currencies.everything, actor), actor)
