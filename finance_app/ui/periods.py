"""Periods from and to the browser: read from an address or two days, written out ready to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from finance_app.domain.formatting import day_text, days_text, month_text, quarter_text
from finance_app.domain.periods import Kind, Period
from finance_app.ui.arguments import Arguments, Day
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice

LONGEST = 40  # characters of a period in an address
KINDS = {
    Kind.WEEK: "Week",
    Kind.MONTH: "Month",
    Kind.QUARTER: "Quarter",
    Kind.YEAR: "Year",
    Kind.LAST_12: "Last 12 months",
    Kind.ALL: "All time",
}


class Days(Arguments):
    """From which day to which."""

    start: Day
    last: Day


def asked(query: Mapping[str, str]) -> str:
    """Return the period as it stands in an address; nothing where none does."""
    return query.get("period", "")[:LONGEST]


def between(answers: dict[str, Any]) -> str:
    """Return the days that somebody chose, as they stand in an address.

    Raises:
        InvalidInputError: they are no days, or in the wrong order.
    """
    days = Days.of(answers)
    return str(Period.of_days(days.start, days.last))


def period_text(
    period: Period, *, today: date, region: str, first_weekday: int, href: Callable[[str], str]
) -> PeriodText:
    """Write a period out for the picker.

    Args:
        period: the one shown.
        today: the day it is where the user lives; nothing after it is offered.
        region: how days and months are written.
        first_weekday: the day that weeks begin with, Monday being 0.
        href: makes the page's address from a period as it stands in a URL.
    """
    anchor = min(period.last, today)
    before, after = period.previous(), period.next()

    def choice(kind: Kind) -> Choice:
        if kind is Kind.WEEK:
            text = str(Period.week(anchor, first_weekday))
        else:
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
    """Write a period's name: `November 2026`, `Q4 2026`, `Nov 23 – 29, 2026`."""
    if period.kind is Kind.MONTH:
        return month_text(period.start, region)
    if period.kind is Kind.QUARTER:
        return quarter_text(period.start)
    if period.kind is Kind.YEAR:
        return f"{period.start.year}"
    if period.kind is Kind.WEEK:
        return days_text(period.start, period.last, region)
    if period.kind in (Kind.LAST_12, Kind.ALL):
        return KINDS[period.kind]
    return f"{day_text(period.start, region)} – {day_text(period.last, region)}"


def within(period: Period, region: str) -> str:
    """Write a period as part of a sentence: `in November 2026`."""
    if period.kind in (Kind.CUSTOM, Kind.WEEK):
        start, last = day_text(period.start, region), day_text(period.last, region)
        return f"on {start}" if start == last else f"from {start} to {last}"
    said = {Kind.LAST_12: "in the last 12 months", Kind.ALL: "so far"}
    return said.get(period.kind) or f"in {period_label(period, region)}"
