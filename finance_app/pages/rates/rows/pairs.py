"""The rates of a pair, and today's of all that the book uses, ready to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from finance_app.domain import rate_charts
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_near, day_text
from finance_app.domain.rate_series import Pair, RateDays, RatePoint
from finance_app.domain.rate_sources import OWN, titled
from finance_app.domain.rate_texts import number_text, short_text
from finance_app.domain.rates import Path, Rate
from finance_app.pages.rates.rows.places import SPANS, Place
from finance_app.services.rate_views import Current
from finance_app.ui import links
from finance_app.ui.components.values import Choice

WEEK = 7  # days; what is older is marked


@dataclass(frozen=True)
class PairText:
    """A pair and what it is now; without a title none was chosen.

    Args:
        title: `USD in EUR`.
        figure: `1 USD = 0.8951 EUR`; nothing where no rate is known.
        note: of which day, from whom.
        age: `28 days old`, where that is more than a week.
        turned: the address of the other way round.
    """

    origin: str = ""
    target: str = ""
    title: str = ""
    figure: str = ""
    note: str = ""
    age: str = ""
    turned: str = ""


@dataclass(frozen=True)
class LineText:
    """A pair's rate over time; without a label there is nothing to draw."""

    figure: dict[str, Any] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True)
class DayRow:
    """A day that the pair has a rate from.

    Args:
        of: the day that an older part of it is from.
        own: it comes from a rate of the book's own.
    """

    day: str = ""
    rate: str = ""
    source: str = ""
    of: str = ""
    own: bool = False


@dataclass(frozen=True)
class CurrencyRow:
    """A currency that the book uses, and what one unit of it is worth today, where that is known.

    Args:
        about: of which day, or how old where that is more than a week, and from whom.
        old: it is older than that.
    """

    code: str = ""
    rate: str = ""
    about: str = ""
    old: bool = False
    href: str = ""
    current: bool = False


def pair_text(place: Place, rate: Rate | None, actor: Actor) -> PairText:
    """Write out what a pair is now."""
    pair = place.pair
    if pair is None:
        return PairText(target=actor.base_currency, turned=links.RATES)
    turned = links.rates(pair.target, pair.origin, span=place.span)
    title = f"{pair.origin} in {pair.target}"
    if rate is None:
        note = f"No rate is known for {day_text(actor.today, actor.region)}."
        return PairText(pair.origin, pair.target, title, "", note, "", turned)
    figure = f"1 {pair.origin} = {short_text(rate.value, actor.region)} {pair.target}"
    return PairText(
        pair.origin, pair.target, title, figure, about(rate, actor), age_text(rate), turned
    )


def about(rate: Rate, actor: Actor) -> str:
    """Say of which day a rate is, and from whom."""
    parts = (day_text(rate.day, actor.region), titled(rate.source), _way(rate))
    return " · ".join(part for part in parts if part)


def _way(rate: Rate) -> str:
    """Say what a rate was crossed through."""
    if rate.path is not Path.CROSS:
        return ""
    ends = Counter(code for leg in rate.legs for code in (leg.base, leg.currency))
    return f"through {', '.join(sorted(code for code, count in ends.items() if count > 1))}"


def age_text(rate: Rate) -> str:
    """Say how old a rate is where that is more than a week."""
    return f"{rate.age} days old" if rate.age > WEEK else ""


def line(points: Sequence[RatePoint], place: Place, actor: Actor) -> LineText:
    """Draw what a pair's rate was."""
    pair = place.pair
    if pair is None or not any(one.rate for one in points):
        return LineText()

    def said(point: RatePoint, rate: Rate) -> tuple[str, str]:
        of = f", of {day_text(rate.day, actor.region)}" if rate.day != point.day else ""
        value = f"{short_text(rate.value, actor.region)} {pair.target}"
        return value, f"{titled(rate.source)}{of}"

    def link(day: date) -> str:
        return place.at(before=str(day))

    figure = rate_charts.rate_line(points, actor.region, said, link)
    span = SPANS[place.span][0].lower()
    return LineText(figure, f"1 {pair.origin} in {pair.target} over time, {span}")


def spans(place: Place) -> list[Choice]:
    """Offer how much is drawn."""
    return [
        Choice(name, place.at(span=span), span == place.span) for span, (name, _) in SPANS.items()
    ]


def days(found: RateDays, actor: Actor) -> list[DayRow]:
    """Write out the days of a page."""
    return [_day(one, actor) for one in found.points]


def _day(point: RatePoint, actor: Actor) -> DayRow:
    day, rate = day_near(point.day, actor.today, actor.region), point.rate
    if rate is None:
        return DayRow(day, "No rate")
    of = f"of {day_near(rate.day, actor.today, actor.region)}" if rate.day != point.day else ""
    own = OWN in rate.source.split("+")
    return DayRow(day, number_text(rate.value, actor.region), titled(rate.source), of, own)


def beside(found: RateDays, place: Place) -> tuple[str, str]:
    """Return the addresses of the pages of days beside one; nothing where there is none."""
    if not found.points:
        return "", ""
    before = date.fromordinal(found.points[-1].day.toordinal() - 1)
    newer = place.at(after=str(found.points[0].day)) if found.newer else ""
    return newer, place.at(before=str(before)) if found.older else ""


def currencies(found: Sequence[Current], place: Place, actor: Actor) -> list[CurrencyRow]:
    """Write out today's rates of what the book uses."""
    return [_currency(one, place, actor) for one in found]


def _currency(one: Current, place: Place, actor: Actor) -> CurrencyRow:
    base, rate = actor.base_currency, one.rate
    href = links.rates(one.currency, base, span=place.span)
    current = place.pair == Pair(one.currency, base)
    if rate is None:
        return CurrencyRow(one.currency, href=href, current=current)
    when = age_text(rate) or day_near(rate.day, actor.today, actor.region)
    said = f"{when} · {titled(rate.source)}"
    written = number_text(rate.value, actor.region)
    return CurrencyRow(one.currency, written, said, rate.age > WEEK, href, current)
