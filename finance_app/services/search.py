"""The search index over what was typed into entries: notes and memos.

Payees, tags and categories are found through their own small tables (`queries.entries`). SQLite
has FTS5 with trigrams, PostgreSQL pg_trgm; both find any part of a word of three letters or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


def index(
    session: Session, book_id: int, entry_ids: Sequence[int], texts: Mapping[int, str]
) -> None:
    """Replace what the index holds of these entries."""
    if entry_ids:
        forget(session, book_id, entry_ids)
    add(session, book_id, texts)


def add(session: Session, book_id: int, texts: Mapping[int, str]) -> None:
    """Put new entries into the index."""
    if not texts:
        return
    rows = [{"book": book_id, "id": key, "text": typed} for key, typed in texts.items()]
    if session.get_bind().dialect.name == "sqlite":
        statement = "INSERT INTO entry_text (rowid, text) VALUES (:id, :text)"
    else:
        statement = "INSERT INTO entry_text (book_id, entry_id, text) VALUES (:book, :id, :text)"
    session.connection().execute(text(statement), rows)


def forget(session: Session, book_id: int, entry_ids: Sequence[int]) -> None:
    """Take entries out of the index."""
    if session.get_bind().dialect.name == "sqlite":
        statement = text("DELETE FROM entry_text WHERE rowid IN :ids")
        values: dict[str, object] = {"ids": list(entry_ids)}
    else:
        statement = text("DELETE FROM entry_text WHERE book_id = :book AND entry_id IN :ids")
        values = {"ids": list(entry_ids), "book": book_id}
    session.connection().execute(statement.bindparams(bindparam("ids", expanding=True)), values)
