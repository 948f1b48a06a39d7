"""The server's events, newest first, each page by an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select, tuple_, union_all

from finance_app.domain.audit import AuditEvent
from finance_app.models.tables import audit_event, user
from finance_app.queries.verify import streamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from finance_app.domain.audit import AuditFilter

event = audit_event.c


def page(session: Session, looked: AuditFilter, limit: int, before: int | None) -> list[AuditEvent]:
    """Return the newest events, or those before one."""
    return _named(session, wanted(session, looked, limit, before))


def wanted(session: Session, looked: AuditFilter, limit: int, before: int | None) -> Select[Any]:
    """Return the statement that finds the newest events, or those before one."""
    limits = _limits(session, looked, before)
    if looked.person is None:
        return _newest(limits, limit)
    by, about = event.user_id == looked.person, event.target_id == looked.person
    others = event.user_id.is_distinct_from(looked.person)
    parts = (_newest([by, *limits], limit), _newest([about, others, *limits], limit))
    both = union_all(*(select(part.subquery()) for part in parts)).subquery()
    order = both.c.at.desc(), both.c.sequence.desc()
    return select(both).order_by(*order).limit(limit)


def chain(session: Session) -> Iterator[Row[Any]]:
    """Yield all events in order."""
    return streamed(session, select(audit_event).order_by(event.sequence))


def _limits(session: Session, looked: AuditFilter, before: int | None) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if looked.what is not None:
        limits.append(event.what == looked.what)
    if looked.since is not None:
        limits.append(event.at >= looked.since)
    if looked.until is not None:
        limits.append(event.at < looked.until)
    if before is not None:
        at: datetime | None = session.scalar(select(event.at).where(event.sequence == before))
        if at is not None:
            place = tuple_(literal(at, event.at.type), before)
            limits.append(tuple_(event.at, event.sequence) < place)
    return limits


def _newest(limits: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    order = event.at.desc(), event.sequence.desc()
    return select(audit_event).where(*limits).order_by(*order).limit(limit)


def _named(session: Session, found: Select[Any]) -> list[AuditEvent]:
    """Return events with the addresses that their users have by now."""
    rows = session.execute(found).all()
    keys = {key for row in rows for key in (row.user_id, row.target_id) if key is not None}
    known = select(user.c.id, user.c.email).where(user.c.id.in_(keys))
    emails = {row.id: row.email for row in session.execute(known)} if keys else {}
    return [_event(row, emails) for row in rows]


def _event(row: Row[Any], emails: dict[int, str]) -> AuditEvent:
    return AuditEvent(
        sequence=row.sequence,
        at=row.at,
        user_id=row.user_id,
        by=emails.get(row.user_id, ""),
        is_nobody=row.user_id is None,
        what=row.what,
        target_id=row.target_id,
        to=emails.get(row.target_id, ""),
        network=row.network,
        subject=row.subject,
        before=row.before,
        after=row.after,
    )
