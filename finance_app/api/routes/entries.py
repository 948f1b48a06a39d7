"""Entries of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.entries import (
    Added,
    ChangedEntry,
    EditedEntries,
    Entry,
    SeenEntries,
    WantedEntries,
    WantedEntry,
)
from finance_app.api.schemas.filters import EntryQuery
from finance_app.domain.entries import Source
from finance_app.services import entries, entry_batches
from finance_app.services.entry_batches import Edit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/entries", "/books/{book}/entries/{entry}"
NAMES = {"account": "account_id", "category": "lines"}
router = APIRouter(tags=["Entries"])


@router.get(ALL, response_model=Page[Entry])
async def list_entries(door: Reader, book: Key, asked: Annotated[EntryQuery, Query()]) -> Response:
    """List entries from the newest day to the oldest, as the filters say."""

    def work(session: Session, actor: Actor) -> Page[Entry]:
        found = entries.page(
            session, actor, asked.wanted(), older_than=asked.place(), size=asked.size
        )
        shown = tuple(Entry.of(one, actor.base_currency) for one in found.entries)
        older = str(found.older) if found.older else None
        return Page[Entry](items=shown, next=older).only(asked.fields)

    return await door.ask(work, book)


@router.post(ALL, response_model=Entry, status_code=201)
async def add_entry(door: Editor, book: Key, wanted: WantedEntry) -> Response:
    """Add an entry."""

    def work(session: Session, actor: Actor) -> Entry:
        draft = wanted.draft(entry_batches.currencies(session, actor))
        return _one(session, actor, entries.add(session, actor, draft, Source.API))

    return await door.tell(work, book, status=201, names=NAMES)


@router.post(ALL + "/bulk", response_model=Added, status_code=201)
async def add_entries(door: Editor, book: Key, wanted: WantedEntries) -> Response:
    """Add up to a thousand entries, or none where one cannot be; one change set undoes them."""

    def work(session: Session, actor: Actor) -> Added:
        currencies = entry_batches.currencies(session, actor)
        drafts = entry_batches.drafted(wanted.entries, currencies)
        keys, set_id = entry_batches.add(session, actor, drafts)
        return Added(ids=tuple(keys), change_set=set_id)

    return await door.tell(work, book, status=201)


@router.patch(ALL + "/bulk", response_model=Changed)
async def change_entries(door: Editor, book: Key, wanted: EditedEntries) -> Response:
    """Change up to a thousand entries, or none where one cannot be; one change set undoes it."""

    def work(session: Session, actor: Actor) -> Changed:
        seen = entry_batches.seen(session, actor, [(one.id, one.version) for one in wanted.entries])
        currencies = entry_batches.currencies(session, actor)
        edits = entry_batches.numbered(
            list(zip(wanted.entries, seen, strict=True)),
            lambda one: Edit(one[1], one[0].draft(one[1], currencies), one[0].only_describes),
        )
        return Changed(change_set=entry_batches.change(session, actor, edits))

    return await door.tell(work, book)


@router.post(ALL + "/bulk/delete", response_model=Changed)
async def delete_entries(door: Editor, book: Key, wanted: SeenEntries) -> Response:
    """Delete up to a thousand entries, or none where one was changed; one change set undoes it.

    Of transfers the other sides stay, unless they are named as well.
    """

    def work(session: Session, actor: Actor) -> Changed:
        seen = entry_batches.seen(session, actor, [(one.id, one.version) for one in wanted.entries])
        return Changed(change_set=entry_batches.delete(session, actor, seen))

    return await door.tell(work, book)


@router.get(ONE, response_model=Entry)
async def get_entry(door: Reader, book: Key, entry: Key) -> Response:
    """Get one entry."""
    return await door.ask(lambda session, actor: _one(session, actor, entry), book)


@router.patch(ONE, response_model=Entry)
async def change_entry(door: Editor, book: Key, entry: Key, wanted: ChangedEntry) -> Response:
    """Change an entry; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Entry:
        view = entries.get(session, actor, entry)
        door.require_match(Entry.of(view, actor.base_currency))
        draft = wanted.draft(view, entry_batches.currencies(session, actor))
        change = entries.describe if wanted.only_describes else entries.edit
        change(session, actor, entry, view.version, draft)
        return _one(session, actor, entry)

    return await door.tell(work, book, names=NAMES)


@router.delete(ONE, response_model=Changed)
async def delete_entry(door: Editor, book: Key, entry: Key) -> Response:
    """Delete an entry; If-Match says which version was seen.

    Of a transfer the other side stays, as money that is for nothing yet.
    """

    def work(session: Session, actor: Actor) -> Changed:
        view = entries.get(session, actor, entry)
        door.require_match(Entry.of(view, actor.base_currency))
        return Changed(change_set=entries.delete(session, actor, entry, view.version))

    return await door.tell(work, book)


def _one(session: Session, actor: Actor, entry: int) -> Entry:
    return Entry.of(entries.get(session, actor, entry), actor.base_currency)
