"""Rates as they were published."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, String, column, func, select, true, values

from finance_app.domain.rates import OLDEST, RateTable
from finance_app.models.tables import rate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def table(
    session: Session, source: str, currencies: Collection[str], first: date, last: date
) -> RateTable:
    """Return what is needed to convert these currencies on any day from first to last."""
    rates = RateTable(source=source)
    wanted = sorted(set(currencies) - {rates.base})
    if not wanted:
        return rates
    rows = session.execute(
        select(rate.c.currency, rate.c.day, rate.c.per_base)
        .where(
            rate.c.source == source,
            rate.c.currency.in_(wanted),
            rate.c.day >= first - OLDEST,
            rate.c.day <= last,
        )
        .order_by(rate.c.currency, rate.c.day)
    )
    for currency, day, per_base in rows:
        rates.add(currency, day, Decimal(per_base))
    return rates


def table_on(
    session: Session, source: str, currencies: Collection[str], days: Collection[date]
) -> RateTable:
    """Return what is needed to convert these currencies on these days alone, however far apart."""
    rates = RateTable(source=source)
    wanted = sorted(set(currencies) - {rates.base})
    if not wanted or not days:
        return rates
    codes = values(column("code", String), name="codes").data([(code,) for code in wanted])
    asked = values(column("day", Date), column("oldest", Date), name="asked").data(
        [(day, day - OLDEST) for day in sorted(days)]
    )
    code, day = codes.cte("codes"), asked.cte("asked")
    newest = (
        select(rate)
        .where(
            rate.c.source == source,
            rate.c.currency == code.c.code,
            rate.c.day.between(day.c.oldest, day.c.day),
        )
        .order_by(rate.c.day.desc())
        .limit(1)
    )
    found = session.execute(
        select(code.c.code, *(_one(newest, name) for name in ("day", "per_base")))
        .join_from(code, day, true())
        .order_by(code.c.code, day.c.day)
    )
    for currency, published, per_base in dict.fromkeys(map(tuple, found)):
        if published is not None:
            rates.add(currency, published, Decimal(per_base))
    return rates


def _one(newest: Select[Any], name: str) -> Any:
    return newest.with_only_columns(rate.c[name]).scalar_subquery().label(name)


def newest_day(session: Session, source: str) -> date | None:
    """Return the last day that a source has a rate for, or None."""
    return session.execute(select(func.max(rate.c.day)).where(rate.c.source == source)).scalar()
