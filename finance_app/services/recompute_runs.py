"""A process that converts amounts anew, book after book, until nothing is to be done.

Only one is at work at a time: it claims a book, and shows with every part that it is alive. What a
dead one left is claimed once it has been silent for `SILENT`. That is about effort only: each part
is right whoever writes it.
"""

from __future__ import annotations

import logging
import secrets
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, select, update

from finance_app import db
from finance_app.domain.actors import Actor, Role
from finance_app.domain.recomputing import Reason
from finance_app.errors import AppError
from finance_app.models import tables
from finance_app.queries import members as member_queries
from finance_app.queries import recomputing as queries
from finance_app.services import history
from finance_app.services.recompute_steps import Stepper

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

SILENT = timedelta(seconds=5)
PAUSE = 0.005  # seconds between two parts, in which whoever waits may write

table = tables.recompute
log = logging.getLogger(__name__)


def is_due(session: Session, now: datetime) -> bool:
    """Say whether something is to be done that nobody is at."""
    return bool(queries.due(session)) and not session.scalar(_at_work(now))


def is_stuck(session: Session, moment: datetime) -> bool:
    """Say whether something is to be done and whoever claimed it was not seen since a moment."""
    return any(row.owner and row.beat_at < moment for row in queries.due(session))


def _at_work(now: datetime, besides: str = "") -> Select[tuple[bool]]:
    others = table.c.owner != besides
    return select(
        exists().where(queries.is_alive(now - SILENT), others, table.c.stopped.is_(False))
    )


def claim(session: Session, owner: str, now: datetime, book_id: int | None = None) -> int | None:
    """Take what came up first, or one book, for a process; return its book.

    None where nothing is to be done, or another process is at work.
    """
    queries.alone(session)
    mine = [row for row in queries.due(session) if book_id in (None, row.book_id)]
    if not mine or session.scalar(_at_work(now, owner)):
        return None
    own = table.c.book_id == mine[0].book_id
    session.execute(update(table).where(own).values(owner=owner, beat_at=now))
    return int(mine[0].book_id)


def release(session: Session, owner: str) -> None:
    """Let another process go on at once."""
    mine = table.c.owner == owner
    session.execute(update(table).where(mine).values(owner="", beat_at=None))


def run(
    clock: Callable[[], datetime],
    *,
    book_id: int | None = None,
    pause: float = PAUSE,
    going: Callable[[], bool] = lambda: True,
) -> int:
    """Do what is to be done; return how many books that was.

    Args:
        clock: returns this instant.
        book_id: the one book to look at; None for all.
        pause: seconds between two parts.
        going: is asked between two parts whether to go on.
    """
    owner, books = secrets.token_hex(8), set[int]()
    while going():
        with db.write() as session:
            claimed = claim(session, owner, clock(), book_id)
        if claimed is None:
            break
        books.add(claimed)
        try:
            _run_book(Stepper(claimed, owner), clock, pause, going)
        finally:
            with db.write() as session:
                release(session, owner)
    return len(books)


def _run_book(
    stepper: Stepper, clock: Callable[[], datetime], pause: float, going: Callable[[], bool]
) -> None:
    more = True
    while more and going():
        try:
            more = stepper.step(clock())
        except AppError as error:
            with db.write() as session:
                give_up(session, stepper.book_id, error.message, clock())
        time.sleep(pause)


def give_up(session: Session, book_id: int, message: str, now: datetime) -> None:
    """Keep amounts out that a book cannot hold: go back to the currency before, or stop."""
    row = queries.row(session, book_id)
    if row is None:
        return
    log.warning("book %s cannot be converted to %s", book_id, row.base_currency)
    own = table.c.book_id == book_id
    if row.reason == Reason.BASE and row.set_id is not None:
        owners = [one.user_id for one in member_queries.owners(session, book_id)]
        by = row.user_id if row.user_id in owners else owners[0]  # who began it may be gone
        actor = Actor(by, book_id, Role.OWNER, now, base_currency=row.base_currency)
        history.undo(session, actor, row.set_id)
        session.execute(update(table).where(own).values(problem=message))
        return
    stopped = {"stopped": True, "problem": message, "stamp": table.c.stamp + 1}
    session.execute(update(table).where(own).values(**stopped))
