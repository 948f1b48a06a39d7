"""The audit log: what happened to the server and to accounts, in the transaction it happened in.

    audit.note(session, actor, What.PASSKEY_ADDED, after={"name": "Phone"})

Events are written down when the transaction is about to end, as its last statements, so that the
one row that all of them go through is locked for a moment only, and by nobody who still waits for
something else. They hold keys, never names, addresses of people, or secrets. What happens in books
is in `services.changes`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert

from finance_app.domain.audit import AuditFilter, What
from finance_app.domain.devices import network_text
from finance_app.models import tables
from finance_app.queries import audit as queries
from finance_app.services import attempts, chains, server_changes
from finance_app.services.attempts import Limit
from finance_app.services.chains import Head
from finance_app.services.server_changes import By

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.audit import AuditEvent

AT_ONCE = 50
PENDING = "audit"
TOLD_OFTEN = Limit(1, timedelta(minutes=15), "")  # of refusals of one account or network, one
TOLD_AT_MOST = Limit(1000, timedelta(days=1), "")  # of all of them together
COLUMNS = ("at", "user_id", "what", "target_id", "network", "subject", "before", "after")


def note(
    session: Session,
    who: Actor | By,
    what: What,
    *,
    target_id: int | None = None,
    subject: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down what somebody does.

    Args:
        target_id: the user that it is about; without one it is about who does it.
        subject: what it is about, where that is no user.
        before: how it was, without secrets and names; `after` is how it is.
    """
    pending = session.info.get(PENDING)
    if pending is None:
        pending = session.info[PENDING] = []
        event.listen(session, "before_commit", settle)
    pending.append(
        {
            "at": who.now,
            "user_id": who.user_id,
            "what": what.value,
            "target_id": target_id if target_id is not None else who.user_id,
            "network": who.network,
            "subject": subject,
            "before": chains.written(before) if before else "",
            "after": chains.written(after) if after else "",
        }
    )


def add(
    session: Session,
    what: What,
    now: datetime,
    *,
    target_id: int | None = None,
    subject: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down what nobody did who is signed in: a command, a job, the reader of a mail."""
    note(session, By(None, now), what, target_id=target_id, subject=subject, after=after)


def own(
    session: Session, what: What, user_id: int, network: str, now: datetime, **after: Any
) -> None:
    """Write down what a user did with their own account where there is no actor (yet)."""
    note(session, By(user_id, now, network), what, after=after)


def refused(
    session: Session, what: What, address: str, now: datetime, user_id: int | None = None
) -> None:
    """Write down that somebody did not get in: at most four an hour of an account or a network.

    Whoever guesses a thousand times a second would fill the log otherwise; how often somebody
    guesses is counted by `attempts`.

    Args:
        address: the network address that they came from.
        user_id: whose account it was; nobody's where there is none.
    """
    network = network_text(address)
    named = f"user {user_id}" if user_id is not None else f"network {network}"
    if not attempts.is_first(session, f"refused\n{what}\n{named}", TOLD_OFTEN, now):
        return
    if attempts.is_within(session, "refused\nin all", TOLD_AT_MOST, now):
        note(session, By(None, now, network), what, target_id=user_id)


def settle(session: Session) -> None:
    """Write down what is still to be written in this transaction."""
    pending, session.info[PENDING] = session.info.get(PENDING), []
    if not pending:
        return
    head, rows = chains.locked(session), []
    for values in pending:
        sequence = head.sequence + 1
        digest = link(head.hash, sequence, values)
        head = Head(sequence, digest, holds=head.holds)
        rows.append({"sequence": sequence, **values, "hash": digest})
    session.execute(insert(tables.audit_event), rows)
    chains.advance_server(session, head)


def link(previous: str, sequence: int, row: Mapping[str, Any]) -> str:
    """Return the hash of an event that follows another.

    Args:
        previous: the hash of the one before it, `chains.GENESIS` for the first.
    """
    at = row["at"].astimezone(UTC).isoformat()
    content = [sequence, at, *(row[name] for name in COLUMNS[1:])]
    return hashlib.sha256(f"{previous}\n{chains.written(content)}".encode()).hexdigest()


def page(
    session: Session,
    actor: Actor,
    wanted: AuditFilter = AuditFilter(),  # noqa: B008  frozen
    before: int | None = None,
    size: int = AT_ONCE,
) -> list[AuditEvent]:
    """Return events, newest first: at most one more than `size`.

    Args:
        before: the number of the event before which others are wanted.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    settle(session)  # what this very transaction did is among them
    return queries.page(session, wanted, size + 1, before)
