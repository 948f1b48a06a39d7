"""Dropping for good: accounts whose time has passed, and the rows of their books.

It goes in small steps, so that whoever writes meanwhile hardly waits. First the account goes and
its books are out of sight, then these lose their entries and changes bit by bit, and at last the
books themselves go with what is left. Changes can be dropped of such books alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from finance_app.domain.actors import Actor, Role
from finance_app.domain.leaving import Fate, fate
from finance_app.domain.regions import currency_of
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import books as book_queries
from finance_app.queries import leaving as queries
from finance_app.queries.keys import among, dialect_of, given
from finance_app.services import attempts, books, known_devices, search

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Column, Row
    from sqlalchemy.orm import Session

AT_ONCE = 500  # rows
LARGE = (tables.entry, tables.statement_import, tables.change, tables.change_set)
"""The tables that may hold more than goes at once, in the order in which nothing refers to them."""


def step(session: Session, now: datetime) -> bool:
    """Do the next little of it; say whether there may be more to do."""
    book_id = queries.purging(session)
    if book_id is not None:
        _shrink(session, book_id)
        return True
    leaver = queries.due(session, now)
    if leaver is None:
        return False
    for book, rows in groupby(queries.members(session, leaver.id), key=lambda row: row.book_id):
        others = {Role(row.role) for row in rows if row.user_id != leaver.id}
        if fate(others) is not Fate.STAYS:
            _hide(session, book, leaver.id, now)
    _forget(session, leaver)
    return True


def _hide(session: Session, book_id: int, user_id: int, now: datetime) -> None:
    """Take a book out of everybody's sight, for good; whoever looks at it goes home."""
    book, chosen = tables.book, tables.preferences
    gone = update(book).where(book.c.id == book_id)
    session.execute(gone.values(purging=True, removed_at=now))
    for row in queries.looking(session, book_id, user_id):
        home = session.execute(
            select(book_queries.home_of(chosen.c.user_id).scalar_subquery())
            .select_from(chosen)
            .where(chosen.c.user_id == row.user_id)
        ).scalar()
        home = home or _new_home(session, row, now)
        moved = update(chosen).where(chosen.c.user_id == row.user_id)
        session.execute(moved.values(book_id=home))


def _new_home(session: Session, row: Row[Any], now: datetime) -> int:
    """Make a book for somebody who has no other; return it."""
    currency = currency_of(row.region, now.date())
    actor = Actor(
        user_id=row.user_id,
        book_id=new_key(),
        role=Role.OWNER,
        now=now,
        time_zone=row.time_zone,
        region=row.region,
        base_currency=currency,
        email=row.email,
    )
    books.begin(session, actor)
    return actor.book_id


def _forget(session: Session, leaver: Row[Any]) -> None:
    """Drop all that is known of somebody; what refers to them goes with them."""
    devices = known_devices.subjects(session, leaver.id)
    attempts.forget_account(session, leaver.email, devices)
    mail, asked, user = tables.mail, tables.sign_up, tables.user
    session.execute(delete(mail).where(mail.c.recipient == leaver.email))
    session.execute(delete(asked).where(asked.c.email == leaver.email))
    session.execute(delete(user).where(user.c.id == leaver.id))


def _shrink(session: Session, book_id: int) -> None:
    """Drop some of a book's rows; where only few are left, the book with these."""
    for table in LARGE:
        keys = queries.newest(session, table, book_id, AT_ONCE)
        if keys:
            chosen = given(dialect_of(session), keys)
            if table is tables.entry:
                _empty(session, book_id, keys)
            _drop(session, table.c.id, book_id, chosen)
            return
    session.execute(delete(tables.book).where(tables.book.c.id == book_id))


def _empty(session: Session, book_id: int, keys: list[int]) -> None:
    """Drop what is part of entries; the other sides of transfers stay for their turn."""
    search.forget(session, book_id, keys)
    dialect, line = dialect_of(session), tables.line
    chosen = given(dialect, keys)
    mine = (line.c.book_id == book_id) & among(dialect, line.c.entry_id)
    pointing = line.c.transfer_line_id.in_(select(line.c.id).where(mine))
    cut = update(line).where(line.c.book_id == book_id, pointing).values(transfer_line_id=None)
    session.execute(cut, chosen)
    for column in (tables.entry_tag.c.entry_id, line.c.entry_id):
        _drop(session, column, book_id, chosen)


def _drop(session: Session, column: Column[Any], book_id: int, chosen: dict[str, Any]) -> None:
    table = column.table
    mine = (table.c.book_id == book_id) & among(dialect_of(session), column)
    session.execute(delete(table).where(mine), chosen)
