"""What rates there are, to be looked at: of today, of a pair over time, and day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from finance_app.domain.rate_series import RateDays, RatePoint, begun, sampled
from finance_app.domain.rate_sources import BY_LAW, PEGGED
from finance_app.queries import accounts as account_queries
from finance_app.queries import own_rates as own_queries
from finance_app.queries import rate_days, rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.rate_series import Pair
    from finance_app.domain.rates import Rate

PAGE = 15  # days
IN_FULL = 1200  # days whose rates are read all, as that is faster than asking for each
START = date(1999, 1, 1)  # of what is drawn where only the law tells a rate


@dataclass(frozen=True, slots=True)
class Current:
    """What one unit of a currency is worth today in the book's; None where no rate tells."""

    currency: str
    rate: Rate | None


def current(session: Session, actor: Actor) -> list[Current]:
    """Return today's rate of every currency of the book's accounts but its base currency."""
    base = actor.base_currency
    used = sorted(account_queries.currencies(session, actor.book_id) - {base})
    table = rates.table_on(session, actor.book_id, {*used, base}, [actor.today])
    return [Current(code, table.rate(code, base, actor.today)) for code in used]


def line(session: Session, actor: Actor, pair: Pair, days: int | None) -> list[RatePoint]:
    """Return what a pair's rate was up to today, at so many points as a chart can show.

    Args:
        days: how many days back it goes; None for all.
    """
    start = _first(session, actor, pair) if days is None else actor.today - timedelta(days=days)
    asked = sampled(start, actor.today)
    codes = {pair.origin, pair.target}
    if (actor.today - start).days <= IN_FULL:
        table = rates.table(session, actor.book_id, codes, start, actor.today)
    else:
        table = rates.table_on(session, actor.book_id, codes, asked)
    found = [RatePoint(day, table.rate(pair.origin, pair.target, day)) for day in asked]
    return begun(found) if days is None else found


def _first(session: Session, actor: Actor, pair: Pair) -> date:
    codes = (pair.origin, pair.target)
    published = rate_days.first(session, codes) or START
    stated = own_queries.first_day(session, actor.book_id, codes) or published
    return min(published, stated, actor.today)


def listed(
    session: Session,
    actor: Actor,
    pair: Pair,
    *,
    last: date | None = None,
    after: date | None = None,
) -> RateDays:
    """Return a page of the days that a pair has rates from: up to one, after one, or the newest."""
    near = after or last or actor.today
    found = _beside(session, actor, pair, near, later=after is not None, wide=False)
    if not found.points:
        found = _beside(session, actor, pair, near, later=after is not None, wide=True)
    if after is not None:
        return replace(found, older=True)
    known = _known(session, actor, pair, near) if not found.points else None
    newest = max((leg.day for leg in known.legs), default=near) if known else near
    if newest < near:  # what the law tells is of every day, and published on none
        return replace(listed(session, actor, pair, last=newest), newer=last is not None)
    return replace(found, newer=last is not None and last < actor.today)


def _beside(
    session: Session, actor: Actor, pair: Pair, near: date, *, later: bool, wide: bool
) -> RateDays:
    """Return the days of a pair's own legs, or also of those of what own rates lead to."""
    codes = {pair.origin, pair.target}
    reached = codes | own_queries.neighbours(session, actor.book_id, codes) if wide else codes
    asked = (near, PAGE + 1)
    found = rate_days.beside(session, reached, *asked, later=later)
    found += own_queries.days(session, actor.book_id, codes, *asked, later=later, between=not wide)
    days = sorted({day for day in found if day <= actor.today}, reverse=not later)
    more = len(days) > PAGE
    shown = sorted(days[:PAGE], reverse=True)
    table = rates.table_on(session, actor.book_id, codes, shown)
    points = [RatePoint(day, table.rate(pair.origin, pair.target, day)) for day in shown]
    fresh = tuple(one for one in points if _is_from(one))
    if later:
        return RateDays(fresh, newer=more)
    known = bool(fresh) and (points[-1].rate or _known(session, actor, pair, points[-1].day))
    return RateDays(fresh, older=more and bool(known))


def _known(session: Session, actor: Actor, pair: Pair, until: date) -> Rate | None:
    """Return the newest rate there was of a pair up to a day, about.

    The days looked at are less apart than a rate holds, so none is missed where there is any.
    """
    start = min(_first(session, actor, pair), until)
    asked = sampled(start, until)
    table = rates.table_on(session, actor.book_id, {pair.origin, pair.target}, asked)
    found = (table.rate(pair.origin, pair.target, day) for day in reversed(asked))
    return next((rate for rate in found if rate and rate.legs), None)


def _is_from(point: RatePoint) -> bool:
    """Say whether anything that a point's rate is made of was published or stated for that day."""
    legs = point.rate.legs if point.rate else ()
    return any(leg.day == point.day and leg.source not in (BY_LAW, PEGGED) for leg in legs)
