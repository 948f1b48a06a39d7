"""What figures are compared with, in as few words as say it; the exact days stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from finance_app.domain.dashboard import Against, Dashboard
from finance_app.domain.formatting import day_near, day_text, days_text, month_short
from finance_app.domain.periods import Kind, Period
from finance_app.ui.components.values import Choice
from finance_app.ui.periods import period_label

NOTHING = "nothing to compare"
LABELS = {Against.BEFORE: "Period before", Against.YEAR: "Last year"}


@dataclass(frozen=True)
class Comparison:
    """Words beside a figure's change.

    Args:
        text: `vs Oct 1 – 27`.
        days: the exact days, and why it is these.
        nothing: in place of it all where there is no change to tell.
    """

    text: str = ""
    days: str = ""
    nothing: str = ""


def asked(query: Mapping[str, str]) -> Against:
    """Return what is to be compared with, as it stands in an address."""
    return Against.YEAR if query.get("compare") == Against.YEAR else Against.BEFORE


def kept(against: Against) -> str:
    """Return how it stands in an address: the usual one is not said."""
    return "" if against is Against.BEFORE else str(against)


def choices(found: Dashboard, href: Callable[[str], str]) -> list[Choice]:
    """Offer both; nothing where all there is is shown.

    Args:
        href: makes the page's address from one as it stands in it.
    """
    if found.period.kind is Kind.ALL:
        return []
    return [Choice(LABELS[one], href(kept(one)), one is found.against) for one in Against]


USUAL = [Choice(LABELS[one], current=one is Against.BEFORE) for one in Against]
"""What is offered until it is known what there is to compare."""


def of_flows(found: Dashboard, region: str) -> Comparison:
    """Say what income, spending and the saved share are compared with."""
    if found.previous is None:
        return Comparison(nothing=_none(found))
    days = days_text(found.previous.start, found.previous.last, region)
    if found.previous == _whole(found):
        return Comparison(f"vs {_named(found, found.previous, region)}", days, NOTHING)
    days = f"{days}: as far as this period has come"
    return Comparison(f"vs {_cut(found, found.previous, region)}", days, NOTHING)


def of_worth(found: Dashboard, region: str) -> Comparison:
    """Say what net worth is compared with."""
    before, now = found.worth.before, found.worth.now
    if before is None:
        return Comparison(nothing=_none(found))
    word = "since" if found.against is Against.BEFORE else "vs"
    exact = f"At the end of {day_text(before.day, region)}"
    return Comparison(f"{word} {day_near(before.day, now.day, region)}", exact, NOTHING)


def _none(found: Dashboard) -> str:
    return "" if found.period.kind is Kind.ALL else "no earlier data"


def _whole(found: Dashboard) -> Period | None:
    period = found.period
    return period.previous() if found.against is Against.BEFORE else period.year_before()


def _named(found: Dashboard, other: Period, region: str) -> str:
    """Name a whole period."""
    if other.kind is Kind.MONTH:
        return month_short(other.start, region)
    if other.kind is Kind.WEEK:
        is_before = found.against is Against.BEFORE
        return "week before" if is_before else days_text(other.start, other.last, region)
    if other.kind is not Kind.CUSTOM:
        return period_label(other, region)
    if found.period.kind is Kind.LAST_12:
        return "prior 12 months"
    if found.against is Against.YEAR:
        return days_text(other.start, other.last, region)
    return f"prior {other.days} days" if other.days > 1 else "the day before"


def _cut(found: Dashboard, other: Period, region: str) -> str:
    """Write the days of a period as far as this one has come."""
    if found.period.kind is Kind.LAST_12:
        return f"year to {day_text(other.last, region)}"
    near = other.start.year == other.last.year == found.period.start.year
    return days_text(other.start, other.last, region, year=not near)
