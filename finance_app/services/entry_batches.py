"""Many entries at once, as programs send them: all or none, in one change set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from finance_app.domain.entries import EntryDraft, Source, folded
from finance_app.domain.labels import LabelKind
from finance_app.errors import AppError, InvalidFormError, InvalidInputError, NotFoundError
from finance_app.models.columns import new_keys
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.services import changes, entries, labels, payees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row


def currencies(session: Session, actor: Actor) -> dict[int, str]:
    """Return the currencies of the book's accounts, by their keys."""
    return account_queries.currencies_by_key(session, actor.book_id)


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
        InvalidInputError: what is wrong with one; its fields are called like `entries.3.amount`.
    """
    found = []
    for place, one in enumerate(things):
        try:
            found.append(made(one))
        except AppError as error:
            parts = [
                InvalidInputError(part.message, field=f"entries.{place}.{part.field}".rstrip("."))
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
    count = len(wanted)
    said = f"Added {count} entries" if count > 1 else "Added 1 entry"
    with changes.record(session, actor, "entry.add", said) as record:
        keys = new_keys(count)
        whole = zip(wanted, keys, strict=True)
        lines = [line for each in whole for line in entries.line_rows(*each)]
        record.add_entries(_rows(record, known, keys, wanted), lines)
        _tag(record, keys, wanted)
    return keys, record.set_id


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


def _tag(record: Recorder, keys: Sequence[int], wanted: Sequence[EntryDraft]) -> None:
    made = labels.found_or_made(
        record, LabelKind.TAG, (name for one in wanted for name in one.tags)
    )
    pairs = [
        (key, made[LabelKind.TAG.key(name)])
        for key, one in zip(keys, wanted, strict=True)
        for name in one.tags
    ]
    record.insert(
        "entry_tag",
        [
            {"id": own, "entry_id": key, "tag_id": tag_id}
            for own, (key, tag_id) in zip(new_keys(len(pairs)), pairs, strict=True)
        ],
    )
