"""Mail as administrators see it: where it goes, what was not sent and why, and trying it.

What mails say is not theirs to read. Writing and sending is in `services.mail`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, update

from finance_app.domain.audit import What
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.queries import mail as queries
from finance_app.services import audit, mail, server_changes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that was not sent.

    Args:
        template: what it is about, by the name of its template.
        due_at: when it is tried next, unless it was given up.
        trouble: why it was not sent the last time; nothing where it was not tried.
        can_retry: what it says is kept and of use.
    """

    id: int
    template: str
    recipient: str
    created_at: datetime
    due_at: datetime
    failures: int
    trouble: str
    is_given_up: bool
    can_retry: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Where mail goes, and how much of it was not sent.

    Args:
        folder: that mail is put into, where it is not sent.
        server: that it is handed to, "" where it is not sent.
        public_url: that links in it lead to; nothing where none is set.
        unsent: a page of it, the most serious first.
        following: where the next page begins; None where that is all.
        retriable: how many failed and can be tried again.
    """

    folder: str
    server: str
    sender: str
    public_url: str
    waiting: int
    failed: int
    given_up: int
    unsent: tuple[Unsent, ...]
    following: tuple[int, int] | None
    retriable: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mail: sent, or what is wrong; neither where it was not tried yet.

    Args:
        place: the file that it is, "" where it was handed to a server.
    """

    is_sent: bool
    trouble: str
    place: str


def overview(session: Session, actor: Actor, after: tuple[int, int] | None = None) -> Overview:
    """Return how mail stands.

    Args:
        after: where the page of what was not sent begins.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    waiting, failed, given_up = queries.counts(session)
    found = queries.troubled(session, SHOWN + 1, after)
    following = (found[SHOWN - 1].place, found[SHOWN - 1].id) if len(found) > SHOWN else None
    return Overview(
        folder=str(mail.outbox()),
        server=mail.server(),
        sender=mail.sender(),
        public_url=mail.public_url(),
        waiting=waiting,
        failed=failed,
        given_up=given_up,
        unsent=tuple(
            Unsent(
                id=row.id,
                template=row.template,
                recipient=row.recipient,
                created_at=row.created_at,
                due_at=row.due_at,
                failures=row.failures,
                trouble=row.trouble,
                is_given_up=row.given_up_at is not None,
                can_retry=_is_of_use(row, actor.now),
            )
            for row in found[:SHOWN]
        ),
        following=following,
        retriable=queries.count_retriable(session, actor.now),
    )


def post_test(session: Session, actor: Actor) -> int:
    """Write a mail to the administrator themselves down; return its key.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    by = server_changes.by(session, actor)
    audit.note(session, by, What.TEST_MAIL, target_id=actor.user_id)
    return mail.post(session, actor.email, "test", actor.now)


def result(session: Session, actor: Actor, key: int) -> Result:
    """Return what became of a mail.

    Raises:
        NotFoundError: there is no such mail, or the actor is no administrator.
    """
    server_changes.by(session, actor)
    found = queries.one(session, key)
    if found is None:
        raise NotFoundError
    place = str(mail.outbox() / f"{key}.eml") if mail.is_kept() else ""
    return Result(found.sent_at is not None, found.trouble, place)


def again(session: Session, actor: Actor, key: int) -> None:
    """Have a mail that failed tried soon, by the job that sends mail.

    Raises:
        NotFoundError: there is no such mail, or the actor is no administrator.
        ConflictError: it was sent, or is of no use any more; what it said is not kept then.
    """
    by = server_changes.by(session, actor)
    found = queries.one(session, key)
    if found is None:
        raise NotFoundError
    if found.sent_at is not None or not _is_of_use(found, by.now):
        raise ConflictError("This mail was sent or is of no use any more.")
    _make_due(session, by.now, tables.mail.c.id == key)
    audit.note(session, by, What.MAIL_AGAIN, subject=found.template)


def all_again(session: Session, actor: Actor) -> int:
    """Have all mail that failed and is of use tried at once; return how many that are.

    Raises:
        NotFoundError: the actor is no administrator.
        ConflictError: there is none.
    """
    by = server_changes.by(session, actor)
    count = _make_due(session, by.now, queries.retriable(by.now))
    if not count:
        raise ConflictError("Nothing that failed can be tried again.")
    audit.note(session, by, What.MAILS_AGAIN, after={"count": count})
    return count


def _make_due(session: Session, now: datetime, which: Any) -> int:
    """Have the job send mail soon; what was given up begins anew."""
    mail = tables.mail.c
    failures = case((mail.given_up_at.is_not(None), 0), else_=mail.failures)
    anew = {"due_at": now, "given_up_at": None, "failures": failures, "trouble": ""}
    done = session.execute(update(tables.mail).where(which).values(anew).returning(mail.id))
    return len(done.all())


def _is_of_use(row: Row[Any], now: datetime) -> bool:
    return bool(row.is_kept and (row.expires_at is None or row.expires_at > now))
