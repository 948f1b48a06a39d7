"""Proving that the server's log is what the app wrote: each event, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.audit import What
from finance_app.queries import audit as queries
from finance_app.queries import users as user_queries
from finance_app.queries import verify as verify_queries
from finance_app.services import audit, chains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


def check(session: Session) -> Iterator[str]:
    """Yield what does not fit; nothing of what stands in events."""
    audit.settle(session)  # what this very transaction did counts, too
    previous, wanted = chains.GENESIS, 1
    made, gone = set[int](), set[int]()
    for row in queries.chain(session):
        if row.sequence != wanted or audit.link(previous, row.sequence, row._asdict()) != row.hash:
            yield f"Event {row.sequence} does not follow from the one before."
        if row.what == What.BOOK_MADE and row.subject.isdecimal():
            made.add(int(row.subject))
        elif row.what == What.BOOK_DELETED and row.subject.isdecimal():
            gone.add(int(row.subject))
        previous, wanted = row.hash, row.sequence + 1
    head = chains.server_head(session)
    if (head.sequence, head.hash) != (wanted - 1, previous):
        yield f"The last event is {wanted - 1}; it should be {head.sequence}, with another hash."
    if not head.holds:
        yield "Where the log ends is not sealed with this server's key."
    if wanted == 1 and user_queries.count(session):
        yield "There are users and no event."
    there = verify_queries.every_book(session)
    for key in sorted(made - gone - there):
        yield f"Book {key} is gone, and nobody deleted it."
