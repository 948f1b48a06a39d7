"""Who publishes rates: how current each is, and asking them now."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.rates.rows import feeds
from finance_app.pages.rates.rows.feeds import BY_THEMSELVES, SWITCHED_OFF, FeedText
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.services import rate_feeds
from finance_app.ui import links
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job
from finance_app.ui.session import SessionState


class FeedsState(SessionState):
    """The publishers; `asks` where any is asked, `busy` while they are."""

    feeds: list[FeedText] = []
    busy: bool = False
    percent: int = 0
    note: str = BY_THEMSELVES
    asks: bool = True
    _routes: ClassVar[tuple[str, ...]] = (links.RATES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show how current each is."""
        await self._refresh(await self._actor())

    @handler(Access.EDITOR, background=True)
    async def refresh(self) -> None:
        """Ask them now, while the page stays live."""
        async with self:
            if self.busy:
                return  # pressed twice
            actor = await self._actor()
            self.busy, self.percent = True, 0
        job = Job()
        try:
            asking = db.fetch(rate_feeds.refresh, actor.now, anyway=True, progress=job.at)
            done = await job.followed(asking, lambda: self._show_step(job))
            async with self:
                await self._refresh(actor)
                await (await self.get_state(OwnRatesState))._show_all(actor)  # noqa: SLF001  private to the browser only
                self._say(feeds.came(done, actor.region, asks=self.asks))
                self.notice_trouble = bool(done.troubles)
        finally:
            async with self:
                self.busy = False

    async def _show_step(self, job: Job) -> None:
        async with self:
            self.percent = job.percent

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        found = await db.ask(rate_feeds.status, actor.now)
        self.feeds, self.asks = feeds.feeds(found, actor), any(one.is_on for one in found)
        self.note = BY_THEMSELVES if self.asks else SWITCHED_OFF
