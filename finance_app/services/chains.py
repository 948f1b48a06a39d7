"""The chains of hashes that link a book's changes, and the server's events, and their seals.

Whoever can write to the database could make a chain anew from any row on, or cut its end off. So
how far it has come is kept apart, sealed with the secret key, which is not in the database. A seal
that did not hold is never renewed by going on; only `verify --seal` does that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.models import tables
from finance_app.queries import chains as queries
from finance_app.queries import verify as verify_queries
from finance_app.secret_keys import secret_key, secret_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

GENESIS = "0" * 64
SERVER = "server"
BROKEN = ""
"""The seal of a chain that was found without a good one."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come.

    Args:
        holds: whether its seal does; that of a chain with nothing in it does.
    """

    sequence: int = 0
    hash: str = GENESIS
    holds: bool = True


def heading(set_id: int, said: Mapping[str, Any]) -> str:
    """Write down who did what, when, as canonical JSON in one line.

    Args:
        said: the columns of the change set's row.
    """
    at = said["at"].astimezone(UTC).isoformat()
    values = (set_id, said["user_id"], at, said["kind"], said["summary"], said["undoes_id"])
    return written(values)


def written(values: object) -> str:
    """Return canonical JSON in one line."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def link(
    previous: str,
    sequence: int,
    made: str,
    table: str,
    verb: str,
    rows: str,
    change_id: int | None = None,
) -> str:
    """Return the hash of a change that follows another.

    Args:
        previous: the hash of the change before it, `GENESIS` for a book's first.
        made: the `heading` of its change set.
        rows: its `image`.
        change_id: its key, which was not hashed in the first versions.
    """
    content = f"{previous}\n{sequence}\n{made}\n{table}\n{verb}\n{rows}"
    if change_id is not None:
        content += f"\n{change_id}"
    return hashlib.sha256(content.encode()).hexdigest()


def follows(row: Mapping[str, Any], previous: str) -> bool:
    """Say whether a change, with what its set says, follows from the one with a hash."""
    made = heading(row["change_set_id"], row)
    content = previous, row["sequence"], made, row["table_name"], row["verb"], row["rows"]
    return row["hash"] in {link(*content, row["id"]), link(*content)}


def seal(chain: str, sequence: int, last: str) -> str:
    """Return what shows that the app itself brought a chain so far."""
    return _seal(chain, sequence, last, secret_key())


def _seal(chain: str, sequence: int, last: str, key: str) -> str:
    text = f"head of a chain\n{chain}\n{sequence}\n{last}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()


def head(session: Session, book_id: int) -> Head:
    """Return how far a book's changes have come."""
    row = queries.book_head(session, book_id)
    if row is None:
        sequence, last = queries.last_change(session, book_id) or (0, GENESIS)
        return Head(sequence, last, holds=not sequence)
    return Head(row.sequence, row.hash, _holds(str(book_id), row.sequence, row.hash, row.seal))


def advance(session: Session, book_id: int, to: Head) -> None:
    """Write down how far a book's changes have come; others who write to it wait already."""
    sealed = seal(str(book_id), to.sequence, to.hash) if to.holds else BROKEN
    values = {"sequence": to.sequence, "hash": to.hash, "seal": sealed}
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(
        dialect.insert(tables.book_head)
        .values(book_id=book_id, **values)
        .on_conflict_do_update(index_elements=["book_id"], set_=values)
    )


def server_head(session: Session) -> Head:
    """Return how far the server's events have come."""
    row = queries.audit_head(session)
    if row is None:
        sequence, last = queries.last_event(session) or (0, GENESIS)
        return Head(sequence, last, holds=not sequence)
    return Head(row.sequence, row.hash, _holds(SERVER, row.sequence, row.hash, row.seal))


def locked(session: Session) -> Head:
    """Return the same, and have others who would write an event down wait."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    if not queries.lock_audit(session):
        first = server_head(session)
        session.execute(
            dialect.insert(tables.audit_head)
            .values(id=1, sequence=first.sequence, hash=first.hash, seal=_sealed(first))
            .on_conflict_do_nothing()
        )
        queries.lock_audit(session)
    return server_head(session)


def advance_server(session: Session, to: Head) -> None:
    """Write down how far the server's events have come."""
    values = {"sequence": to.sequence, "hash": to.hash, "seal": _sealed(to)}
    session.execute(update(tables.audit_head).values(values))


def reseal(session: Session) -> None:
    """Seal where all chains end with the secret key of now; a seal that does not hold stays so."""
    for book_id in sorted(verify_queries.every_book(session)):
        if queries.book_head(session, book_id) is not None:
            advance(session, book_id, head(session, book_id))
    advance_server(session, locked(session))


def seal_anew(session: Session) -> None:
    """Trust where all chains end by what their last rows say, as after the key was lost."""
    for book_id in sorted(verify_queries.every_book(session)):
        sequence, last = queries.last_change(session, book_id) or (0, GENESIS)
        advance(session, book_id, Head(sequence, last))
    locked(session)
    sequence, last = queries.last_event(session) or (0, GENESIS)
    advance_server(session, Head(sequence, last))


def _sealed(server: Head) -> str:
    return seal(SERVER, server.sequence, server.hash) if server.holds else BROKEN


def _holds(chain: str, sequence: int, last: str, sealed: str) -> bool:
    known = [_seal(chain, sequence, last, key).encode() for key in secret_keys()]
    return any([hmac.compare_digest(sealed.encode(), one) for one in known])  # noqa: C419  all of them
