"""Digests: which periods one is due for, and a period's figures written out for a mail.

The figures are the dashboard's; how they become a mail is in `adapters.mail`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from finance_app.domain import dashboard, palette
from finance_app.domain.cards import Card
from finance_app.domain.formatting import (
    day_text,
    days_text,
    known_parts,
    known_text,
    month_text,
)
from finance_app.domain.notices import DigestKind
from finance_app.domain.periods import DAY, Kind, Period
from finance_app.domain.report_rates import basis_text
from finance_app.domain.reports import gaps
from finance_app.domain.texts import on_a_line
from finance_app.domain.weeks import week_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finance_app.domain.dashboard import CategorySum, Dashboard
    from finance_app.domain.money import Money

AT = time(7)  # on the reader's clock
LATE = {DigestKind.WEEK: timedelta(days=3), DigestKind.MONTH: timedelta(days=7)}
"""How late one is still written, where the server did not run or somebody begins to want it."""
CARDS = frozenset({Card.NET_WORTH, Card.INCOME, Card.SPENDING, Card.SAVED, Card.CATEGORIES})
MOST = 6  # categories that stand for themselves
SHADES = (*palette.HUES, palette.OTHER)
WIDEST = 34  # characters of a name in plain text
LEAST = 1  # percent that a bar is wide at least


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is to be written."""

    kind: DigestKind
    period: Period


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it was in the period before; `tone` as in `MoneyText`."""

    label: str
    amount: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A category's spending; `width` is percent of the largest, `shade` a place in `SHADES`."""

    name: str
    amount: str
    width: int
    shade: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A period written out; `notes` say what is not in it, and at which rates the rest is."""

    days: str
    unit: str
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]

    @property
    def figures_text(self) -> list[str]:
        """The figures as aligned lines of plain text."""
        rows = [(one.label, one.amount, one.note) for one in self.figures]
        return aligned(rows)

    @property
    def bars_text(self) -> list[str]:
        """The bars' names and amounts as aligned lines of plain text."""
        return aligned([(one.name, one.amount, "") for one in self.bars])


def due(now: datetime, zone: str, first_weekday: int) -> list[Due]:
    """Return the digests whose time has come where somebody lives, and not long ago.

    Args:
        first_weekday: the day that their weeks begin with, Monday being 0.
    """
    there = now.astimezone(ZoneInfo(zone))
    today = there.date() if there.time() >= AT else there.date() - DAY
    week = week_start(today, first_weekday)
    month = today.replace(day=1)
    found = (
        (DigestKind.WEEK, week, Period.week(week - DAY, first_weekday)),
        (DigestKind.MONTH, month, Period.of(Kind.MONTH, month - DAY)),
    )
    return [
        Due(kind, period)
        for kind, day, period in found
        if there - datetime.combine(day, AT, ZoneInfo(zone)) < LATE[kind]
    ]


def digest(found: Dashboard, kind: DigestKind, region: str) -> Digest:
    """Write a period's figures out."""
    period = found.period
    of_month = kind is DigestKind.MONTH
    return Digest(
        days=month_text(period.start, region)
        if of_month
        else days_text(period.start, period.last, region),
        unit=str(kind),
        figures=tuple(_figures(found, kind, region)),
        bars=tuple(_bars(dashboard.gathered(found.spending, MOST), region)),
        notes=(*gaps(found, region), *filter(None, (basis_text(found.valuation, region),))),
    )


def _figures(found: Dashboard, kind: DigestKind, region: str) -> Iterator[Figure]:
    flow, before = found.flow, found.before

    def figure(label: str, now: Money | None, was: Money | None, *, plus: bool = False) -> Figure:
        parts = known_parts(now, region, plus=plus)
        note = f"{known_text(was, region, plus=plus)} the {kind} before" if before else ""
        return Figure(label, parts.text, note, parts.tone)

    was = before
    yield figure("Income", flow.known_income, was.known_income if was else None, plus=True)
    yield figure("Spending", flow.known_spending, was.known_spending if was else None)
    yield figure("Net", flow.known_net, was.known_net if was else None, plus=True)
    worth = found.worth
    note = ""
    if worth.before is not None:
        day = day_text(worth.before.day, region)
        note = f"{known_text(worth.before.known, region)} on {day}"
    yield Figure("Net worth at the end", known_text(worth.now.known, region), note)


def _bars(sums: Sequence[CategorySum], region: str) -> Iterator[Bar]:
    largest = max((one.amount.amount for one in sums), default=0)
    for one in sums:
        share = 100 * one.amount.amount // largest if largest > 0 else 0
        shade = one.hue % len(palette.HUES) if one.hue >= 0 else len(palette.HUES)
        width = max(share, LEAST) if one.amount.amount > 0 else 0
        yield Bar(on_a_line(one.name), known_text(one.known, region), width, shade)


def aligned(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return lines with names to the left, amounts below one another to the right, then notes."""
    cut = [(_cut(name), amount, note) for name, amount, note in rows]
    names = max((_width(name) for name, _, _ in cut), default=0)
    amounts = max((_width(amount) for _, amount, _ in cut), default=0)
    return [
        f"{name}{' ' * (names - _width(name) + 2 + amounts - _width(amount))}{amount}"
        f"{'   ' + note if note else ''}"
        for name, amount, note in cut
    ]


def _cut(name: str) -> str:
    if _width(name) <= WIDEST:
        return name
    while _width(name) >= WIDEST:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _width(text: str) -> int:
    """Return how many columns a text takes where all letters are equally wide."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
