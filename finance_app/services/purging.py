"""Dropping for good: accounts whose time has passed, and the rows of their books.

It goes in small steps, so that whoever writes meanwhile hardly waits. First the account goes and
its books are out of sight, then these lose their entries and changes bit by bit, and at last the
books themselves go with what is left. Changes can be dropped of such books alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from finance_app.domain.actors import Actor, Role
from finance_app.domain.audit import What
from finance_app.domain.leaving import Fate, Heir, fate, heir_of
from finance_app.models import tables
from finance_app.queries import books as book_queries
from finance_app.queries import leaving as queries
from finance_app.queries.keys import among, dialect_of, given
from finance_app.services import (
    attempts,
    audit,
    homes,
    known_devices,
    member_mails,
    members,
    search,
    second_steps,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Column, Row
    from sqlalchemy.orm import Session

AT_ONCE = 500  # rows
LARGE = (
    tables.webhook_delivery,
    tables.entry,
    tables.statement_import,
    tables.change,
    tables.change_set,
)
"""The tables that may hold more than goes at once, in the order in which nothing refers to them."""


def step(session: Session, now: datetime) -> bool:
    """Do the next little of it; say whether there may be more to do."""
    book_id = queries.purging(session)
    if book_id is not None:
        _shrink(session, book_id, now)
        return True
    leaver = queries.due(session, now)
    if leaver is None:
        return False
    for book_id in sorted({row.book_id for row in queries.members(session, leaver.id)}):
        _settle(session, book_id, leaver, now)
    _forget(session, leaver, now)
    return True


def _settle(session: Session, book_id: int, leaver: Row[Any], now: datetime) -> None:
    """Have one of the leaver's books stay, pass on or go, as things are by now.

    It goes where they are alone in it, or agreed to others losing it. Where they were not asked,
    since others came or another owner went meanwhile, it passes on: nobody loses it unwarned.
    """
    book_queries.locked(session, book_id)
    everybody = [row for row in queries.members(session, leaver.id) if row.book_id == book_id]
    own = next((row for row in everybody if row.user_id == leaver.id), None)
    if own is None:
        return  # they left it just now
    others = [row for row in everybody if row.user_id != leaver.id]
    found = fate({_role(row) for row in others})
    gone = Actor(leaver.id, book_id, Role(own.role), now, email=leaver.email, name=leaver.name)
    if found is Fate.IS_TAKEN and not own.given_up and own.removed_at is None:
        members.pass_on(session, gone, heir_of([_possible(row) for row in others]))
    elif found is not Fate.STAYS:
        _hide(session, book_id, leaver.id, now)
    else:
        member_mails.account_gone(session, gone)


def _role(row: Row[Any]) -> Role:
    """Return what somebody is in a book; an owner who cannot sign in is none.

    One who leaves later is: what becomes of the book is asked again when their time has come.
    """
    role = Role(row.role)
    return Role.EDITOR if role is Role.OWNER and row.disabled_at is not None else role


def _possible(row: Row[Any]) -> Heir:
    return Heir(row.user_id, Role(row.role), row.joined_at, is_here=row.is_here)


def _hide(session: Session, book_id: int, user_id: int, now: datetime) -> None:
    """Take a book out of everybody's sight, for good; whoever looks at it goes home."""
    book = tables.book
    gone = update(book).where(book.c.id == book_id)
    session.execute(gone.values(purging=True, removed_at=now))
    for other in queries.looking(session, book_id, user_id):
        homes.lead_home(session, book_id, now, other)


def _forget(session: Session, leaver: Row[Any], now: datetime) -> None:
    """Drop all that is known of somebody; what refers to them goes with them."""
    devices = known_devices.subjects(session, leaver.id)
    names = (leaver.email, f"mail\n{leaver.email}", *second_steps.names(leaver.id))
    attempts.forget_account(session, names, (*devices, *map(second_steps.name_of, devices)))
    mail, asked, user = tables.mail, tables.sign_up, tables.user
    session.execute(delete(mail).where(queries.mailed(leaver)))
    session.execute(delete(asked).where(asked.c.email == leaver.email))
    session.execute(delete(user).where(user.c.id == leaver.id))
    audit.add(session, What.DELETED, now, target_id=leaver.id)


def _shrink(session: Session, book_id: int, now: datetime) -> None:
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
    audit.add(session, What.BOOK_DELETED, now, subject=str(book_id))


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
