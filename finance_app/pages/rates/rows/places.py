"""What the address of the page of rates asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from finance_app.domain.actors import Actor
from finance_app.domain.rate_series import Pair
from finance_app.ui import links

SPANS: dict[str, tuple[str, int | None]] = {
    "month": ("1 month", 30),
    "": ("1 year", 365),
    "5y": ("5 years", 5 * 365 + 1),
    "all": ("All", None),
}
"""What is drawn, by how it stands in the address: its name, its days."""


@dataclass(frozen=True)
class Place:
    """What the address asks for; a pair of nothing where the book needs none.

    Args:
        pair: the one that is shown.
        span: a key of `SPANS`.
        last: the day that the list ends with; None for today.
        after: the day that the list begins after, in its place.
    """

    pair: Pair | None
    span: str = ""
    last: date | None = None
    after: date | None = None

    @classmethod
    def read(cls, query: Mapping[str, str], used: Sequence[str], actor: Actor) -> Self:
        """Read an address; what cannot be used is as if it were not there."""
        origin, target = query.get("origin", ""), query.get("target", "")
        span = query.get("span", "")
        usual = Pair(used[0], actor.base_currency) if used else None
        known = actor.has_currency(origin) and actor.has_currency(target) and origin != target
        return cls(
            Pair(origin, target) if known else usual,
            span if span in SPANS else "",
            day_of(query.get("before", "")),
            day_of(query.get("after", "")),
        )

    @property
    def days(self) -> int | None:
        """How many days are drawn; None for all."""
        return SPANS[self.span][1]

    def at(self, **asked: str) -> str:
        """Return the address of the pair with something else asked."""
        pair = self.pair or Pair("", "")
        return links.rates(pair.origin, pair.target, **{"span": self.span} | asked)


def day_of(text: str) -> date | None:
    """Return a day as it stands in an address; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-27") else None
    except ValueError:
        return None
