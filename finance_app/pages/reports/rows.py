"""A report as the browser gets it: what is in it, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance_app.domain import reports
from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.report_parts import Table
from finance_app.ui import bases, links


@dataclass(frozen=True)
class PartRow:
    """A table of the report, and what it adds up to or how long it is."""

    title: str = ""
    figure: str = ""


@dataclass(frozen=True)
class ReportText:
    """What a report says, in short.

    Args:
        days: from which day to which.
        href: the file.
        charts: what is drawn in it.
    """

    days: str = ""
    href: str = ""
    charts: str = ""
    parts: list[PartRow] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def report(found: Dashboard, actor: Actor) -> ReportText:
    """Write out in short what the report of a period says."""
    made = reports.report(found, actor.region, actor.today)
    return ReportText(
        days=made.title,
        href=links.report_file(str(found.period), basis=bases.kept(found.valuation.basis)),
        charts=", ".join(chart.title for chart in made.charts),
        parts=[_part(table) for table in made.tables],
        gaps=list(made.gaps),
    )


def _part(table: Table) -> PartRow:
    count = len(table.lines)
    rows = f"{count} row{'' if count == 1 else 's'}"
    return PartRow(table.title, table.foot[-1] if table.foot else rows)
