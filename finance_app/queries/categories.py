"""The category tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from finance_app.domain.categories import CategoryKind, CategoryView, Usage
from finance_app.models.tables import category, line, month_total

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def everything(session: Session, book_id: int) -> list[CategoryView]:
    """Return a book's categories, in the order of their places among their siblings."""
    found = session.execute(
        select(category)
        .where(category.c.book_id == book_id)
        .order_by(category.c.position, category.c.id)
    )
    return [
        CategoryView(
            id=row.id,
            parent_id=row.parent_id,
            kind=CategoryKind(row.kind),
            name=row.name,
            icon=row.icon,
            hue=row.hue,
            hidden=row.hidden,
            version=row.version,
        )
        for row in found
    ]


def known(session: Session, book_id: int, keys: Collection[Any]) -> set[int]:
    """Return which of these keys are categories of the book."""
    if not keys:
        return set()
    return set(
        session.scalars(
            select(category.c.id).where(category.c.book_id == book_id, category.c.id.in_(keys))
        )
    )


def end_of(session: Session, book_id: int, parent_id: int | None) -> int:
    """Return the position behind all that stand in a group, or at the top."""
    last = select(func.max(category.c.position)).where(
        category.c.book_id == book_id, category.c.parent_id.is_not_distinct_from(parent_id)
    )
    found = session.scalar(last)
    return 0 if found is None else found + 1


def usage(session: Session, book_id: int, first: int, last: int) -> dict[int, Usage]:
    """Return how often each category is used, from the monthly totals.

    Args:
        first: the number of a month…
        last: …and of the last one, between which a use is this year's.
    """
    kept = month_total.c
    now = case((kept.month.between(first, last), kept.count), else_=0)
    found = session.execute(
        select(kept.category_id, func.sum(now), func.sum(kept.count))
        .where(kept.book_id == book_id, kept.category_id > 0)
        .group_by(kept.category_id)
    )
    return {key: Usage(int(this_year), int(ever)) for key, this_year, ever in found}


def entry_count(session: Session, book_id: int, category_id: int) -> int:
    """Return how many entries have a line on a category."""
    return session.execute(
        select(func.count(line.c.entry_id.distinct())).where(
            line.c.book_id == book_id, line.c.category_id == category_id
        )
    ).scalar_one()
