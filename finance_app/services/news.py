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
        conversion: ascends whenever its amounts were converted anew…
        recomputing: …and how far that is, where it goes on and is said.
    """

    book_id: int
    number: int = 0
    set_id: int = 0
    conversion: int = 0
    recomputing: Recomputing | None = None


def heads(session: Session, digests: Collection[str]) -> dict[str, Head]:
    """Return what is newest where each session's user looks, by the digests of their tokens."""
    looked_at = book_queries.current(session, digests)
    shown = {book_id for book_id, _ in looked_at.values()}
    newest = queries.heads(session, shown)
    converting = {
        row.book_id: found
        for row in recomputing_queries.rows(session, shown)
        if (found := recomputing.as_view(row)).is_worth_saying
    }
    return {
        digest: Head(book_id, *newest.get(book_id, (0, 0)), conversion, converting.get(book_id))
        for digest, (book_id, conversion) in looked_at.items()
    }
