"""Entries, page by page.

Lists go by key (day, id), never by offset. A filter by what lines are for walks an index of theirs
(`queries.entry_lines`); one by text starts from the payees that match and from the search index.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, literal_column, or_, select, text, tuple_, union

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.entries import (
    Cursor,
    Direction,
    EntryFilter,
    EntryPage,
    EntryView,
    LineKind,
    LineView,
    Tagged,
)
from finance_app.domain.money import LIMIT, Money
from finance_app.domain.texts import storable
from finance_app.models.tables import account, category, entry, line, payee, refers
from finance_app.queries import entry_lines, labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    type Keys = tuple[ColumnElement[Any], ColumnElement[Any]]

FEW_PAYEES = 100  # that a search starts from; with more it walks the days instead
SHORTEST_INDEXED = 3  # characters: the search index knows trigrams


def page(
    session: Session,
    book_id: int,
    wanted: EntryFilter,
    *,
    size: int,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
) -> EntryPage:
    """Return one page of entries, newest first, after one place or before another."""
    ascending = newer_than is not None
    found = _keys(session, book_id, wanted, size + 1, newer_than or older_than, ascending=ascending)
    more, found = len(found) > size, found[:size]
    if ascending:
        found.reverse()
    entries = views(session, book_id, [key.id for key in found])
    if not found:
        return EntryPage(())
    first, last = found[0], found[-1]
    return EntryPage(
        entries,
        newer=first if (more if ascending else older_than is not None) else None,
        older=last if (more or ascending) else None,
    )


def _keys(
    session: Session,
    book_id: int,
    wanted: EntryFilter,
    limit: int,
    place: Cursor | None,
    *,
    ascending: bool,
) -> list[Cursor]:
    statement = keys(session, book_id, wanted, limit, place, ascending=ascending)
    return [Cursor(row.day, row.id) for row in session.execute(statement)]


def keys(
    session: Session,
    book_id: int,
    wanted: EntryFilter,
    limit: int,
    place: Cursor | None = None,
    *,
    ascending: bool = False,
) -> Select[Any]:
    """Return the select of day and key of so many entries that a list is about, in its order."""
    parts = entry_lines.streams(session, book_id, wanted)
    columns: Keys = (entry.c.day, entry.c.id) if parts is None else (line.c.day, line.c.entry_id)
    conditions = _conditions(session, book_id, wanted)
    if parts is None and wanted.kind is not None:
        conditions.append(entry_lines.among(session, book_id, wanted.kind))
    within = _within(wanted, columns, place, ascending=ascending)
    streams = [
        _ordered(stream.where(*conditions, *within), columns, limit, ascending=ascending)
        for stream in _streams(book_id, parts, columns, joined=bool(conditions))
    ]
    if len(streams) == 1:
        statement = streams[0]
    else:
        merged = union(*(select(stream.subquery()) for stream in streams)).subquery()
        columns = (merged.c.day, merged.c.id)
        statement = _ordered(select(*columns), columns, limit, ascending=ascending)
    return statement


def _ordered(statement: Select[Any], columns: Keys, limit: int, *, ascending: bool) -> Select[Any]:
    order = columns if ascending else [column.desc() for column in columns]
    return statement.order_by(*order).limit(limit)


def _streams(
    book_id: int, parts: Sequence[ColumnElement[bool]] | None, columns: Keys, *, joined: bool
) -> list[Select[Any]]:
    """Return the entries of a book, or for each part of its lines those that they are of.

    Args:
        parts: which lines; none are no line at all.
        columns: day and key.
        joined: something is asked of the entries themselves.
    """
    chosen = select(columns[0], columns[1].label("id"))
    if parts is None:
        return [chosen.where(entry.c.book_id == book_id)]
    if joined:
        of_entry = (entry.c.book_id == line.c.book_id) & (entry.c.id == line.c.entry_id)
        chosen = chosen.join_from(line, entry, of_entry)
    of_book = line.c.book_id == book_id
    return [chosen.distinct().where(of_book, part) for part in parts or (false(),)]


def _within(
    wanted: EntryFilter, columns: Keys, place: Cursor | None, *, ascending: bool
) -> list[ColumnElement[bool]]:
    """Return what bounds the days, and the place where a page begins."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.start is not None:
        conditions.append(columns[0] >= wanted.start)
    if wanted.last is not None:
        conditions.append(columns[0] <= wanted.last)
    if place is not None:
        at, here = tuple_(*columns), tuple_(place.day, place.id)
        conditions.append(at > here if ascending else at < here)
    return conditions


def _conditions(session: Session, book_id: int, wanted: EntryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.account_id is not None:
        conditions.append(entry.c.account_id == wanted.account_id)
    if wanted.payee_id is not None:
        conditions.append(entry.c.payee_id == wanted.payee_id)
    if wanted.tag_id is not None:
        conditions.append(labels.having_tag(session, book_id, wanted.tag_id))
    if wanted.direction is not None:
        inwards = wanted.direction is Direction.IN
        conditions.append(entry.c.amount > 0 if inwards else entry.c.amount < 0)
    if wanted.least is not None or wanted.most is not None:
        conditions.append(_amount_between(session, book_id, wanted.least, wanted.most))
    if words := storable(wanted.text):
        conditions.append(_says(session, book_id, words))
    return conditions


def _amount_between(
    session: Session, book_id: int, least: Decimal | None, most: Decimal | None
) -> ColumnElement[bool]:
    """Compare amounts in major units, in each account by the decimals of its currency."""
    found = session.execute(
        select(account.c.id, account.c.currency).where(account.c.book_id == book_id)
    )
    by_decimals: dict[int, list[int]] = {}
    for account_id, currency in found:
        by_decimals.setdefault(DECIMALS[currency], []).append(account_id)
    parts = [
        entry.c.account_id.in_(ids)
        & func.abs(entry.c.amount).between(
            _minor(least, decimals, 0, ROUND_CEILING), _minor(most, decimals, LIMIT, ROUND_FLOOR)
        )
        for decimals, ids in by_decimals.items()
    ]
    return or_(*parts) if parts else entry.c.id.is_(None)


def _minor(bound: Decimal | None, decimals: int, otherwise: int, rounding: str) -> int:
    if bound is None:
        return otherwise
    return min(int(bound.scaleb(decimals).to_integral_value(rounding)), LIMIT)


def _says(session: Session, book_id: int, words: str) -> ColumnElement[bool]:
    """Match entries whose payee, note or memo has the words in it, in any case."""
    matching = session.scalars(
        select(payee.c.id)
        .where(
            payee.c.book_id == book_id,
            payee.c.key.contains(words.casefold(), autoescape=True),
        )
        .limit(FEW_PAYEES + 1)
    ).all()
    by_payee: ColumnElement[bool] = entry.c.payee_id.in_(matching)
    if len(matching) > FEW_PAYEES:
        by_payee = entry.c.payee_id.in_(
            select(payee.c.id).where(
                payee.c.book_id == book_id,
                payee.c.key.contains(words.casefold(), autoescape=True),
            )
        )
    if len(words) < SHORTEST_INDEXED:
        return by_payee
    return by_payee | entry.c.id.in_(_indexed(session, book_id, words))


def _indexed(session: Session, book_id: int, words: str) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        quoted = '"' + words.replace('"', '""') + '"'
        return text("SELECT rowid FROM entry_text WHERE entry_text MATCH :words").bindparams(
            words=quoted
        )
    column: ColumnElement[str] = literal_column("entry_text.text")
    return (
        select(literal_column("entry_text.entry_id"))
        .select_from(text("entry_text"))
        .where(
            literal_column("entry_text.book_id") == book_id,
            column.icontains(words, autoescape=True),
        )
    )


def views(session: Session, book_id: int, entry_ids: Sequence[int]) -> tuple[EntryView, ...]:
    """Return entries with everything named, in the order of the keys; missing ones are left out."""
    found = session.execute(
        select(
            entry,
            account.c.name.label("account"),
            account.c.currency,
            payee.c.name.label("payee"),
        )
        .join_from(entry, account, refers(entry.c.account_id, account))
        .join(payee, refers(entry.c.payee_id, payee), isouter=True)
        .where(entry.c.book_id == book_id, entry.c.id.in_(entry_ids))
    )
    lines = _lines(session, book_id, entry_ids)
    tags = labels.of_entries(session, book_id, entry_ids)
    by_id = {row.id: _view(row, lines.get(row.id, ()), tags.get(row.id, ())) for row in found}
    return tuple(by_id[key] for key in entry_ids if key in by_id)


def _view(row: Row[Any], lines: Sequence[LineView], tags: tuple[Tagged, ...]) -> EntryView:
    original = None
    if row.original_currency is not None:
        original = Money(row.original_amount, row.original_currency)
    return EntryView(
        id=row.id,
        version=row.version,
        day=row.day,
        account_id=row.account_id,
        account=row.account,
        amount=Money(row.amount, row.currency),
        payee_id=row.payee_id,
        payee=row.payee or "",
        note=row.note,
        status=row.status,
        source=row.source,
        original=original,
        base_amount=row.base_amount,
        rate_day=row.rate_day,
        rate_source=row.rate_source,
        lines=tuple(lines),
        tags=tags,
    )


def other_side(session: Session, book_id: int, entry_id: int) -> int | None:
    """Return the entry on the other side of a transfer; None where there is none."""
    other = line.alias()
    found: int | None = session.scalar(
        select(other.c.entry_id)
        .join_from(line, other, refers(line.c.transfer_line_id, other))
        .where(line.c.book_id == book_id, line.c.entry_id == entry_id)
        .limit(1)
    )
    return found


def _lines(session: Session, book_id: int, entry_ids: Sequence[int]) -> dict[int, list[LineView]]:
    other_line, other_entry, other_account = line.alias(), entry.alias(), account.alias()
    found = session.execute(
        select(
            line,
            category.c.name.label("category"),
            category.c.hue,
            entry_lines.kind().label("kind"),
            other_account.c.name,
        )
        .join_from(line, category, refers(line.c.category_id, category), isouter=True)
        .join(other_line, refers(line.c.transfer_line_id, other_line), isouter=True)
        .join(other_entry, refers(other_line.c.entry_id, other_entry), isouter=True)
        .join(other_account, refers(other_entry.c.account_id, other_account), isouter=True)
        .where(line.c.book_id == book_id, line.c.entry_id.in_(entry_ids))
        .order_by(line.c.entry_id, line.c.position, line.c.id)
    )
    lines: dict[int, list[LineView]] = {}
    for row in found:
        lines.setdefault(row.entry_id, []).append(
            LineView(
                id=row.id,
                amount=row.amount,
                memo=row.memo,
                category_id=row.category_id,
                category=row.category or "",
                hue=row.hue or 0,
                transfer_account=row.name or "",
                kind=LineKind(row.kind),
            )
        )
    return lines
