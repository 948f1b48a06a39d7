"""What a user's file of all their data is written from, and the record of such files.

Rows come a thousand at a time, so that a large book is never held as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from finance_app.domain.exports import ExportStatus
from finance_app.models import tables
from finance_app.models.tables import (
    account,
    book,
    change,
    change_set,
    data_export,
    entry,
    entry_tag,
    line,
    membership,
    payee,
    refers,
    statement_import,
    tag,
)
from finance_app.queries.keys import among, dialect_of, given

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.orm import Session

AT_ONCE = 1000
CHANGES_AT_ONCE = 20  # each holds up to a thousand rows


def of_user(session: Session, user_id: int) -> Row[Any] | None:
    """Return a user's newest file that there is or will be, or None."""
    kept = data_export.c
    found = select(data_export).where(kept.user_id == user_id).order_by(kept.id.desc()).limit(1)
    return session.execute(found).first()


def next_one(session: Session, silent_since: datetime) -> Row[Any] | None:
    """Return the file that is to be written next, or None.

    Args:
        silent_since: who writes one and gave no sign of life after it, is gone.
    """
    kept = data_export.c
    left = and_(kept.status == ExportStatus.WRITING, kept.beat_at < silent_since)
    wanted = or_(kept.status == ExportStatus.WAITING, left)
    return session.execute(select(data_export).where(wanted).order_by(kept.id).limit(1)).first()


def keys(session: Session, expired_before: datetime) -> set[int]:
    """Return the files that can still be fetched or are being written."""
    kept = data_export.c
    wanted = and_(kept.status != ExportStatus.FAILED, kept.asked_at > expired_before)
    return set(session.scalars(select(kept.id).where(wanted)))


def about(session: Session, user_id: int) -> dict[str, list[Row[Any]]]:
    """Return what is known of a user: the rows of each table, without what would open anything."""
    email = select(tables.user.c.email).where(tables.user.c.id == user_id).scalar_subquery()
    hidden = {"password_hash", "digest", "text", "html", "secret", "credential_id", "public_key"}
    found = {
        "user": _plain(tables.user, hidden).where(tables.user.c.id == user_id),
        "preferences": _of(tables.preferences, user_id, hidden),
        "session": _of(tables.auth_session, user_id, {*hidden, "id"}),
        "device": _of(tables.known_device, user_id, hidden),
        "app": _of(tables.factor, user_id, hidden),
        "backup_code": _of(tables.backup_code, user_id, {*hidden, "id"}),
        "passkey": _of(tables.passkey, user_id, hidden),
        "token": _of(tables.api_token, user_id, hidden),
        "provider": _of(tables.identity, user_id, hidden),
        "mail": _plain(tables.mail, hidden).where(tables.mail.c.recipient == email),
    }
    return {name: list(session.execute(wanted)) for name, wanted in found.items()}


def books(session: Session, user_id: int) -> list[Row[Any]]:
    """Return the books of a user with their role, those that are removed left out."""
    return list(
        session.execute(
            select(book, membership.c.role)
            .join(membership, membership.c.book_id == book.c.id)
            .where(membership.c.user_id == user_id, book.c.removed_at.is_(None))
            .order_by(book.c.is_demo, book.c.id)
        )
    )


def weight(session: Session, book_ids: Collection[int]) -> int:
    """Return how many rows there are to write of some books, by which progress is told."""
    counted = (
        select(func.count()).select_from(table).where(table.c.book_id.in_(book_ids))
        for table in (line, change)
    )
    return sum(session.scalar(each) or 0 for each in counted)


def rows(session: Session, table: Table, book_id: int) -> Iterator[Row[Any]]:
    """Yield all rows of one of a book's small tables, by key."""
    wanted = select(table).where(table.c.book_id == book_id).order_by(table.c.id)
    yield from session.execute(wanted.execution_options(yield_per=AT_ONCE))


def sums(session: Session, book_id: int) -> dict[int, int]:
    """Return what the entries of each account come to."""
    found = session.execute(
        select(entry.c.account_id, func.sum(entry.c.amount))
        .where(entry.c.book_id == book_id)
        .group_by(entry.c.account_id)
    )
    return {row[0]: int(row[1]) for row in found}


def lines(session: Session, book_id: int) -> Iterator[Sequence[Row[Any]]]:
    """Yield the parts of all entries in order, beside their entry, payee and account."""
    of_entry = ("day", "account_id", "note", "status", "source", "rate_day", "rate_source")
    wanted = (
        select(
            line,
            *(entry.c[name].label(f"entry_{name}") for name in of_entry),
            entry.c.amount.label("entry_amount"),
            entry.c.original_amount,
            entry.c.original_currency,
            entry.c.import_id,
            account.c.name.label("account"),
            account.c.currency,
            payee.c.name.label("payee"),
        )
        .join_from(line, entry, refers(line.c.entry_id, entry))
        .join(account, refers(entry.c.account_id, account))
        .join(payee, refers(entry.c.payee_id, payee), isouter=True)
        .where(entry.c.book_id == book_id)
        .order_by(entry.c.day, entry.c.id, line.c.position, line.c.id)
    )
    yield from session.execute(wanted.execution_options(yield_per=AT_ONCE)).partitions()


def tags(session: Session, book_id: int, entry_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the tags of some entries, by name."""
    dialect = dialect_of(session)
    found = session.execute(
        select(entry_tag.c.entry_id, tag.c.name)
        .join_from(entry_tag, tag, refers(entry_tag.c.tag_id, tag))
        .where(entry_tag.c.book_id == book_id, among(dialect, entry_tag.c.entry_id))
        .order_by(tag.c.key),
        given(dialect, entry_ids),
    )
    named: dict[int, list[str]] = {}
    for row in found:
        named.setdefault(row.entry_id, []).append(row.name)
    return named


def imports(session: Session, book_id: int) -> list[Row[Any]]:
    """Return the bank's files that came into a book, without what is in them."""
    kept = statement_import.c
    columns = [each for each in kept if each.name not in ("content", "plan")]
    wanted = select(*columns, kept.content.is_not(None).label("is_kept"))
    return list(session.execute(wanted.where(kept.book_id == book_id).order_by(kept.id)))


def content(session: Session, book_id: int, import_id: int) -> bytes:
    """Return a bank's file as it is kept, packed."""
    kept = statement_import.c
    wanted = select(kept.content).where(kept.book_id == book_id, kept.id == import_id)
    return bytes(session.execute(wanted).scalar_one())


def changes(session: Session, book_id: int) -> Iterator[Row[Any]]:
    """Yield all changes of a book in order, beside who made them and when."""
    of_set = ("user_id", "at", "kind", "summary", "undoes_id")
    wanted = (
        select(change, *(change_set.c[name] for name in of_set))
        .join_from(change, change_set, refers(change.c.change_set_id, change_set))
        .where(change.c.book_id == book_id)
        .order_by(change.c.sequence)
    )
    yield from session.execute(wanted.execution_options(yield_per=CHANGES_AT_ONCE))


def _of(table: Table, user_id: int, hidden: Collection[str]) -> Select[Any]:
    return _plain(table, hidden).where(table.c.user_id == user_id)


def _plain(table: Table, hidden: Collection[str]) -> Select[Any]:
    return select(*(each for each in table.c if each.name not in hidden))
