"""What is new in the books that somebody looks at: asked again and again, so cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from finance_app.queries import books as book_queries
from finance_app.queries import changes as queries
from finance_app.queries import recomputing as recomputing_queries
from finance_app.services import recomputing

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from finance_app.domain.recomputing import Recomputing


class Head(NamedTuple):
    """The book that somebody looks at, and the number and change set of its last change.

    The number ascends with every commit, since writers of a book wait for one another.

    Args:
        recomputing: how far its amounts are that are being converted anew, where that is said.
    """

    book_id: int
    number: int = 0
    set_id: int = 0
    recomputing: Recomputing | None = None


def heads(session: Session, digests: Collection[str]) -> dict[str, Head]:
    """Return what is newest where each session's user looks, by the digests of their tokens."""
    looked_at = book_queries.current(session, digests)
    newest = queries.heads(session, set(looked_at.values()))
    converting = {
        row.book_id: found
        for row in recomputing_queries.rows(session, set(looked_at.values()))
        if (found := recomputing.as_view(row)).is_worth_saying
    }
    return {
        digest: Head(book_id, *newest.get(book_id, (0, 0)), converting.get(book_id))
        for digest, book_id in looked_at.items()
    }
