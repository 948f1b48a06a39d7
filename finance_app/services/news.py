"""What is new in the books that somebody looks at: asked again and again, so cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.queries import changes as queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def heads(session: Session, book_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return the number of each book's last change and the change set that it belongs to.

    The number ascends with every commit, since writers of a book wait for one another.

    Args:
        book_ids: books of signed-in users, as `services.callers` found them.
    """
    return queries.heads(session, list(book_ids))
