"""One page of the book's own rates."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.rates.rows import own
from finance_app.pages.rates.rows.own import PairGroup
from finance_app.pages.rates.state.shown import RatesState
from finance_app.services import own_rates
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """A rate as the user saw it."""

    key: Key
    version: Key


class OwnRatesState(SessionState):
    """What is listed."""

    groups: list[PairGroup] = []
    earlier: str = ""
    later: str = ""
    _routes: ClassVar[tuple[str, ...]] = (links.RATES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the page that the address asks for."""
        await self._refresh(await self._actor())

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete a rate; the notice offers to bring it back."""
        given, actor = Version.of({"key": key, "version": version}), await self._actor()
        one = await db.ask(own_rates.get, actor, given.key)
        set_id = await db.tell(own_rates.delete, actor, given.key, given.version)
        await self._show_all(actor)
        self._say(f"Deleted {own.row(one, actor).said}.", undo=set_id)

    async def _show_all(self, actor: Actor) -> None:
        """Show the rates that convert as well, which own ones decide."""
        await self._refresh(actor)
        shown = await self.get_state(RatesState)
        await shown._refresh(actor)  # noqa: SLF001  private to the browser only

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        query = dict(self.router.url.query_parameters)
        after, before = (own.place_of(query.get(f"own_{name}", "")) for name in ("after", "before"))
        page = await db.ask(own_rates.page, actor, after=after, before=before)
        self.groups = own.groups(page, actor)
        self.earlier, self.later = own.hrefs(page, query)
