"""What of this server keeps failing: told to administrators once it lasts, and when it is over.

A job calls `failing` each time that it fails and `over` each time that it does not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.domain.formatting import day_text, time_text
from finance_app.domain.notices import Notice
from finance_app.domain.texts import on_a_line
from finance_app.models import tables
from finance_app.queries import mail as queries
from finance_app.queries.keys import dialect_of
from finance_app.services import mail, notices

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

LONG = timedelta(days=1)  # that something fails before anybody is told
LONGEST_SENTENCE = 300
HEALTH = "/admin?show=health"


def failing(
    session: Session, name: str, sentence: str, now: datetime, *, since: datetime | None = None
) -> None:
    """Note that something failed; mail administrators, once, when it has failed for a day.

    Args:
        name: of what failed, as people call it: `Backup`.
        sentence: what was wrong, the last time.
        since: when it began to fail; by itself that is when it is noted first.
    """
    found = queries.trouble(session, name)
    if found is None:
        found = _begun(session, name, sentence, since or now)
    table = tables.trouble
    late = found.told_at is None and now - found.since >= LONG
    values: dict[str, Any] = {"sentence": sentence[:LONGEST_SENTENCE]}
    if late:
        values["told_at"] = now
    mine = update(table).where(table.c.name == name).values(values)
    if late:
        mine = mine.where(table.c.told_at.is_(None))  # of two workers the first one tells
    told = session.execute(mine.returning(table.c.since)).first()
    if late and told is not None:
        _tell(session, "trouble", name, found.since, now, sentence=on_a_line(sentence))


def over(session: Session, name: str, now: datetime) -> None:
    """Note that something works; mail administrators that it does again, where they were told."""
    if queries.trouble(session, name) is None:
        return
    table = tables.trouble
    mine = delete(table).where(table.c.name == name)
    gone = session.execute(mine.returning(table.c.since, table.c.told_at)).first()
    if gone is not None and gone.told_at is not None:
        _tell(session, "trouble-over", name, gone.since, now)


def _begun(session: Session, name: str, sentence: str, since: datetime) -> Row[Any]:
    table = tables.trouble
    insert = postgresql.insert if dialect_of(session) == "postgresql" else sqlite.insert
    new = insert(table).values(name=name, since=since, sentence=sentence[:LONGEST_SENTENCE])
    session.execute(new.on_conflict_do_nothing())  # another worker may have been first
    found = queries.trouble(session, name)
    if found is None:
        raise LookupError(name)
    return found


def _tell(
    session: Session, template: str, name: str, since: datetime, now: datetime, **values: Any
) -> None:
    for admin in queries.administrators(session):
        day = day_text(since.date(), admin.region)
        notices.tell(
            session,
            admin.id,
            Notice.TROUBLE,
            now,
            template=template,
            name=name,
            since=f"{day}, {time_text(since, admin.time_zone, admin.region)}",
            link=mail.address(HEALTH),
            **values,
        )
