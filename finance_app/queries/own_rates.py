"""A book's own rates, and the entries that they convert."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, tuple_

from finance_app.domain.own_rate_rules import OwnRateView
from finance_app.domain.own_rates import OwnRate
from finance_app.models.tables import account, entry, own_rate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from finance_app.domain.own_rate_rules import Place

kept = own_rate.c


def page(
    session: Session,
    book_id: int,
    *,
    size: int,
    after: Place | None = None,
    before: Place | None = None,
) -> list[OwnRateView]:
    """Return own rates by pair, the newest of each first: the first ones, or beside a place."""
    found = select(own_rate).where(kept.book_id == book_id).limit(size)
    order = (kept.origin, kept.target, kept.day.desc())
    if before is not None:
        found = found.where(_beside(before, above=True))
        turned = (kept.origin.desc(), kept.target.desc(), kept.day)
        return [view(row) for row in session.execute(found.order_by(*turned)).mappings()][::-1]
    if after is not None:
        found = found.where(_beside(after, above=False))
    return [view(row) for row in session.execute(found.order_by(*order)).mappings()]


def _beside(place: Place, *, above: bool) -> ColumnElement[bool]:
    origin, target, day = place
    pair, asked = tuple_(kept.origin, kept.target), tuple_(origin, target)
    same = and_(kept.origin == origin, kept.target == target)
    if above:
        return or_(pair < asked, and_(same, kept.day > day))
    return or_(pair > asked, and_(same, kept.day < day))


def everything(session: Session, book_id: int) -> list[OwnRateView]:
    """Return all own rates by pair and day."""
    found = select(own_rate).where(kept.book_id == book_id)
    rows = session.execute(found.order_by(kept.origin, kept.target, kept.day))
    return [view(row) for row in rows.mappings()]


def count(session: Session, book_id: int) -> int:
    """Return how many own rates a book has."""
    counted = select(func.count()).select_from(own_rate).where(kept.book_id == book_id)
    return int(session.execute(counted).scalar_one())


def of_day(session: Session, book_id: int, rate: OwnRate) -> int | None:
    """Return the key of the own rate that a pair has on a day, None where it has none."""
    return session.scalar(
        select(kept.id).where(
            kept.book_id == book_id,
            kept.origin == rate.origin,
            kept.target == rate.target,
            kept.day == rate.day,
        )
    )


def keys(session: Session, book_id: int, pairs: Collection[tuple[str, str]]) -> dict[Place, int]:
    """Return the keys of the own rates of some pairs, by pair and day."""
    found = session.execute(
        select(kept.origin, kept.target, kept.day, kept.id).where(
            kept.book_id == book_id,
            kept.origin.in_({origin for origin, _ in pairs}),
            kept.target.in_({target for _, target in pairs}),
        )
    )
    return {(row[0], row[1], row[2]): row[3] for row in found}


def days(
    session: Session,
    book_id: int,
    currencies: Collection[str],
    day: date,
    limit: int,
    *,
    later: bool,
    between: bool,
) -> list[date]:
    """Return the next days that own rates are from, nearest first.

    Args:
        day: after it, or it and before.
        later: after it.
        between: those between the currencies alone, else all that name one of them.
    """
    both = and_(kept.origin.in_(currencies), kept.target.in_(currencies))
    stated = select(kept.day).where(
        kept.book_id == book_id,
        both if between else _names(currencies),
        kept.day > day if later else kept.day <= day,
    )
    order = kept.day if later else kept.day.desc()
    return list(session.scalars(stated.distinct().order_by(order).limit(limit)))


def neighbours(session: Session, book_id: int, currencies: Collection[str]) -> set[str]:
    """Return all currencies that own rates which name one of these are about."""
    found = select(kept.origin, kept.target).where(kept.book_id == book_id, _names(currencies))
    return {code for row in session.execute(found.distinct()) for code in row}


def _names(currencies: Collection[str]) -> ColumnElement[bool]:
    return or_(kept.origin.in_(currencies), kept.target.in_(currencies))


def first_day(session: Session, book_id: int, currencies: Collection[str]) -> date | None:
    """Return the first day that an own rate which names a currency is from."""
    found: date | None = session.scalar(
        select(func.min(kept.day)).where(kept.book_id == book_id, _names(currencies))
    )
    return found


def converted(
    session: Session,
    book_id: int,
    currencies: Collection[str],
    first: date,
    last: date,
    *,
    after: tuple[date, int] | None,
    limit: int,
) -> list[tuple[date, int]]:
    """Return the next entries in some currencies from one day to another, by day and key."""
    accounts = select(account.c.id).where(
        account.c.book_id == book_id, account.c.currency.in_(sorted(currencies))
    )
    found = select(entry.c.day, entry.c.id).where(
        entry.c.book_id == book_id,
        entry.c.day.between(first, last),
        entry.c.account_id.in_(accounts),
    )
    if after is not None:
        day, key = after
        later = or_(entry.c.day > day, and_(entry.c.day == day, entry.c.id > key))
        found = found.where(later, entry.c.day >= day)
    rows = session.execute(found.order_by(entry.c.day, entry.c.id).limit(limit))
    return [(row[0], row[1]) for row in rows]


def view(row: Mapping[Any, Any]) -> OwnRateView:
    """Return a row of the table as a value."""
    value, until = Decimal(row["value"]), row["until"]
    rate = OwnRate(row["origin"], row["target"], row["day"], value, until)
    return OwnRateView(row["id"], row["version"], rate)
