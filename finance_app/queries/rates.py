"""Rates as they were published, and a book's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, String, column, func, or_, select, true, values

from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.domain.pegs import ALL as PEGS
from finance_app.domain.rate_sources import SOURCES
from finance_app.domain.rates import RateTable
from finance_app.models.tables import own_rate, rate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def table(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return what converts these currencies in a book on any day from first to last."""
    rates = _with_own(session, book_id, currencies, first, last)
    wanted = _wanted(rates, currencies)
    if not wanted:
        return rates
    rows = session.execute(
        select(rate.c.source, rate.c.currency, rate.c.day, rate.c.per_base)
        .where(
            rate.c.source.in_(list(SOURCES)),
            rate.c.currency.in_(wanted),
            rate.c.day >= first - OLDEST,
            rate.c.day <= last,
        )
        .order_by(rate.c.source, rate.c.currency, rate.c.day)
    )
    for source, currency, day, per_base in rows:
        rates.add(currency, day, Decimal(per_base), source)
    return rates


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
    return rates


def _one(newest: Select[Any], name: str) -> Any:
    return newest.with_only_columns(rate.c[name]).scalar_subquery().label(name)


def _with_own(
    session: Session, book_id: int, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return a table with the book's own rates that name one of the currencies."""
    rates, asked = RateTable(), sorted(set(currencies))
    if len(asked) < 2:  # noqa: PLR2004  one currency is not converted
        return rates
    kept = own_rate.c
    found = session.execute(
        select(kept.origin, kept.target, kept.day, kept.value, kept.until)
        .where(
            kept.book_id == book_id,
            or_(kept.origin.in_(asked), kept.target.in_(asked)),
            kept.day <= last,
            or_(kept.day >= first - OLDEST, kept.until >= first),
        )
        .order_by(kept.origin, kept.target, kept.day)
    )
    for origin, target, day, value, until in found:
        rates.own.add(OwnRate(origin, target, day, Decimal(value), until))
    return rates


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
