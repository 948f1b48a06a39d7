"""What was written in a book, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.changes import ChangeSet, TakenBack
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import ChangeQuery
from finance_app.services import history

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/change-sets", "/books/{book}/change-sets/{change_set}"
router = APIRouter(tags=["Change sets"])


@router.get(ALL, response_model=Page[ChangeSet])
async def list_change_sets(
    door: Reader, book: Key, asked: Annotated[ChangeQuery, Query()]
) -> Response:
    """List what was written, the newest first."""

    def work(session: Session, actor: Actor) -> Page[ChangeSet]:
        found = history.turned(session, actor, before=asked.place(), wanted=asked.wanted())
        older = str(found.older) if found.older else None
        items = tuple(map(ChangeSet.of, found.sets))
        return Page[ChangeSet](items=items, next=older).only(asked.fields)

    return await door.ask(work, book)


@router.get(ONE, response_model=ChangeSet)
async def get_change_set(door: Reader, book: Key, change_set: Key) -> Response:
    """Get one change set."""

    def work(session: Session, actor: Actor) -> ChangeSet:
        return ChangeSet.of(history.get(session, actor, change_set))

    return await door.ask(work, book)


@router.post(ONE + "/undo", response_model=TakenBack)
async def undo_change_set(door: Editor, book: Key, change_set: Key) -> Response:
    """Take a change set back, but for what was changed since; days later, too."""

    def work(session: Session, actor: Actor) -> TakenBack:
        return TakenBack.of(history.undo(session, actor, change_set))

    return await door.tell(work, book, long=True)
