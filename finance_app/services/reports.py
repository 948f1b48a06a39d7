"""Reports: a period's figures as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.adapters import reports as adapter
from finance_app.domain import reports
from finance_app.domain.valuation import Basis
from finance_app.services import dashboard

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.periods import Period


def report(session: Session, actor: Actor, period: Period, basis: Basis = Basis.ENTRY) -> bytes:
    """Return a period's report as an HTML file; the same book and day give the same bytes."""
    found = dashboard.figures(session, actor, period, basis=basis)
    return adapter.html(reports.report(found, actor.region, actor.today))


def file(
    session: Session, actor: Actor, text: str, basis: Basis = Basis.ENTRY
) -> tuple[str, bytes]:
    """Return name and content of the report of a period as it stands in an address.

    Raises:
        InvalidInputError: the text is not a period.
    """
    period = dashboard.chosen(session, actor, text)
    name = f"finance-{period.start}-to-{period.last}.html"
    return name, report(session, actor, period, basis)
