"""Periods as the browser gets them: text and addresses, ready to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from babel.dates import format_skeleton

from finance_app.domain.formatting import day_text, month_text
from finance_app.domain.periods import Kind, Period
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice

KINDS = {
    Kind.MONTH: "Month",
    Kind.QUARTER: "Quarter",
    Kind.YEAR: "Year",
    Kind.LAST_12: "Last 12 months",
    Kind.ALL: "All time",
}


def period_text(
    period: Period, *, today: date, region: str, href: Callable[[str], str]
) -> PeriodText:
    """Write a period out for the picker.

    Args:
        period: the one shown.
        today: the day it is where the user lives; nothing after it is offered.
        region: how days and months are written.
        href: makes the page's address from a period as it stands in a URL.
    """
    anchor = min(period.last, today)
    before, after = period.previous(), period.next()

    def choice(kind: Kind) -> Choice:
        text = str(kind if kind in (Kind.ALL, Kind.LAST_12) else Period.of(kind, anchor))
        return Choice(KINDS[kind], href(text), kind is period.kind)

    return PeriodText(
        label=period_label(period, region),
        previous=href(str(before)) if before else "",
        next=href(str(after)) if after and period.end <= today else "",
        choices=[choice(kind) for kind in KINDS],
        start=str(period.start),
        last=str(period.last),
    )


def period_label(period: Period, region: str) -> str:
    """Write a period's name: `November 2026`, `Q4 2026`, `2026`, `Last 12 months`."""
    if period.kind is Kind.MONTH:
        return month_text(period.start, region)
    if period.kind is Kind.QUARTER:
        return str(format_skeleton("yQQQ", period.start, locale=region))
    if period.kind is Kind.YEAR:
        return f"{period.start.year}"
    if period.kind in (Kind.LAST_12, Kind.ALL):
        return KINDS[period.kind]
    return f"{day_text(period.start, region)} – {day_text(period.last, region)}"
