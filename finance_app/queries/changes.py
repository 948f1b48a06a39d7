"""Change sets and the rows they wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, exists, func, select, union_all

from finance_app.domain.change_kinds import KINDS
from finance_app.domain.changes import ChangeFilter, ChangeSetView
from finance_app.models.columns import first_key
from finance_app.models.tables import (
    book,
    change,
    change_set,
    entry,
    invitation,
    refers,
    user,
)
from finance_app.queries.keys import among, dialect_of, given

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, Row, Select
    from sqlalchemy.orm import Session

ANY = ChangeFilter()


def sets(
    session: Session,
    book_id: int,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
    wanted: ChangeFilter = ANY,
) -> list[ChangeSetView]:
    """Return change sets, newest first: the newest, those before one, or those next after one."""
    kept = change_set.c
    limits = [kept.book_id == book_id]
    if wanted.by is not None:
        limits.append(kept.user_id == wanted.by)
    limits += [kept.id >= first_key(wanted.since)] if wanted.since else []
    limits += [kept.id < first_key(wanted.until)] if wanted.until else []
    limits += [kept.id < before] if before is not None else []
    limits += [kept.id > after] if after is not None else []
    order = kept.id.desc() if after is None else kept.id
    if wanted.topic is None:
        chosen: Any = select(kept.id).where(*limits).order_by(order).limit(limit)
    else:  # each kind by its index
        parts = (
            select(kept.id).where(*limits, kept.kind == kind).order_by(order).limit(limit)
            for kind in KINDS[wanted.topic]
        )
        chosen = union_all(*(select(part.subquery()) for part in parts))
    found = (
        select(change_set, user.c.email, user.c.name)
        .join(user, user.c.id == kept.user_id, isouter=True)
        .where(kept.book_id == book_id, kept.id.in_(chosen))
        .order_by(order)
        .limit(limit)
    )
    views = _views(session, book_id, found)
    return views if after is None else views[::-1]


def written_rows(session: Session, book_id: int, set_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Return the changes of some sets with their images, in order."""
    kept = change.c
    wanted: Select[Any] = (
        select(kept.change_set_id, kept.table_name, kept.verb, kept.rows)
        .where(kept.book_id == book_id, kept.change_set_id.in_(set_ids))
        .order_by(kept.change_set_id.desc(), kept.sequence)
    )
    return session.execute(wanted).all()


def one_set(session: Session, book_id: int, set_id: int) -> ChangeSetView | None:
    """Return one change set, or None."""
    return next(
        (view for view in sets(session, book_id, limit=1, before=set_id + 1) if view.id == set_id),
        None,
    )


def _views(session: Session, book_id: int, wanted: Select[Any]) -> list[ChangeSetView]:
    rows = session.execute(wanted).all()
    keys = [row.id for row in rows]
    written, lasts = _written(session, book_id, keys), last_of(session, book_id, keys)
    views = [_view(row, written[row.id], lasts[row.id]) for row in rows]
    about = [view.id for view in views if view.is_about_members]
    known = _addresses(session, book_id, about)
    return [view.about(known[view.id]) if view.id in known else view for view in views]


def _addresses(session: Session, book_id: int, set_ids: Sequence[int]) -> dict[int, str]:
    """Return the address of whom some sets are about, where they are invited or users still."""
    kept = change.c
    images = select(kept.change_set_id, kept.rows).where(
        kept.book_id == book_id, kept.change_set_id.in_(set_ids)
    )
    about = {}
    for set_id, rows in session.execute(images) if set_ids else ():
        image = json.loads(rows)
        ((key, *_), *_) = image["after"] or image["before"]
        about[set_id] = key
    keys = set(about.values())
    mine = invitation.c.book_id == book_id
    invited = select(invitation.c.id, invitation.c.email).where(mine, invitation.c.id.in_(keys))
    users = select(user.c.id, user.c.email).where(user.c.id.in_(keys))
    found = dict[int, str]()
    for wanted in (invited, users) if keys else ():
        found |= {row.id: row.email for row in session.execute(wanted)}
    return {set_id: found[key] for set_id, key in about.items() if key in found}


def last_of(session: Session, book_id: int, set_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the newest of the sets that undid and redid each, and how many those are."""
    found = {key: (key, 0) for key in set_ids}
    begun = {key: key for key in set_ids}  # the newest known of each, and the one it goes back to
    kept, seen = change_set.c, set[tuple[int, int]]()
    while begun:
        following = session.execute(
            select(kept.undoes_id, kept.id).where(
                kept.book_id == book_id, kept.undoes_id.in_(begun)
            )
        ).all()
        steps = {(row.id, begun[row.undoes_id]) for row in following} - seen
        begun, seen = dict(steps), seen | steps
        found |= {first: (newest, found[first][1] + 1) for newest, first in begun.items()}
    return found


def _written(session: Session, book_id: int, set_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many rows of each table some change sets wrote."""
    kept = change.c
    counts = (
        select(kept.change_set_id, kept.table_name, func.sum(kept.count))
        .where(kept.book_id == book_id, kept.change_set_id.in_(set_ids))
        .group_by(kept.change_set_id, kept.table_name)
    )
    found: dict[int, dict[str, int]] = {key: {} for key in set_ids}
    for set_id, table, count in session.execute(counts):
        found[set_id][table] = int(count)
    return found


def written_by_verb(
    session: Session, book_id: int, set_ids: Sequence[int]
) -> dict[int, dict[tuple[str, str], int]]:
    """Return how many rows of each table some change sets inserted, updated and deleted."""
    kept = change.c
    counts = (
        select(kept.change_set_id, kept.table_name, kept.verb, func.sum(kept.count))
        .where(kept.book_id == book_id, kept.change_set_id.in_(set_ids))
        .group_by(kept.change_set_id, kept.table_name, kept.verb)
    )
    found: dict[int, dict[tuple[str, str], int]] = {key: {} for key in set_ids}
    for set_id, table, verb, count in session.execute(counts):
        found[set_id][table, verb] = int(count)
    return found


def _view(row: Row[Any], written: dict[str, int], last: tuple[int, int]) -> ChangeSetView:
    return ChangeSetView(
        id=row.id,
        at=row.at,
        kind=row.kind,
        summary=row.summary,
        by=row.email or "",
        by_name=row.name or "",
        written=written,
        undoes_id=row.undoes_id,
        undone=bool(last[1]),
        last=last[0],
        stands=last[1] % 2 == 0,
    )


def set_of(session: Session, table: Table, book_id: int, key: int) -> int | None:
    """Return the change set that wrote a row last, or None."""
    return session.scalar(
        select(change.c.change_set_id)
        .join_from(table, change, refers(table.c.change_id, change))
        .where(table.c.book_id == book_id, table.c.id == key)
    )


def heads(session: Session, book_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return the number of each book's last change and its change set; nothing for new books."""
    each = change.alias("each")
    newest = select(func.max(each.c.sequence)).where(each.c.book_id == book.c.id)
    last = (change.c.book_id == book.c.id) & (change.c.sequence == newest.scalar_subquery())
    found = (
        select(book.c.id, change.c.sequence, change.c.change_set_id)
        .join_from(book, change, last)
        .where(book.c.id.in_(book_ids))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(found)}


def views(session: Session, book_id: int, set_ids: Sequence[int]) -> list[ChangeSetView]:
    """Return some change sets, newest first."""
    found = (
        select(change_set, user.c.email, user.c.name)
        .join(user, user.c.id == change_set.c.user_id, isouter=True)
        .where(change_set.c.book_id == book_id, change_set.c.id.in_(set_ids))
    )
    return _views(session, book_id, found.order_by(change_set.c.id.desc()))


def of_set(session: Session, book_id: int, set_id: int) -> Sequence[Row[Any]]:
    """Return the changes of one set in the order they were made, without their rows."""
    about = (column for column in change.c if column.name != "rows")
    return session.execute(
        select(*about)
        .where(change.c.book_id == book_id, change.c.change_set_id == set_id)
        .order_by(change.c.sequence)
    ).all()


def images(session: Session, book_id: int, change_id: int) -> str:
    """Return the rows of a change before and after it, as JSON."""
    found = select(change.c.rows).where(change.c.book_id == book_id, change.c.id == change_id)
    return str(session.execute(found).scalar_one())


def chain(session: Session, book_id: int, after: int, limit: int) -> Sequence[Row[Any]]:
    """Return the changes of a book that follow a number, in order."""
    return session.execute(
        select(change)
        .where(change.c.book_id == book_id, change.c.sequence > after)
        .order_by(change.c.sequence)
        .limit(limit)
    ).all()


def rows_of(
    session: Session, table: Table, book_id: int, keys: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """Return whole rows of a table by key; those that are not there are left out."""
    if not keys:
        return {}
    dialect = dialect_of(session)
    wanted = select(table).where(table.c.book_id == book_id, among(dialect, table.c.id))
    found = session.execute(wanted, given(dialect, keys)).mappings()
    return {row["id"]: dict(row) for row in found}


def all_rows(session: Session, table: Table, book_id: int) -> list[dict[str, Any]]:
    """Return all of a book's rows of a table that has few."""
    found = session.execute(select(table).where(table.c.book_id == book_id))
    return [dict(row) for row in found.mappings()]


def rows_on(
    session: Session, column: Column[Any], book_id: int, key: int, limit: int
) -> list[dict[str, Any]]:
    """Return whole rows that refer to something by a column, at most so many."""
    found = select(column.table).where(column.table.c.book_id == book_id, column == key)
    return [dict(row) for row in session.execute(found.limit(limit)).mappings()]


def rows_under(
    session: Session, table: Table, book_id: int, entry_ids: Sequence[int]
) -> list[dict[str, Any]]:
    """Return whole rows that belong to entries, such as their lines."""
    found = select(table).where(table.c.book_id == book_id, table.c.entry_id.in_(entry_ids))
    return [dict(row) for row in session.execute(found).mappings()]


def last_changes(
    session: Session, table: Table, book_id: int, keys: Sequence[int]
) -> dict[int, int]:
    """Return the change that wrote each row last; rows that are not there are left out."""
    if not keys:
        return {}
    dialect = dialect_of(session)
    wanted = select(table.c.id, table.c.change_id).where(
        table.c.book_id == book_id, among(dialect, table.c.id)
    )
    return {row[0]: row[1] for row in session.execute(wanted, given(dialect, keys)).all()}


def uses(session: Session, column: Column[Any], book_id: int, key: int) -> bool:
    """Say whether any row of a book refers to something by this column."""
    using = exists().where(column.table.c.book_id == book_id, column == key)
    return bool(session.scalar(select(using)))


def any_imported(session: Session, book_id: int, rows: Sequence[dict[str, Any]]) -> bool:
    """Say whether the bank's line of one of these entries is in the book."""
    keys = [row["import_key"] for row in rows if row["import_key"] is not None]
    accounts = {row["account_id"] for row in rows}
    dialect = dialect_of(session)
    known = exists().where(
        entry.c.book_id == book_id,
        entry.c.account_id.in_(accounts),
        among(dialect, entry.c.import_key),
    )
    return bool(keys) and bool(session.scalar(select(known), given(dialect, keys)))
