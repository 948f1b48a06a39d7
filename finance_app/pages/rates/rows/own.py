"""Rates of the book's own, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from finance_app.domain.actors import Actor
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.formatting import day_text
from finance_app.domain.own_rate_rules import OwnRateView, Place
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rate_texts import equation
from finance_app.pages.rates.rows.places import day_of
from finance_app.services.own_rates import OwnRatePage
from finance_app.ui import links


@dataclass(frozen=True)
class OwnRow:
    """A rate.

    Args:
        said: `1 USD = 0.9200 EUR`.
        day: from which day, and through which where that was said.
    """

    id: str = ""
    version: str = ""
    said: str = ""
    day: str = ""


@dataclass(frozen=True)
class PairGroup:
    """The rates of a pair on a page."""

    heading: str = ""
    rows: list[OwnRow] = field(default_factory=list)


def groups(page: OwnRatePage, actor: Actor) -> list[PairGroup]:
    """Write a page out by pair."""

    def pair(one: OwnRateView) -> str:
        return f"{one.rate.origin} in {one.rate.target}"

    return [
        PairGroup(heading, [row(one, actor) for one in some])
        for heading, some in groupby(page.rates, pair)
    ]


def row(one: OwnRateView, actor: Actor) -> OwnRow:
    """Write a rate out."""
    rate = one.rate
    said = equation(rate.origin, rate.value, rate.target, actor.region)
    return OwnRow(str(one.id), str(one.version), said, days_text(rate, actor))


def days_text(rate: OwnRate, actor: Actor) -> str:
    """Say on which days a rate holds."""
    first = day_text(rate.day, actor.region)
    if rate.until is None:
        return f"From {first}"
    return f"{first} through {day_text(rate.until, actor.region)}"


def place_of(text: str) -> Place | None:
    """Read where a page begins from the address: `USD.EUR.2026-11-01`; None for anything else."""
    origin, _, rest = text.partition(".")
    target, _, written = rest.partition(".")
    day = day_of(written)
    known = origin in DECIMALS and target in DECIMALS
    return (origin, target, day) if known and day else None


def hrefs(page: OwnRatePage, query: dict[str, str]) -> tuple[str, str]:
    """Return the addresses of the pages beside one; nothing where there is none."""
    kept = {name: query.get(name, "") for name in ("origin", "target", "span")}

    def href(name: str, place: Place | None) -> str:
        at = {name: ".".join(map(str, place))} if place else {}
        return links.rates(**kept, **at) if place else ""

    return href("own_before", page.earlier), href("own_after", page.later)
