"""Payees and tags of a book, the same way for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Door, Editor, Reader
from finance_app.api.schemas.categories import Merged
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import NameQuery
from finance_app.api.schemas.labels import Label, Named
from finance_app.domain.labels import LabelKind
from finance_app.errors import NotFoundError
from finance_app.services import labels

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

PAYEES, PAYEE = "/books/{book}/payees", "/books/{book}/payees/{payee}"
TAGS, TAG = "/books/{book}/tags", "/books/{book}/tags/{tag}"
router = APIRouter()
Asked = Annotated[NameQuery, Query()]


@router.get(PAYEES, tags=["Payees"], response_model=Page[Label])
async def list_payees(door: Reader, book: Key, asked: Asked) -> Response:
    """List payees by name."""
    return await _list(door, book, LabelKind.PAYEE, asked)


@router.post(PAYEES, tags=["Payees"], response_model=Label, status_code=201)
async def add_payee(door: Editor, book: Key, wanted: Named) -> Response:
    """Add a payee."""
    return await _add(door, book, LabelKind.PAYEE, wanted)


@router.get(PAYEE, tags=["Payees"], response_model=Label)
async def get_payee(door: Reader, book: Key, payee: Key) -> Response:
    """Get one payee."""
    return await _get(door, book, LabelKind.PAYEE, payee)


@router.patch(PAYEE, tags=["Payees"], response_model=Label)
async def rename_payee(door: Editor, book: Key, payee: Key, wanted: Named) -> Response:
    """Give a payee another name; If-Match says which version was seen."""
    return await _rename(door, book, LabelKind.PAYEE, payee, wanted)


@router.delete(PAYEE, tags=["Payees"], response_model=Changed)
async def delete_payee(door: Editor, book: Key, payee: Key) -> Response:
    """Delete a payee; its entries then have none. If-Match says which version was seen."""
    return await _delete(door, book, LabelKind.PAYEE, payee)


@router.post(PAYEE + "/merge", tags=["Payees"], response_model=Changed)
async def merge_payee(door: Editor, book: Key, payee: Key, wanted: Merged) -> Response:
    """Move a payee's entries to another one and delete it; If-Match says what was seen."""
    return await _merge(door, book, LabelKind.PAYEE, payee, wanted)


@router.get(TAGS, tags=["Tags"], response_model=Page[Label])
async def list_tags(door: Reader, book: Key, asked: Asked) -> Response:
    """List tags by name."""
    return await _list(door, book, LabelKind.TAG, asked)


@router.post(TAGS, tags=["Tags"], response_model=Label, status_code=201)
async def add_tag(door: Editor, book: Key, wanted: Named) -> Response:
    """Add a tag."""
    return await _add(door, book, LabelKind.TAG, wanted)


@router.get(TAG, tags=["Tags"], response_model=Label)
async def get_tag(door: Reader, book: Key, tag: Key) -> Response:
    """Get one tag."""
    return await _get(door, book, LabelKind.TAG, tag)


@router.patch(TAG, tags=["Tags"], response_model=Label)
async def rename_tag(door: Editor, book: Key, tag: Key, wanted: Named) -> Response:
    """Give a tag another name; If-Match says which version was seen."""
    return await _rename(door, book, LabelKind.TAG, tag, wanted)


@router.delete(TAG, tags=["Tags"], response_model=Changed)
async def delete_tag(door: Editor, book: Key, tag: Key) -> Response:
    """Take a tag off its entries and delete it; If-Match says which version was seen."""
    return await _delete(door, book, LabelKind.TAG, tag)


@router.post(TAG + "/merge", tags=["Tags"], response_model=Changed)
async def merge_tag(door: Editor, book: Key, tag: Key, wanted: Merged) -> Response:
    """Move a tag's entries to another one and delete it; If-Match says what was seen."""
    return await _merge(door, book, LabelKind.TAG, tag, wanted)


async def _list(door: Door, book: int, kind: LabelKind, asked: NameQuery) -> Response:
    def work(session: Session, actor: Actor) -> Page[Label]:
        found = labels.page(session, actor, kind, text=asked.text, after=asked.place())
        items = tuple(map(Label.of, found.labels))
        return Page[Label](items=items, next=asked.written(found.after)).only(asked.fields)

    return await door.ask(work, book)


async def _add(door: Door, book: int, kind: LabelKind, wanted: Named) -> Response:
    def work(session: Session, actor: Actor) -> Label:
        labels.add(session, actor, kind, wanted.name)
        found = labels.named(session, actor, kind, wanted.name)
        if found is None:
            raise NotFoundError
        return Label.of(found)

    return await door.tell(work, book, status=201)


async def _get(door: Door, book: int, kind: LabelKind, key: int) -> Response:
    def work(session: Session, actor: Actor) -> Label:
        return Label.of(labels.get(session, actor, kind, key))

    return await door.ask(work, book)


async def _rename(door: Door, book: int, kind: LabelKind, key: int, wanted: Named) -> Response:
    def work(session: Session, actor: Actor) -> Label:
        view = labels.get(session, actor, kind, key)
        door.require_match(Label.of(view))
        labels.rename(session, actor, kind, key, view.version, wanted.name)
        return Label.of(labels.get(session, actor, kind, key))

    return await door.tell(work, book)


async def _delete(door: Door, book: int, kind: LabelKind, key: int) -> Response:
    def work(session: Session, actor: Actor) -> Changed:
        view = labels.get(session, actor, kind, key)
        door.require_match(Label.of(view))
        return Changed(change_set=labels.delete(session, actor, kind, key, view.version))

    return await door.tell(work, book)


async def _merge(door: Door, book: int, kind: LabelKind, key: int, wanted: Merged) -> Response:
    def work(session: Session, actor: Actor) -> Changed:
        view, into = (labels.get(session, actor, kind, one) for one in (key, wanted.into))
        door.require_match(Label.of(view))
        seen = {view.id: view.version, into.id: into.version}
        return Changed(change_set=labels.merge(session, actor, kind, seen, into.id))

    return await door.tell(work, book, long=True, names={"target": "into"})
