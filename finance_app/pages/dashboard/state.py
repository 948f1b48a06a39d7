"""What the dashboard remembers: the figures of the period that stands in the address."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.reports import gaps
from finance_app.pages.dashboard import rows
from finance_app.pages.dashboard.rows import ChartText, PayeeRow, RecentRow
from finance_app.ui import figures, links, periods
from finance_app.ui.components.figure import FigureText
from finance_app.ui.components.note import NoteText
from finance_app.ui.components.period import PeriodText
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class DashboardState(SessionState):
    """The period and its four figures."""

    loaded: bool = False
    empty: bool = False
    period: PeriodText = PeriodText()
    notes: list[NoteText] = []
    nothing: NoteText = NoteText()
    figures: list[FigureText] = []
    gaps: list[str] = []
    _routes: ClassVar[tuple[str, ...]] = (links.DASHBOARD,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the period that the address asks for."""
        await self._renew()
        self.loaded = True

    async def _renew(self) -> None:
        actor, query = await self._actor(), self.router.url.query_parameters
        found = await figures.found(self, actor)
        self.period = periods.period_text(
            found.period, today=actor.today, region=actor.region, href=links.dashboard
        )
        self.figures = figures.figures(found, actor)
        self.notes = figures.notes(found, actor, periods.asked(query))
        self.nothing = figures.nothing(found, actor, links.dashboard)
        self.gaps = list(gaps(found, actor.region))
        self.empty = found.is_empty
        drawn = await self.get_state(ChartsState)
        drawn._draw(found, actor, every=query.get("groups") == rows.ALL_GROUPS)  # noqa: SLF001  private so that the browser cannot call it

    @handler(Access.SIGNED_IN)
    async def choose_days(self, answers: dict[str, Any]) -> Any:
        """Show the days from one to another."""
        return rx.redirect(links.dashboard(periods.between(answers)))


class ChartsState(SessionState):
    """What is below the figures: charts, payees, recent entries."""

    flow: ChartText = ChartText()
    spending: ChartText = ChartText()
    worth: ChartText = ChartText()
    payees: list[PayeeRow] = []
    unspent: str = ""
    recent: list[RecentRow] = []

    def _draw(self, found: Dashboard, actor: Actor, *, every: bool) -> None:
        self.flow = rows.cash_flow(found, actor)
        self.spending = rows.spending(found, actor, every=every)
        self.worth = rows.net_worth(found, actor)
        self.payees = rows.payees(found, actor)
        self.unspent = rows.unspent(found)
        self.recent = rows.recent(found, actor)
