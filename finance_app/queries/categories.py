"""The category tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.models.tables import category

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
