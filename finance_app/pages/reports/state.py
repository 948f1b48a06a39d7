"""What the reports page remembers: what the report of a period says."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.periods import Period
from finance_app.errors import InvalidInputError
from finance_app.pages.reports import rows
from finance_app.pages.reports.rows import ReportText
from finance_app.services import dashboard
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Day
from finance_app.ui.components.figure import FigureText
from finance_app.ui.components.period import PeriodText
from finance_app.ui.figures import figures
from finance_app.ui.handlers import handler
from finance_app.ui.periods import period_text
from finance_app.ui.session import SessionState

LONGEST = 40  # characters of a period in an address


class Days(Arguments):
    """From which day to which."""

    start: Day
    last: Day


class ReportsState(SessionState):
    """The report of the period that stands in the address."""

    loaded: bool = False
    empty: bool = False
    period: PeriodText = PeriodText()
    figures: list[FigureText] = []
    report: ReportText = ReportText()

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the period that the address asks for."""
        actor, query = await self._actor(), self.router.url.query_parameters
        try:
            found = await db.ask(_figures, actor, query.get("period", "")[:LONGEST])
        except InvalidInputError as error:
            self._fail(error)
            found = await db.ask(_figures, actor, "")
        self.period = period_text(
            found.period, today=actor.today, region=actor.region, href=links.reports
        )
        self.figures = figures(found, actor)
        self.report = rows.report(found, actor)
        self.empty = found.is_empty
        self.loaded = True

    @handler(Access.SIGNED_IN)
    async def choose_days(self, answers: dict[str, Any]) -> Any:
        """Show the days from one to another."""
        asked = Days.of(answers)
        return rx.redirect(links.reports(str(Period.between(asked.start, asked.last))))


def _figures(session: Session, actor: Actor, text: str) -> Dashboard:
    return dashboard.figures(session, actor, dashboard.chosen(session, actor, text))
