"""Dropping for good: accounts whose time has passed, and the rows of their books.

It goes in small steps, so that whoever writes meanwhile hardly waits. First the account goes and
its books are out of sight, then these lose their entries and changes bit by bit, and at last the
books themselves go with what is left. Changes can be dropped of such books alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from finance_app.domain.actors import Role
from finance_app.domain.leaving import Fate, fate
from finance_app.models import tables
from finance_app.queries import leaving as queries
from finance_app.queries.keys import among, dialect_of, given
from finance_app.services import attempts, homes, known_devices, search, second_steps

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
    book = tables.book
    gone = update(book).where(book.c.id == book_id)
    session.execute(gone.values(purging=True, removed_at=now))
    for other in queries.looking(session, book_id, user_id):
        homes.lead_home(session, book_id, now, other)


def _forget(session: Session, leaver: Row[Any]) -> None:
    """Drop all that is known of somebody; what refers to them goes with them."""
    devices = known_devices.subjects(session, leaver.id)
    names = (leaver.email, f"mail\n{leaver.email}", *second_steps.names(leaver.id))
    attempts.forget_account(session, names, (*devices, *map(second_steps.name_of, devices)))
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
