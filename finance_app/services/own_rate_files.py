"""Many own rates from a text: what they would do, looked at before any of it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain import own_rate_files as files
from finance_app.domain.own_rate_rules import is_unusual
from finance_app.domain.own_rates import OwnRates
from finance_app.errors import InvalidInputError
from finance_app.queries import rates as rate_queries
from finance_app.services import own_rates

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.own_rate_files import RateFile, RateLine
    from finance_app.domain.own_rates import OwnRate
    from finance_app.domain.rates import Rate, RateTable


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A line beside what is known already.

    Args:
        known: what converts on its day now, where its rate is far from that.
        replaces: it takes the place of another own rate.
    """

    line: RateLine
    known: Rate | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A text's rates, each beside what is known."""

    file: RateFile
    lines: tuple[LookedAt, ...]

    @property
    def unusual(self) -> int:
        """How many are far from what is known."""
        return sum(one.known is not None for one in self.lines)


def look(session: Session, actor: Actor, text: str, *, mark: str = "", order: str = "") -> Looked:
    """Return what a text states, without writing anything.

    Raises:
        InvalidInputError: there is nothing in it, or too much.
    """
    file = files.read(text, actor.region, actor.today, mark=mark, order=order)
    rates = file.rates
    if not rates:
        return Looked(file, tuple(LookedAt(line) for line in file.lines))
    taken = own_rates.replaced(session, actor, rates)
    table = _table(session, actor, rates)
    table.own = _without(table, set(taken))
    lines = [_looked_at(line, table, set(taken)) for line in file.lines]
    return Looked(file, tuple(lines))


def keep(
    session: Session,
    actor: Actor,
    text: str,
    *,
    mark: str = "",
    order: str = "",
    confirmed: bool = False,
) -> int:
    """State the rates of a text with which nothing is wrong, all at once; return the change set.

    Args:
        confirmed: the user knows that some are far from what is known.

    Raises:
        InvalidInputError: there is none, or some are far from what is known.
    """
    found = look(session, actor, text, mark=mark, order=order)
    if found.unusual and not confirmed:
        raise InvalidInputError(
            "Some of them are far from what is known; look at them and confirm.",
            field="confirmed",
        )
    return own_rates.add_all(session, actor, found.file.rates)


def written(session: Session, actor: Actor) -> str:
    """Return the book's own rates as CSV."""
    return files.written(one.rate for one in own_rates.everything(session, actor))


def _table(session: Session, actor: Actor, rates: list[OwnRate]) -> RateTable:
    codes = {code for rate in rates for code in (rate.origin, rate.target)}
    days = {rate.day for rate in rates}
    return rate_queries.table(session, actor.book_id, codes, min(days), max(days))


def _without(table: RateTable, taken: set[tuple[str, str, date]]) -> OwnRates:
    left = OwnRates()
    for rates in table.own.pairs.values():
        for rate in rates:
            if (rate.origin, rate.target, rate.day) not in taken:
                left.add(rate)
    return left


def _looked_at(line: RateLine, table: RateTable, taken: set[tuple[str, str, date]]) -> LookedAt:
    rate = line.rate
    if rate is None:
        return LookedAt(line)
    known = table.rate(rate.origin, rate.target, rate.day)
    far = known if is_unusual(rate.value, known) else None
    return LookedAt(line, far, (rate.origin, rate.target, rate.day) in taken)
