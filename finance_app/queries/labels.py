"""Payees and tags: a page of them by name, with how often they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, literal, select

from finance_app.domain.entries import Tagged
from finance_app.domain.labels import MOST_COUNTED, LabelKind, LabelView
from finance_app.models.tables import entry, entry_tag, payee, refers, tag

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Column, ColumnElement, Row, Table
    from sqlalchemy.orm import Session


AT_ONCE = 500  # names in one statement
FEW_TAGGED = 500  # entries with a tag that a list starts from


class Kept(NamedTuple):
    """Where labels of a kind are kept, and the column by which entries have them."""

    table: Table
    used_by: Column[Any]


KEPT = {
    LabelKind.PAYEE: Kept(payee, entry.c.payee_id),
    LabelKind.TAG: Kept(tag, entry_tag.c.tag_id),
}


def page(
    session: Session,
    book_id: int,
    kind: LabelKind,
    words: str,
    *,
    size: int,
    after: str = "",
    before: str = "",
) -> list[LabelView]:
    """Return labels by name: the first ones, or those next after or before a key.

    It walks the index of names, so that it reads no more of them than it must.

    Args:
        words: a part of the names, as names are compared.
    """
    table = KEPT[kind].table
    wanted = _labels(kind, book_id).limit(size)
    if words:
        wanted = wanted.where(table.c.key.contains(words, autoescape=True))
    if before:
        backwards = wanted.where(table.c.key < before).order_by(table.c.key.desc())
        return [_view(row) for row in session.execute(backwards)][::-1]
    if after:
        wanted = wanted.where(table.c.key > after)
    return [_view(row) for row in session.execute(wanted.order_by(table.c.key))]


def some(
    session: Session, book_id: int, kind: LabelKind, keys: Collection[int]
) -> dict[int, LabelView]:
    """Return labels by key; those that are not there are left out."""
    wanted = _labels(kind, book_id).where(KEPT[kind].table.c.id.in_(keys))
    return {row.id: _view(row) for row in session.execute(wanted)}


def named(session: Session, book_id: int, kind: LabelKind, key: str) -> LabelView | None:
    """Return the label of a name as names are compared, or None."""
    wanted = _labels(kind, book_id).where(KEPT[kind].table.c.key == key)
    return next(map(_view, session.execute(wanted)), None)


def ids_by_key(
    session: Session, book_id: int, kind: LabelKind, keys: Collection[str]
) -> dict[str, int]:
    """Return the labels that these names, as they are compared, belong to."""
    table, found, wanted = KEPT[kind].table, dict[str, int](), sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        rows = session.execute(
            select(table.c.key, table.c.id).where(
                table.c.book_id == book_id, table.c.key.in_(wanted[start : start + AT_ONCE])
            )
        )
        found.update((row.key, row.id) for row in rows)
    return found


def names(session: Session, book_id: int, kind: LabelKind, limit: int) -> list[str]:
    """Return names in order, as a field proposes them."""
    table = KEPT[kind].table
    wanted = select(table.c.name).where(table.c.book_id == book_id)
    return list(session.scalars(wanted.order_by(table.c.key).limit(limit)))


def having_tag(session: Session, book_id: int, tag_id: int) -> ColumnElement[bool]:
    """Return whether an entry has a tag: few are started from, among many each entry is asked."""
    of_tag = (entry_tag.c.book_id == book_id) & (entry_tag.c.tag_id == tag_id)
    some = select(entry_tag.c.entry_id).where(of_tag)
    found = session.scalars(some.limit(FEW_TAGGED + 1)).all()
    if len(found) <= FEW_TAGGED:
        return entry.c.id.in_(found)
    return some.where(entry_tag.c.entry_id == entry.c.id).correlate(entry).exists()


def of_entries(
    session: Session, book_id: int, entry_ids: Collection[int]
) -> dict[int, tuple[Tagged, ...]]:
    """Return the tags of entries, by name; entries without any are left out."""
    rows = session.execute(
        select(entry_tag.c.entry_id, tag.c.id, tag.c.name)
        .join_from(entry_tag, tag, refers(entry_tag.c.tag_id, tag))
        .where(entry_tag.c.book_id == book_id, entry_tag.c.entry_id.in_(entry_ids))
        .order_by(entry_tag.c.entry_id, tag.c.key)
    )
    found: dict[int, tuple[Tagged, ...]] = {}
    for row in rows:
        found[row.entry_id] = (*found.get(row.entry_id, ()), Tagged(row.id, row.name))
    return found


def count(session: Session, book_id: int, kind: LabelKind, label_id: int) -> int:
    """Return how many entries a label has."""
    used_by = KEPT[kind].used_by
    return session.execute(
        select(func.count()).where(used_by.table.c.book_id == book_id, used_by == label_id)
    ).scalar_one()


def tagged(
    session: Session, book_id: int, tag_id: int, beside: int | None, limit: int
) -> list[dict[str, Any]]:
    """Return rows of entries that have a tag, at most so many.

    Args:
        beside: another tag that they must have as well.
    """
    wanted = select(entry_tag).where(entry_tag.c.book_id == book_id, entry_tag.c.tag_id == tag_id)
    if beside is not None:
        other = entry_tag.alias()
        same = (other.c.book_id == book_id) & (other.c.entry_id == entry_tag.c.entry_id)
        wanted = wanted.where(select(other.c.id).where(same, other.c.tag_id == beside).exists())
    return [dict(row) for row in session.execute(wanted.limit(limit)).mappings()]


def _labels(kind: LabelKind, book_id: int) -> Any:
    """Return the select of labels; each counts its own entries by their index."""
    table, used_by = KEPT[kind]
    own: ColumnElement[bool] = used_by == table.c.id
    counted = (
        select(literal(1))
        .where(used_by.table.c.book_id == book_id, own)
        .limit(MOST_COUNTED + 1)
        .correlate(table)
        .subquery()
    )
    last: Any = literal(None)
    if kind is LabelKind.PAYEE:
        newest = select(func.max(entry.c.day)).where(entry.c.book_id == book_id, own)
        last = newest.correlate(table).scalar_subquery()
    uses = select(func.count()).select_from(counted).scalar_subquery()
    return select(
        table.c.id,
        table.c.name,
        table.c.key,
        table.c.version,
        uses.label("uses"),
        last.label("last"),
    ).where(table.c.book_id == book_id)


def _view(row: Row[Any]) -> LabelView:
    return LabelView(row.id, row.name, row.key, row.version, int(row.uses), row.last)
