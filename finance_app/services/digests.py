"""Digests: a week or a month of a book, mailed to those who want that.

Each is written once, however often and by however many this is run: its row is unique, and comes
in one transaction with its mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from finance_app import db
from finance_app.domain import digests, notices, palette
from finance_app.domain.notices import DigestKind, Notice
from finance_app.domain.texts import on_a_line
from finance_app.domain.weeks import FirstDay
from finance_app.models import tables
from finance_app.queries import digests as queries
from finance_app.queries import users as user_queries
from finance_app.services import dashboard, mail, users, valuations
from finance_app.services import notices as notice_services
from finance_app.services.dashboard_reading import has_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.digests import Due

NOTICES = {DigestKind.WEEK: Notice.WEEK, DigestKind.MONTH: Notice.MONTH}
LASTS = {DigestKind.WEEK: timedelta(days=6), DigestKind.MONTH: timedelta(days=21)}
REPORTS = "/reports"


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whose digest it is, of which book and period."""

    user_id: int
    book_id: int
    due: Due


def write_due(now: datetime, going: Callable[[], bool] = lambda: True) -> int:
    """Write the digests whose time has come; return how many there were.

    Figures are read on a snapshot of each book, and each digest is written by itself, so nobody
    waits.

    Args:
        going: asked before each one; it stops where that says no.
    """
    written = 0
    with db.read() as session:
        readers = queries.readers(session)
    for reader in readers:
        wanted = notices.wanted(reader.notices)
        first_weekday = FirstDay(reader.first_day).weekday(reader.region)
        for due in digests.due(now, reader.time_zone, first_weekday):
            if NOTICES[due.kind] not in wanted:
                continue
            with db.read() as session:
                book_ids = queries.unwritten(session, reader.id, due.kind, due.period.start)
            for book_id in book_ids:
                if not going():
                    return written
                written += _write(_Meant(reader.id, book_id, due), now)
    return written


def _write(meant: _Meant, now: datetime) -> bool:
    """Write a digest, unless there is nothing to say or somebody else wrote it meanwhile."""
    with db.read() as session:
        values = _values(session, meant, now)
    if values is None:
        return False
    try:
        with db.write() as session:
            return _keep(session, meant, now, values)
    except IntegrityError:  # another worker wrote it; or the book went
        return False


def _values(session: Session, meant: _Meant, now: datetime) -> dict[str, Any] | None:
    """Return what the mail's template names.

    None where nothing is dated in the period, or where amounts are a mix until the book is
    converted to another currency.
    """
    found = user_queries.member_in(session, meant.user_id, meant.book_id)
    if found is None:
        return None
    actor = users.as_actor(session, found, now)
    period = meant.due.period
    if not has_entries(session, actor, period) or valuations.is_mixed(session, actor):
        return None
    name, number = queries.name_and_number(session, meant.user_id, meant.book_id)
    return values(session, actor, meant.due, name, is_one_of_many=number > 1)


def values(
    session: Session, actor: Actor, due: Due, name: str, *, is_one_of_many: bool
) -> dict[str, Any]:
    """Return a period's figures as the mail's template names them.

    Args:
        name: the book's.
        is_one_of_many: its reader has other books as well, and may look at one of these.
    """
    figures = dashboard.figures(session, actor, due.period, cards=digests.CARDS)
    made = digests.digest(figures, due.kind, actor.region)
    book, said = on_a_line(name), "The report of these days:"
    if is_one_of_many:
        said = f"The report of these days, once you look at “{book}”:"
    return {
        "book": book,
        "days": made.days,
        "unit": made.unit,
        "figures": made.figures,
        "figures_text": made.figures_text,
        "bars": made.bars,
        "bars_text": made.bars_text,
        "notes": made.notes,
        "shades": digests.SHADES,
        "income": palette.INCOME,
        "is_one_of_many": is_one_of_many,
        "report_said": said,
        "link": mail.address(f"{REPORTS}?period={quote(str(due.period), safe='.')}"),
    }


def _keep(session: Session, meant: _Meant, now: datetime, values: dict[str, Any]) -> bool:
    due = meant.due
    key = notice_services.tell(
        session,
        meant.user_id,
        NOTICES[due.kind],
        now,
        template="digest",
        lasts=LASTS[due.kind],
        **values,
    )
    if key is None:
        return False
    session.execute(
        insert(tables.digest).values(
            book_id=meant.book_id,
            user_id=meant.user_id,
            kind=due.kind,
            first_day=due.period.start,
            mail_id=key,
            written_at=now,
        )
    )
    return True
