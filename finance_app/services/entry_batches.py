"""Many entries at once, as programs send them: all or none, in one change set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from finance_app.domain.entries import EntryDraft, EntryView, LineKind, Source, folded
from finance_app.errors import (
    AppError,
    InvalidFormError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from finance_app.models import tables
from finance_app.models.columns import new_keys
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.queries import changes as change_queries
from finance_app.queries import entries as queries
from finance_app.services import changes, entries, payees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row


KEPT = (NotFoundError, StaleError)
"""What is more than a wrong field."""


def currencies(session: Session, actor: Actor) -> dict[int, str]:
    """Return the currencies of the book's accounts, by their keys."""
    return account_queries.currencies_by_key(session, actor.book_id)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an entry is to become.

    Args:
        only_describes: day, payee, note and tags alone, so it may be a side of a transfer.
    """

    seen: EntryView
    draft: EntryDraft
    only_describes: bool

    def checked(self) -> EntryDraft:
        """Return what it is to become.

        Raises:
            InvalidInputError: that cannot be; the error names the field.
        """
        if self.only_describes:
            return replace(self.draft, lines=()).checked()
        if any(line.kind is LineKind.TRANSFER for line in self.seen.lines):
            raise InvalidInputError(
                "This is a side of a transfer; change its amounts by /transfers.", field="id"
            )
        return self.draft.checked()


class Drafted(Protocol):
    """What knows the entry that it is to become."""

    def draft(self, currencies: Mapping[int, str]) -> EntryDraft:
        """Return it, by the currencies of the book's accounts."""


def drafted(wanted: Sequence[Drafted], currencies: Mapping[int, str]) -> list[EntryDraft]:
    """Return what entries are to become.

    Raises:
        InvalidInputError: something about one cannot be; the error says about which.
    """
    return numbered(wanted, lambda one: one.draft(currencies))


def numbered[T, Made](things: Sequence[T], made: Callable[[T], Made]) -> list[Made]:
    """Return what each of many things comes to.

    Raises:
        AppError: what is wrong with one; its fields are called like `entries.3.amount`.
    """
    found = []
    for place, one in enumerate(things):
        try:
            found.append(made(one))
        except AppError as error:
            kind = type(error) if isinstance(error, KEPT) else InvalidInputError
            parts = [
                kind(part.message, field=f"entries.{place}.{part.field}".rstrip("."))
                for part in error.parts
            ]
            raise (parts[0] if len(parts) == 1 else InvalidFormError(parts)) from error
    return found


def add(session: Session, actor: Actor, drafts: Sequence[EntryDraft]) -> tuple[list[int], int]:
    """Add entries; return their keys in the order of the drafts, and the change set.

    Raises:
        InvalidInputError: something about one cannot be; the error says about which.
    """
    wanted = numbered(drafts, EntryDraft.checked)
    known = currencies(session, actor)
    _require_parents(session, actor, known, wanted)
    with changes.record(session, actor, "entry.add", _counted("Added", len(wanted))) as record:
        keys = new_keys(len(wanted))
        whole = zip(wanted, keys, strict=True)
        lines = [line for each in whole for line in entries.line_rows(*each)]
        record.add_entries(_rows(record, known, keys, wanted), lines)
        entries.tag(record, {key: one.tags for key, one in zip(keys, wanted, strict=True)})
    return keys, record.set_id


def seen(session: Session, actor: Actor, asked: Sequence[tuple[int, int]]) -> list[EntryView]:
    """Return entries that a program saw, as they are now.

    Args:
        asked: keys, each with the version that was seen.

    Raises:
        NotFoundError: one is not the book's; the error says which.
        StaleError: one was changed since; so does this one.
        InvalidInputError: one is named twice; so does this one.
    """
    views = {
        one.id: one for one in queries.views(session, actor.book_id, [key for key, _ in asked])
    }
    before = set[int]()

    def check(one: tuple[int, int]) -> EntryView:
        key, version = one
        if key not in views:
            raise NotFoundError("There is no such entry in this book.", field="id")
        if key in before:
            raise InvalidInputError("This entry is named twice.", field="id")
        if views[key].version != version:
            raise StaleError(field="version")
        before.add(key)
        return views[key]

    return numbered(asked, check)


def change(session: Session, actor: Actor, edits: Sequence[Edit]) -> int:
    """Change entries; return the change set.

    Raises:
        InvalidInputError: something about one cannot be; the error says about which.
        StaleError: one was changed since it was seen.
    """
    wanted = numbered(edits, Edit.checked)
    _require_parents(session, actor, currencies(session, actor), wanted)
    keys = [one.seen.id for one in edits]
    relined = [one.seen.id for one in edits if not one.only_describes]
    rows = _rows_of(session, actor, [one.seen for one in edits])
    lines = _lines_of(session, actor, relined)
    with changes.record(session, actor, "entry.edit", _counted("Changed", len(keys))) as record:
        made = payees.found_or_made(record, (one.payee for one in wanted))
        whole = dict(zip(keys, wanted, strict=True))
        after = [
            {**rows[key], **_edited(rows[key], one, made.get(folded(one.payee)))}
            for key, one in whole.items()
        ]
        record.update("entry", [rows[key] for key in keys], after)
        record.delete("line", lines)
        record.insert(
            "line", [row for key in relined for row in entries.line_rows(whole[key], key)]
        )
        entries.tag(record, {key: one.tags for key, one in whole.items()})
    return record.set_id


def delete(session: Session, actor: Actor, views: Sequence[EntryView]) -> int:
    """Delete entries; return the change set, whose undoing brings them back.

    The other sides of transfers stay, as money that is for nothing yet.

    Raises:
        StaleError: one was changed since it was seen.
    """
    rows = _rows_of(session, actor, views)
    keys, lines = list(rows), _lines_of(session, actor, list(rows))
    with changes.record(session, actor, "entry.delete", _counted("Deleted", len(keys))) as record:
        entries.take_out(record, list(rows.values()), lines)
    return record.set_id


def _rows_of(session: Session, actor: Actor, seen: Sequence[EntryView]) -> dict[int, Row]:
    """Return entries as they are in the database, by key.

    Raises:
        StaleError: one was changed or deleted since it was seen.
    """
    rows = change_queries.rows_of(session, tables.entry, actor.book_id, [one.id for one in seen])
    if any(rows.get(one.id, {}).get("version") != one.version for one in seen):
        raise StaleError
    return rows


def _lines_of(session: Session, actor: Actor, keys: Sequence[int]) -> list[Row]:
    return change_queries.rows_under(session, tables.line, actor.book_id, keys)


def _edited(before: Row, wanted: EntryDraft, payee_id: int | None) -> Row:
    """Return the columns of an entry that change."""
    row = entries.entry_row(wanted, before["id"], payee_id)
    return {**row, "source": before["source"], "version": before["version"] + 1}


def _counted(verb: str, count: int) -> str:
    return f"{verb} {count} entries" if count > 1 else f"{verb} 1 entry"


def _require_parents(
    session: Session, actor: Actor, known: Mapping[int, str], wanted: Sequence[EntryDraft]
) -> None:
    asked = {line.category_id for one in wanted for line in one.lines} - {None}
    missing = asked - category_queries.known(session, actor.book_id, asked)

    def check(one: EntryDraft) -> None:
        if one.account_id not in known:
            raise NotFoundError("There is no such account in this book.", field="account_id")
        if any(line.category_id in missing for line in one.lines):
            raise NotFoundError("There is no such category in this book.", field="lines")

    numbered(wanted, check)


def _rows(
    record: Recorder, known: Mapping[int, str], keys: Sequence[int], wanted: Sequence[EntryDraft]
) -> list[Row]:
    made = payees.found_or_made(record, (one.payee for one in wanted))
    return [
        {
            **entries.entry_row(one, key, made.get(folded(one.payee))),
            "currency": known[one.account_id],
            "source": Source.API,
        }
        for key, one in zip(keys, wanted, strict=True)
    ]
