"""What the rate of a pair was over time: at some days for a line, day by day for a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from finance_app.domain.rates import Rate

MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit of the origin is worth so much of the target."""

    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class RatePoint:
    """What converts on a day; None where nothing does."""

    day: date
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class RateDays:
    """One page of the days that a pair has rates from, the newest first.

    Args:
        newer: there are days after these.
        older: there are days before these.
    """

    points: tuple[RatePoint, ...]
    newer: bool = False
    older: bool = False


def sampled(first: date, last: date) -> list[date]:
    """Return days from one to another, evenly apart, the last one among them."""
    apart = max(1, -(-((last - first).days + 1) // MOST_POINTS))
    back = range(0, (last - first).days + 1, apart)
    return [last - timedelta(days=days) for days in back][::-1]


def begun(points: list[RatePoint]) -> list[RatePoint]:
    """Return points from the first on at which anything is known."""
    place = next((place for place, one in enumerate(points) if one.rate), len(points))
    return points[place:]
