"""What the reports page remembers: what the report of a period says."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import reflex as rx

from finance_app.domain.access import Access
from finance_app.pages.reports import rows
from finance_app.pages.reports.rows import ReportText
from finance_app.ui import bases, figures, links, periods
from finance_app.ui.components.figure import FigureText
from finance_app.ui.components.note import NoteText
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class ReportsState(SessionState):
    """The report of the period that stands in the address."""

    loaded: bool = False
    empty: bool = False
    period: PeriodText = PeriodText()
    bases: list[Choice] = []
    notes: list[NoteText] = []
    nothing: NoteText = NoteText()
    figures: list[FigureText] = []
    report: ReportText = ReportText()
    _routes: ClassVar[tuple[str, ...]] = (links.REPORTS,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the period that the address asks for."""
        await self._renew()
        self.loaded = True

    async def _renew(self) -> None:
        actor, query = await self._actor(), self.router.url.query_parameters
        found = await figures.found(self, actor)
        here = partial(links.reports, basis=bases.kept(found.valuation.basis))
        self.period = periods.period_text(
            found.period,
            today=actor.today,
            region=actor.region,
            first_weekday=actor.first_weekday,
            href=here,
        )
        self.bases = bases.choices(
            found.valuation, lambda one: links.reports(str(found.period), basis=one)
        )
        self.figures = figures.figures(found, actor)
        self.notes = figures.notes(found, actor, query)
        self.nothing = figures.nothing(found, actor, here)
        self.report = rows.report(found, actor)
        self.empty = found.is_empty

    @handler(Access.SIGNED_IN)
    async def choose_days(self, answers: dict[str, Any]) -> Any:
        """Show the days from one to another."""
        basis = bases.kept(bases.asked(self.router.url.query_parameters))
        return rx.redirect(links.reports(periods.between(answers), basis=basis))
