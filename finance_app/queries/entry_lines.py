"""Which lines a list of entries is about: those of a kind, on some categories, or on none.

Each category has an index of its own days, and so have transfers: a list merges these streams, each
read no further than a page. Where a payee or words leave few entries, or an account whose entries
are mostly such, these are walked, and each is asked for its lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, exists, or_, select

from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import UNCATEGORISED, LineKind
from finance_app.domain.periods import EARLIEST, LATEST, month_number
from finance_app.domain.totals import TRANSFER, UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.models.tables import category, entry, line, month_total

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from finance_app.domain.entries import EntryFilter

MOST_STREAMS = 100  # that are merged; SQLite knows at most 500
_OPEN = line.c.category_id.is_(None) & line.c.transfer_line_id.is_(None)
_WITHOUT_CATEGORY: dict[int, ColumnElement[bool]] = {
    TRANSFER: line.c.transfer_line_id.is_not(None),
    UNCATEGORISED_IN: _OPEN & (line.c.amount > 0),
    UNCATEGORISED_OUT: _OPEN & (line.c.amount <= 0),
}
_KINDS = {
    LineKind.INCOME: (CategoryKind.INCOME, UNCATEGORISED_IN),
    LineKind.SPENDING: (CategoryKind.EXPENSE, UNCATEGORISED_OUT),
}


def streams(
    session: Session, book_id: int, wanted: EntryFilter
) -> list[ColumnElement[bool]] | None:
    """Return the lines that a list is about, each part in one index's order.

    None where it is about all entries, or where the entries are to be asked by `among`.
    """
    if wanted.category_ids is None and (wanted.kind is None or _leaves_few(wanted)):
        return None
    if wanted.kind is None:
        parts = [_of_any_kind(key) for key in wanted.category_ids or ()]
    else:
        parts = [
            _on(purpose) for purpose in sorted(_purposes(session, book_id, wanted, wanted.kind))
        ]
    return parts if len(parts) <= MOST_STREAMS else [or_(*parts)]


def among(session: Session, book_id: int, kind: LineKind) -> ColumnElement[bool]:
    """Return whether an entry has a line of a kind."""
    purposes = _of_kind(session, book_id, kind)
    categories = [purpose for purpose in purposes if purpose > 0]
    parts = [_on(purpose) for purpose in purposes if purpose <= 0]
    if categories:
        parts.append(line.c.category_id.in_(categories))
    return exists(
        select(line.c.id).where(
            line.c.book_id == entry.c.book_id, line.c.entry_id == entry.c.id, or_(*parts)
        )
    )


def asked(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    """Return which lines a list is about, beside their category, as `EntryFilter.asks_for` does."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.category_ids is not None:
        conditions.append(or_(*(_of_any_kind(key) for key in wanted.category_ids)))
    if wanted.kind is not None:
        conditions.append(kind() == wanted.kind)
    return conditions


def kind() -> ColumnElement[str]:
    """Return the kind of a line beside its category."""
    return case(
        (line.c.transfer_line_id.is_not(None), LineKind.TRANSFER),
        (category.c.kind == CategoryKind.INCOME, LineKind.INCOME),
        (_WITHOUT_CATEGORY[UNCATEGORISED_IN], LineKind.INCOME),
        else_=LineKind.SPENDING,
    )


def _leaves_few(wanted: EntryFilter) -> bool:
    """Say whether what else is asked for leaves few entries; most of an account's are spending."""
    by_account = wanted.account_id is not None and wanted.kind is LineKind.SPENDING
    by_label = wanted.payee_id is not None or wanted.tag_id is not None
    return by_account or by_label or bool(wanted.text)


def _purposes(session: Session, book_id: int, wanted: EntryFilter, kind: LineKind) -> set[int]:
    """Return the categories and sentinels of `domain.totals` of the kind that a list is about."""
    of_kind = _of_kind(session, book_id, kind)
    if wanted.category_ids is None:
        return of_kind & _occurring(session, book_id, wanted)
    asked = set(wanted.category_ids)
    if UNCATEGORISED in asked:
        asked |= {UNCATEGORISED_IN, UNCATEGORISED_OUT}
    return of_kind & asked


def _of_kind(session: Session, book_id: int, kind: LineKind) -> set[int]:
    if kind is LineKind.TRANSFER:
        return {TRANSFER}
    of_category, without = _KINDS[kind]
    found = session.scalars(
        select(category.c.id).where(category.c.book_id == book_id, category.c.kind == of_category)
    )
    return {*found, without}


def _occurring(session: Session, book_id: int, wanted: EntryFilter) -> set[int]:
    """Return what lines are for on the days and the account asked for, as monthly totals know."""
    kept = month_total.c
    first, last = (month_number(day) for day in (wanted.start or EARLIEST, wanted.last or LATEST))
    found = select(kept.category_id).where(
        kept.book_id == book_id, kept.month.between(first, last), kept.count > 0
    )
    if wanted.account_id is not None:
        found = found.where(kept.account_id == wanted.account_id)
    return set(session.scalars(found.distinct()))


def _of_any_kind(category_id: int) -> ColumnElement[bool]:
    return _OPEN if category_id == UNCATEGORISED else line.c.category_id == category_id


def _on(purpose: int) -> ColumnElement[bool]:
    without = _WITHOUT_CATEGORY.get(purpose)
    return line.c.category_id == purpose if without is None else without
