"""On which days rates were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from finance_app.domain.pegs import ALL as PEGS
from finance_app.domain.rate_sources import SOURCES
from finance_app.models.tables import rate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def first(session: Session, currencies: Collection[str]) -> date | None:
    """Return the first day that any of some currencies has a published rate from."""
    found = [
        select(func.min(rate.c.day)).where(rate.c.source == source, rate.c.currency == code)
        for source in SOURCES
        for code in legs(currencies)
    ]
    days = session.scalars(union_all(*found))
    return min((day for day in days if day is not None), default=None)


def beside(
    session: Session, currencies: Collection[str], day: date, limit: int, *, later: bool
) -> list[date]:
    """Return the next days that some currencies have published rates from, nearest first.

    Args:
        day: after it, or it and before.
        later: after it.
    """
    found: set[date] = set()
    order = rate.c.day if later else rate.c.day.desc()
    for source in SOURCES:
        for code in legs(currencies):
            near = rate.c.day > day if later else rate.c.day <= day
            some = (
                select(rate.c.day)
                .where(rate.c.source == source, rate.c.currency == code, near)
                .order_by(order)
                .limit(limit)
            )
            found.update(session.scalars(some))
    return sorted(found, reverse=not later)[:limit]


def legs(currencies: Collection[str]) -> list[str]:
    """Return whose published rates tell what some currencies are worth: their own and anchors'."""
    asked = set(currencies)
    return sorted(asked | {peg.anchor for code in asked if (peg := PEGS.get(code))})
