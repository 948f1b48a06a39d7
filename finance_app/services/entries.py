"""Entries: adding, changing and deleting them, and looking through them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finance_app.domain.entries import (
    Cursor,
    EntryDraft,
    EntryFilter,
    EntryPage,
    EntrySums,
    EntryView,
    Source,
    folded,
)
from finance_app.domain.formatting import money_text
from finance_app.domain.labels import LabelKind
from finance_app.domain.money import Money
from finance_app.domain.valuation import Basis, Valuation
from finance_app.errors import InvalidInputError, NotFoundError, StaleError, Wrong
from finance_app.models import tables
from finance_app.models.columns import new_key, new_keys
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.queries import changes as change_queries
from finance_app.queries import entries as queries
from finance_app.queries import entry_sums as sum_queries
from finance_app.services import changes, labels, payees

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row

PAGE = 50
MOST_SUMMED = 2000  # entries


def page(
    session: Session,
    actor: Actor,
    wanted: EntryFilter,
    *,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
    size: int = PAGE,
) -> EntryPage:
    """Return one page of entries, newest first; as `wanted` filters them."""
    return queries.page(
        session, actor.book_id, wanted, size=size, older_than=older_than, newer_than=newer_than
    )


def sums(
    session: Session, actor: Actor, wanted: EntryFilter, valuation: Valuation | None = None
) -> EntrySums | None:
    """Return what a list comes to; None where it has too many entries to be added up at once.

    Args:
        valuation: at which rates; without one in the book's currency, at those of each day.
    """
    by_bank = valuation is not None and valuation.basis is Basis.BANK
    found = sum_queries.sums(session, actor.book_id, wanted, MOST_SUMMED, by_bank=by_bank)
    if found is None or valuation is None:
        return found
    return replace(found, currencies=tuple(valuation.alike(found.currencies)))


def get(session: Session, actor: Actor, entry_id: int) -> EntryView:
    """Return one entry.

    Raises:
        NotFoundError: the book has no such entry.
    """
    found = queries.views(session, actor.book_id, [entry_id])
    if not found:
        raise NotFoundError
    return found[0]


def add(session: Session, actor: Actor, draft: EntryDraft, source: Source = Source.TYPED) -> int:
    """Add an entry; return its key.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: its account or a category is not the book's.
    """
    wanted = draft.checked()
    currency = _require_parents(session, actor, wanted)
    with changes.record(
        session, actor, "entry.add", _summary("Added", wanted, currency, actor)
    ) as record:
        entry_id = new_key()
        record.add_entries(
            [_row(record, wanted, entry_id) | {"currency": currency, "source": source}],
            line_rows(wanted, entry_id),
        )
        if wanted.tags:
            tag(record, {entry_id: wanted.tags})
    return entry_id


def edit(session: Session, actor: Actor, entry_id: int, version: int, draft: EntryDraft) -> None:
    """Replace an entry by what it is to be.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: the entry, its account or a category is not the book's.
    """
    before, lines = _current(session, actor, entry_id, version)
    wanted = draft.checked()
    currency = _require_parents(session, actor, wanted)
    if any(line["transfer_line_id"] for line in lines):
        raise InvalidInputError(
            "This is a transfer; its amounts are changed together with the other side."
        )
    with changes.record(
        session, actor, "entry.edit", _summary("Changed", wanted, currency, actor)
    ) as record:
        kept = {name: before[name] for name in ("source", "import_id", "import_key")}
        after = {**before, **_row(record, wanted, entry_id), **kept, "version": version + 1}
        record.update("entry", [before], [after])
        record.delete("line", lines)
        record.insert("line", line_rows(wanted, entry_id))
        tag(record, {entry_id: wanted.tags})


def describe(
    session: Session, actor: Actor, entry_id: int, version: int, draft: EntryDraft
) -> None:
    """Change an entry's day, payee, note and tags alone; its amounts and lines stay.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: the book has no such entry.
    """
    before, _ = _current(session, actor, entry_id, version)
    fixed = {"account_id": before["account_id"], "amount": before["amount"], "lines": ()}
    wanted = replace(draft, **fixed).checked()
    currency = _require_parents(session, actor, wanted)
    with changes.record(
        session, actor, "entry.edit", _summary("Changed", wanted, currency, actor)
    ) as record:
        row = _row(record, wanted, entry_id)
        said = {name: row[name] for name in ("day", "payee_id", "note")}
        record.update("entry", [before], [{**before, **said, "version": version + 1}])
        tag(record, {entry_id: wanted.tags})


def delete(session: Session, actor: Actor, entry_id: int, version: int) -> int:
    """Delete an entry with its lines; return the change set, whose undoing brings it back.

    The other side of a transfer stays, as money that is for nothing yet.

    Raises:
        StaleError: it was changed since the version that the user saw.
        NotFoundError: the book has no such entry.
    """
    before, lines = _current(session, actor, entry_id, version)
    view = get(session, actor, entry_id)
    summary = f"Deleted {view.title} {money_text(view.amount, actor.region)}"
    with changes.record(session, actor, "entry.delete", summary) as record:
        take_out(record, [before], lines)
    return record.set_id


def take_out(record: Recorder, entries: Sequence[Row], lines: Sequence[Row]) -> None:
    """Delete entries with all their lines; of transfers the other sides stay."""
    _part_transfers(record, lines)
    record.delete("line", lines)
    keys = [row["id"] for row in entries]
    tagged = change_queries.rows_under(record.session, tables.entry_tag, record.actor.book_id, keys)
    record.delete("entry_tag", tagged)
    record.delete("entry", entries)


def _part_transfers(record: Recorder, lines: Sequence[Row]) -> None:
    sides = {line["transfer_line_id"] for line in lines} - {None}
    other_ids = sorted(sides - {line["id"] for line in lines})
    others = list(
        change_queries.rows_of(
            record.session, tables.line, record.actor.book_id, other_ids
        ).values()
    )
    record.update("line", others, [{**other, "transfer_line_id": None} for other in others])


def _current(session: Session, actor: Actor, entry_id: int, version: int) -> tuple[Row, list[Row]]:
    found = change_queries.rows_of(session, tables.entry, actor.book_id, [entry_id])
    if entry_id not in found:
        raise NotFoundError
    if found[entry_id]["version"] != version:
        raise StaleError
    lines = change_queries.rows_under(session, tables.line, actor.book_id, [entry_id])
    return found[entry_id], lines


def _require_parents(session: Session, actor: Actor, wanted: EntryDraft) -> str:
    """Return the account's currency when account and categories are the book's."""
    account, wrong = account_queries.one(session, actor.book_id, wanted.account_id), Wrong()
    with wrong:
        if account is None:
            raise NotFoundError("Choose one of your accounts.", field="account")
        currency = account.currency
    categories = {line.category_id for line in wanted.lines} - {None}
    with wrong:
        if categories - category_queries.known(session, actor.book_id, categories):
            raise NotFoundError("Choose one of your categories.", field="category")
    wrong.tell()
    return currency


def _row(record: Recorder, wanted: EntryDraft, entry_id: int) -> Row:
    """Return the columns of an entry; its payee is added where it is new."""
    made = payees.found_or_made(record, [wanted.payee])
    return entry_row(wanted, entry_id, made.get(folded(wanted.payee)))


def entry_row(wanted: EntryDraft, entry_id: int, payee_id: int | None) -> Row:
    """Return the columns of an entry that was typed."""
    return {
        "id": entry_id,
        "account_id": wanted.account_id,
        "day": wanted.day,
        "amount": wanted.amount,
        "payee_id": payee_id,
        "note": wanted.note,
        "status": wanted.status,
        "source": Source.TYPED,
        "original_amount": wanted.original_amount,
        "original_currency": wanted.original_currency,
        "version": 1,
    }


def tag(record: Recorder, wanted: Mapping[int, Iterable[str]]) -> None:
    """Give entries these tags and no others; those that are new are added to the book.

    Args:
        wanted: names, by the keys of entries.
    """
    kind = LabelKind.TAG
    made = labels.found_or_made(record, kind, (name for names in wanted.values() for name in names))
    pairs = {(key, made[kind.key(name)]) for key, names in wanted.items() for name in names}
    had = change_queries.rows_under(
        record.session, tables.entry_tag, record.actor.book_id, list(wanted)
    )
    gone = [row for row in had if (row["entry_id"], row["tag_id"]) not in pairs]
    record.delete("entry_tag", gone)
    fresh = sorted(pairs - {(row["entry_id"], row["tag_id"]) for row in had})
    record.insert(
        "entry_tag",
        [
            {"id": own, "entry_id": key, "tag_id": tag_id}
            for own, (key, tag_id) in zip(new_keys(len(fresh)), fresh, strict=True)
        ],
    )


def line_rows(wanted: EntryDraft, entry_id: int) -> list[Row]:
    """Return the rows of an entry's lines."""
    keys = new_keys(len(wanted.lines))
    return [
        {
            "id": key,
            "entry_id": entry_id,
            "position": position,
            "amount": line.amount,
            "memo": line.memo,
            "category_id": line.category_id,
        }
        for position, (key, line) in enumerate(zip(keys, wanted.lines, strict=True))
    ]


def _summary(verb: str, wanted: EntryDraft, currency: str, actor: Actor) -> str:
    amount = money_text(Money(wanted.amount, currency), actor.region)
    return f"{verb} {wanted.payee or 'an entry'} {amount}"
