"""Where rates come from: how it went, what is there already, which currencies books use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import String, column, func, select, union, values

from finance_app.domain.rate_feeds import Refusal
from finance_app.domain.rate_times import Feed
from finance_app.models.tables import (
    account,
    book,
    entry,
    own_rate,
    preferences,
    rate,
    rate_feed,
    refused_rate,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def feeds(session: Session) -> dict[str, Feed]:
    """Return how it went with each provider that was ever asked."""
    return {row["source"]: Feed(**row) for row in session.execute(select(rate_feed)).mappings()}


def used(session: Session) -> set[str]:
    """Return the currencies of all books: theirs, their accounts', those paid in or looked at."""
    codes = union(
        select(book.c.base_currency).distinct(),
        select(account.c.currency).distinct(),
        select(preferences.c.display_currency).where(preferences.c.display_currency != ""),
        select(entry.c.original_currency).where(entry.c.original_currency.is_not(None)).distinct(),
        select(own_rate.c.origin).distinct(),
        select(own_rate.c.target).distinct(),
    )
    return set(session.execute(codes).scalars())


def newest(session: Session, source: str, currencies: Collection[str]) -> dict[str, date | None]:
    """Return the newest day that a source has for each currency: one look into the key each."""
    if not currencies:
        return {}
    code = values(column("code", String), name="codes").data([(each,) for each in currencies])
    wanted = code.cte("wanted")
    day = (
        select(func.max(rate.c.day))
        .where(rate.c.source == source, rate.c.currency == wanted.c.code)
        .scalar_subquery()
    )
    rows = session.execute(select(wanted.c.code, day.label("newest")))
    return {row.code: row.newest for row in rows}


def days(session: Session, source: str, currency: str, since: date) -> frozenset[date]:
    """Return the days from one on that a source has for a currency."""
    here = (rate.c.source == source, rate.c.currency == currency, rate.c.day >= since)
    return frozenset(session.execute(select(rate.c.day).where(*here)).scalars())


def known(
    session: Session, source: str, currencies: Collection[str], first: date, last: date
) -> dict[str, dict[date, Decimal]]:
    """Return what a source has for some currencies from one day to another."""
    rows = session.execute(
        select(rate.c.currency, rate.c.day, rate.c.per_base).where(
            rate.c.source == source,
            rate.c.currency.in_(currencies),
            rate.c.day.between(first, last),
        )
    )
    found: dict[str, dict[date, Decimal]] = {}
    for currency, day, per_base in rows:
        found.setdefault(currency, {})[day] = Decimal(per_base)
    return found


def refused(session: Session, source: str, at_most: int) -> tuple[Refusal, ...]:
    """Return what a source published that does not count, newest day first."""
    rows = session.execute(
        select(
            refused_rate.c.currency,
            refused_rate.c.day,
            refused_rate.c.per_base,
            refused_rate.c.reason,
        )
        .where(refused_rate.c.source == source)
        .order_by(refused_rate.c.day.desc(), refused_rate.c.currency)
        .limit(at_most)
    )
    return tuple(Refusal(*row) for row in rows)
