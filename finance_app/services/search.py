"""The search index over what was typed into entries: notes and memos.

Payees, tags and categories are found through their own small tables (`queries.entries`). SQLite
has FTS5 with trigrams, PostgreSQL pg_trgm; both find any part of a word of three letters or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ARRAY, BigInteger, bindparam, text

from finance_app.queries.keys import dialect_of, given

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


def forget_book(session: Session, book_id: int) -> None:
    """Take all entries of a book out of the index, before it is purged."""
    if dialect_of(session) == "sqlite":  # elsewhere the index is a table that goes with its book
        chosen = "rowid IN (SELECT id FROM entry WHERE book_id = :book)"
        statement = text(f"DELETE FROM entry_text WHERE {chosen}")  # noqa: S608  a constant
        session.connection().execute(statement, {"book": book_id})


def forget(session: Session, book_id: int, entry_ids: Sequence[int]) -> None:
    """Take entries out of the index."""
    dialect = dialect_of(session)
    values = given(dialect, entry_ids)
    if dialect == "sqlite":
        chosen = "rowid IN (SELECT value FROM json_each(:_keys))"
        statement = text(f"DELETE FROM entry_text WHERE {chosen}")  # noqa: S608  a constant
    else:
        chosen = "book_id = :book AND entry_id = ANY(:_keys)"
        statement = text(f"DELETE FROM entry_text WHERE {chosen}")  # noqa: S608  a constant
        statement = statement.bindparams(bindparam("_keys", type_=ARRAY(BigInteger)))
        values["book"] = book_id
    session.connection().execute(statement, values)
