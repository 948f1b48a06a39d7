"""What was deleted: change sets by their kinds, and the rows that they took out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, union_all

from finance_app.models.tables import change, change_set

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session


def sets(
    session: Session,
    book_id: int,
    kinds: Sequence[str],
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
) -> list[tuple[int, str]]:
    """Return keys and summaries of sets of some kinds, newest first; those next after one, too.

    Each kind walks the index by itself, so no more than so many of each are read.
    """
    kept, ascending = change_set.c, after is not None
    streams = []
    for kind in kinds:
        stream = select(kept.id, kept.summary).where(kept.book_id == book_id, kept.kind == kind)
        if after is not None:
            stream = stream.where(kept.id > after)
        elif before is not None:
            stream = stream.where(kept.id < before)
        ordered = stream.order_by(_order(kept.id, ascending=ascending)).limit(limit)
        streams.append(select(ordered.subquery()))
    merged = union_all(*streams).subquery()
    order = _order(merged.c.id, ascending=ascending)
    found = session.execute(select(merged).order_by(order).limit(limit)).all()
    return [(row.id, row.summary) for row in (found[::-1] if ascending else found)]


def _order(column: ColumnElement[int], *, ascending: bool) -> ColumnElement[int]:
    return column.asc() if ascending else column.desc()


def deletions(
    session: Session, book_id: int, set_ids: Sequence[int], names: Collection[str]
) -> list[Row[*tuple[Any, ...]]]:
    """Return of each set and table the first change that took rows out, and how many did in all."""
    kept, first = change.c, func.min(change.c.sequence)
    each = (
        select(kept.change_set_id, first.label("first"), func.sum(kept.count).label("whole"))
        .where(
            kept.book_id == book_id,
            kept.change_set_id.in_(set_ids),
            kept.verb == "delete",
            kept.table_name.in_(names),
        )
        .group_by(kept.change_set_id, kept.table_name)
        .subquery()
    )
    wanted = (
        select(kept.id, kept.change_set_id, kept.table_name, kept.verb, kept.rows, each.c.whole)
        .join(each, each.c.first == kept.sequence)
        .where(kept.book_id == book_id)
        .order_by(kept.sequence)
    )
    return list(session.execute(wanted).all())
