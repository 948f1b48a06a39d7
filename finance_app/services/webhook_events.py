"""What webhooks are told, written down in the transaction of what it tells of.

A delivery is thin: which change set, of what kind, in words. Whoever wants more asks the API for
it, with a token that may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from finance_app.domain import webhooks as rules
from finance_app.domain.change_kinds import TOPICS
from finance_app.domain.flags import WEBHOOKS
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import webhooks as queries
from finance_app.services import flags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

WELL = 10  # times as much may wait for a receiver that is reached
TOO_MUCH = "Too many deliveries waited, so it was paused; what changed since is not told."


def note(session: Session, book_id: int, set_id: int, said: Mapping[str, Any]) -> None:
    """Have the book's webhooks told of a change set.

    Args:
        said: the columns of the change set's row.
    """
    topic = TOPICS.get(said["kind"])
    listening = queries.listening(session, book_id)
    if not listening or not flags.value(session, WEBHOOKS):
        return
    for row in listening:
        if topic in row.topics.split() and _has_room(session, book_id, row, said["at"]):
            data = {
                "book": str(book_id),
                "change_set": str(set_id),
                "topic": topic,
                "summary": said["summary"],
                "undoes": str(said["undoes_id"]) if said["undoes_id"] else None,
            }
            post(session, (book_id, row.id), said["kind"], said["at"], data, set_id)


def _has_room(session: Session, book_id: int, row: Row[Any], now: datetime) -> bool:
    """Say whether a webhook can have more waiting; pause it where that is too much.

    One that is reached, such as after a pause, may have more of it than one that is not.
    """
    most = rules.MOST_WAITING * (1 if row.failures else WELL)
    if queries.waits(session, (book_id, row.id)) < most:
        return True
    hook = tables.webhook
    mine = (hook.c.book_id == book_id) & (hook.c.id == row.id)
    session.execute(update(hook).where(mine).values(paused_at=now, trouble=TOO_MUCH))
    return False


def post(
    session: Session,
    place: tuple[int, int],
    kind: str,
    now: datetime,
    data: dict[str, Any],
    set_id: int | None = None,
) -> int:
    """Write down what a webhook is to be told; return the delivery's key.

    Args:
        place: the book's key and the webhook's.
    """
    key = new_key()
    session.execute(
        insert(tables.webhook_delivery).values(
            book_id=place[0],
            id=key,
            webhook_id=place[1],
            change_set_id=set_id,
            kind=kind,
            body=rules.written(kind, now, data),
            created_at=now,
            due_at=now,
            failures=0,
            trouble="",
        )
    )
    return key
