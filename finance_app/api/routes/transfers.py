"""Transfers between a book's accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Key
from finance_app.api.schemas.transfers import Transfer, WantedTransfer
from finance_app.domain.entries import Source
from finance_app.services import entry_batches, transfers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/transfers", "/books/{book}/transfers/{transfer}"
NAMES = {"account": "from_id", "to": "to_id", "amount": "sent", "fee_category": "fee_category_id"}
router = APIRouter(tags=["Transfers"])


@router.post(ALL, response_model=Transfer, status_code=201)
async def add_transfer(door: Editor, book: Key, wanted: WantedTransfer) -> Response:
    """Move money from one account to another: an entry on each."""

    def work(session: Session, actor: Actor) -> Transfer:
        draft = wanted.draft(entry_batches.currencies(session, actor))
        key = transfers.add(session, actor, draft, Source.API)
        return Transfer.of(transfers.get(session, actor, key))

    return await door.tell(work, book, status=201, names=NAMES)


@router.get(ONE, response_model=Transfer)
async def get_transfer(door: Reader, book: Key, transfer: Key) -> Response:
    """Get the transfer that an entry is one side of."""

    def work(session: Session, actor: Actor) -> Transfer:
        return Transfer.of(transfers.get(session, actor, transfer))

    return await door.ask(work, book)


@router.put(ONE, response_model=Transfer)
async def change_transfer(
    door: Editor, book: Key, transfer: Key, wanted: WantedTransfer
) -> Response:
    """Replace both sides of a transfer; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Transfer:
        before = transfers.get(session, actor, transfer)
        door.require_match(Transfer.of(before))
        draft = wanted.draft(entry_batches.currencies(session, actor))
        transfers.edit(session, actor, before, draft)
        return Transfer.of(transfers.get(session, actor, transfer))

    return await door.tell(work, book, names=NAMES)


@router.delete(ONE, response_model=Changed)
async def delete_transfer(door: Editor, book: Key, transfer: Key) -> Response:
    """Delete both sides of a transfer; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        before = transfers.get(session, actor, transfer)
        door.require_match(Transfer.of(before))
        return Changed(change_set=transfers.delete(session, actor, before))

    return await door.tell(work, book)
