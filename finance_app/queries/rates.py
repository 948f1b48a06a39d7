"""Rates as they were published, and a book's own."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, String, bindparam, column, func, or_, select, true, values

from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.domain.pegs import ALL as PEGS
from finance_app.domain.published_rates import PAUSE
from finance_app.domain.rate_sources import SOURCES
from finance_app.domain.rates import RateTable
from finance_app.models.tables import own_rate, rate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, timedelta

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    type Stretch = tuple[date, date]

FEW = 450  # days that are read with all between them rather than looked up one by one


def table(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return what converts these currencies in a book on any day from first to last."""
    rates = _with_own(session, book_id, currencies, first, last)
    _fill(session, rates, _wanted(rates, currencies), [(first - OLDEST, last)])
    return rates


def _fill(session: Session, rates: RateTable, wanted: list[str], stretches: list[Stretch]) -> None:
    """Read what is published in some stretches of days into an empty table."""
    asked: dict[str, Any] = {"wanted": wanted}
    for place, (start, end) in enumerate(stretches):
        asked |= {f"first{place}": start, f"last{place}": end}
    found = session.connection().execute(_published(len(stretches)), asked).all()
    for (source, currency), rows in groupby(found, itemgetter(0, 1)):
        _, _, days, texts = zip(*rows, strict=True)
        rates.fill(source, currency, days, map(Decimal, texts))


@cache
def _published(stretches: int) -> Select[Any]:
    """Return what reads so many stretches of days; to build it takes longer than to run it."""
    read = (
        rate.c.day.between(bindparam(f"first{place}"), bindparam(f"last{place}"))
        for place in range(stretches)
    )
    return (
        select(rate.c.source, rate.c.currency, rate.c.day, rate.c.per_base)
        .where(
            rate.c.source.in_(list(SOURCES)),
            rate.c.currency.in_(bindparam("wanted", expanding=True)),
            or_(*read),
        )
        .order_by(rate.c.source, rate.c.currency, rate.c.day)
    )


def _stretches(days: Collection[date], back: timedelta) -> list[Stretch]:
    """Return the stretches, apart and ascending, of some days and those before each."""
    found: list[Stretch] = []
    for day in sorted(days):
        if found and day - back <= found[-1][1]:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day - back, day))
    return found


def _length(stretches: list[Stretch]) -> int:
    return sum((last - first).days for first, last in stretches)


def table_on(
    session: Session, book_id: int, currencies: Collection[str], days: Collection[date]
) -> RateTable:
    """Return what is needed to convert these currencies in a book, on these days alone."""
    if not days:
        return RateTable()
    rates = _with_own(session, book_id, currencies, min(days), max(days))
    wanted = _wanted(rates, currencies)
    if not wanted:
        return rates
    week = _stretches(days, PAUSE)
    if _length(week) <= FEW:
        _fill(session, rates, wanted, week)
        if rates.settles(wanted, days):
            return rates
        rates.published.clear()
    whole = _stretches(days, OLDEST)
    if _length(whole) <= FEW:
        _fill(session, rates, wanted, whole)
    else:
        _look_up(session, rates, wanted, days)
    return rates


def _look_up(session: Session, rates: RateTable, wanted: list[str], days: Collection[date]) -> None:
    """Read the newest rate on or before each of many days into an empty table."""
    pairs = [(name, code) for name in SOURCES for code in wanted]
    publishing = values(column("source", String), column("code", String), name="publishing")
    asked = values(column("day", Date), column("oldest", Date), name="asked").data(
        [(day, day - OLDEST) for day in sorted(days)]
    )
    code, day = publishing.data(pairs).cte("publishing"), asked.cte("asked")
    newest = (
        select(rate)
        .where(
            rate.c.source == code.c.source,
            rate.c.currency == code.c.code,
            rate.c.day.between(day.c.oldest, day.c.day),
        )
        .order_by(rate.c.day.desc())
        .limit(1)
    )
    found = session.execute(
        select(code.c.source, code.c.code, *(_one(newest, name) for name in ("day", "per_base")))
        .join_from(code, day, true())
        .order_by(code.c.source, code.c.code, day.c.day)
    )
    for source, currency, published, per_base in dict.fromkeys(map(tuple, found)):
        if published is not None:
            rates.add(currency, published, Decimal(per_base), source)


def _one(newest: Select[Any], name: str) -> Any:
    return newest.with_only_columns(rate.c[name]).scalar_subquery().label(name)


def _with_own(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return a table with the book's own rates that name one of the currencies."""
    rates, asked = RateTable(), sorted(set(currencies))
    if len(asked) < 2:  # noqa: PLR2004  one currency is not converted
        return rates
    given = {"book": book_id, "asked": asked, "first": first, "last": last, "old": first - OLDEST}
    for origin, target, day, value, until in session.connection().execute(_OWN, given):
        rates.state(OwnRate(origin, target, day, Decimal(value), until))
    return rates


_ASKED: Any = bindparam("asked", expanding=True)
_OWN = (
    select(own_rate.c.origin, own_rate.c.target, own_rate.c.day, own_rate.c.value, own_rate.c.until)
    .where(
        own_rate.c.book_id == bindparam("book"),
        or_(own_rate.c.origin.in_(_ASKED), own_rate.c.target.in_(_ASKED)),
        own_rate.c.day <= bindparam("last"),
        or_(own_rate.c.day >= bindparam("old"), own_rate.c.until >= bindparam("first")),
    )
    .order_by(own_rate.c.origin, own_rate.c.target, own_rate.c.day)
)


def _wanted(rates: RateTable, currencies: Collection[str]) -> list[str]:
    """Return whose published rates are needed: with what pegs and own rates lead to."""
    asked = set(currencies)
    if len(asked) < 2:  # noqa: PLR2004  one currency is not converted
        return []
    asked |= {other for code in currencies for other in rates.own.neighbours(code)}
    asked |= {peg.anchor for code in asked if (peg := PEGS.get(code))}
    return sorted(asked | {source.base for source in SOURCES.values()})


def own_pairs(session: Session) -> list[tuple[str, str]]:
    """Return the pairs of currencies that any book states a rate of its own for."""
    found = session.execute(select(own_rate.c.origin, own_rate.c.target).distinct())
    return [(row.origin, row.target) for row in found]


def newest_day(session: Session, source: str) -> date | None:
    """Return the last day that a source has a rate for, or None."""
    return session.execute(select(func.max(rate.c.day)).where(rate.c.source == source)).scalar()


def days(session: Session, source: str) -> set[tuple[str, date]]:
    """Return every currency and day that a source has a rate for."""
    rows = session.execute(select(rate.c.currency, rate.c.day).where(rate.c.source == source))
    return {(currency, day) for currency, day in rows}
