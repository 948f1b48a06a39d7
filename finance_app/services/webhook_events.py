"""What webhooks are told, written down in the transaction of what it tells of.

A delivery is thin: which change set, of what kind, in words. Whoever wants more asks the API for
it, with a token that may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from finance_app.domain import webhooks as rules
from finance_app.domain.change_kinds import TOPICS
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import webhooks as queries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


def note(session: Session, book_id: int, set_id: int, said: Mapping[str, Any]) -> None:
    """Have the book's webhooks told of a change set.

    Args:
        said: the columns of the change set's row.
    """
    topic = TOPICS.get(said["kind"])
    for row in queries.listening(session, book_id):
        if topic in row.topics.split():
            data = {
                "book_id": str(book_id),
                "change_set_id": str(set_id),
                "topic": topic,
                "summary": said["summary"],
                "undoes": str(said["undoes_id"]) if said["undoes_id"] else None,
            }
            post(session, (book_id, row.id), said["kind"], said["at"], data, set_id)


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
