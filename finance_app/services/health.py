"""How the server is, for administrators: the machine, the database, what works beside screens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import __version__
from finance_app.adapters import machine
from finance_app.config import settings
from finance_app.domain.health import FeedHealth, Health
from finance_app.domain.jobs import LATE
from finance_app.queries import administration as queries
from finance_app.queries import mail as mail_queries
from finance_app.queries import recomputing as recomputing_queries
from finance_app.services import maintenance, rate_feeds, server_changes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def look(session: Session, actor: Actor) -> Health:
    """Return how the server is at this moment; no entry is read.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    users, disabled, books, lines = queries.counts(session)
    waiting, failed, given_up = mail_queries.counts(session)
    converted = recomputing_queries.everywhere(session)
    return Health(
        now=actor.now,
        version=__version__,
        seconds=machine.running_for(),
        memory=machine.memory(),
        database="SQLite" if settings().is_sqlite else "PostgreSQL",
        size=_size(session),
        free=machine.free_disk(settings().data_dir),
        schema=maintenance.revision(session),
        is_schema_right=maintenance.is_ready(session),
        users=users,
        disabled=disabled,
        books=books,
        lines=lines,
        feeds=_feeds(session, actor.now),
        converting=sum(not row.stopped for row in converted),
        stuck=sum(bool(row.problem) for row in converted),
        waiting=waiting,
        failed=failed,
        given_up=given_up,
        late=mail_queries.late(session, actor.now - LATE),
        has_public_url=bool(settings().public_url),
        allows_http=settings().allow_http,
    )


def _feeds(session: Session, now: datetime) -> tuple[FeedHealth, ...]:
    return tuple(
        FeedHealth(one.title, one.is_on, one.newest_day, one.succeeded_at, one.trouble)
        for one in rate_feeds.status(session, now)
    )


def _size(session: Session) -> int:
    if settings().is_sqlite:
        return machine.size(Path(settings().resolved_database_url.removeprefix("sqlite:///")))
    return queries.postgresql_size(session)
