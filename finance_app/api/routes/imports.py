"""Imports of bank files: sending one, looking at it, deciding, and bringing it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import RowQuery
from finance_app.api.schemas.imports import (
    Decision,
    Import,
    Imported,
    ImportPreview,
    Row,
    StagedFile,
)
from finance_app.errors import NotFoundError
from finance_app.services import entry_batches, import_previews, imports

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.import_previews import Preview

ALL, ONE = "/books/{book}/imports", "/books/{book}/imports/{statement_import}"
FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}
router = APIRouter(tags=["Imports"])


@router.get(ALL, response_model=Page[Import])
async def list_imports(door: Reader, book: Key) -> Response:
    """List the newest imports."""

    def work(session: Session, actor: Actor) -> Page[Import]:
        return Page[Import](items=tuple(map(Import.of, imports.latest(session, actor))))

    return await door.ask(work, book)


@router.post(ALL, response_model=StagedFile, status_code=201, openapi_extra=FILE)
async def send_file(
    door: Editor, book: Key, filename: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Send a bank’s file, bare: OFX, QFX or CSV. Nothing comes in yet."""
    content = await door.request.body()

    def read(session: Session, actor: Actor) -> imports.Staged:
        return imports.prepare(session, actor, filename, content)

    staged = await door.look(read, book)

    def work(session: Session, actor: Actor) -> StagedFile:
        return StagedFile(id=imports.keep(session, actor, staged))

    return await door.tell(work, book, status=201)


@router.get(ONE, response_model=ImportPreview)
async def preview_import(door: Reader, book: Key, statement_import: Key) -> Response:
    """Get what a file would bring in, and what of it is there already."""

    def work(session: Session, actor: Actor) -> ImportPreview:
        return ImportPreview.of(import_previews.preview(session, actor, statement_import))

    return await door.ask(work, book)


@router.get(ONE + "/rows", response_model=Page[Row])
async def list_rows(
    door: Reader, book: Key, statement_import: Key, asked: Annotated[RowQuery, Query()]
) -> Response:
    """List the rows of one group of a file, as they stand in it."""

    def work(session: Session, actor: Actor) -> Page[Row]:
        preview = import_previews.preview(session, actor, statement_import)
        if asked.group >= len(preview.groups):
            raise NotFoundError("There is no such group in this file.", field="group")
        group, start = preview.groups[asked.group], asked.place()
        end = min(start + asked.size, len(group.rows))
        rows = tuple(Row.of(preview, group, place) for place in range(start, end))
        more = str(end) if end < len(group.rows) else None
        return Page[Row](items=rows, next=more)

    return await door.ask(work, book)


@router.patch(ONE, status_code=204)
async def decide_import(
    door: Editor, book: Key, statement_import: Key, wanted: Decision
) -> Response:
    """Say how the file is read, where the rows go, which come in, and what they are for."""

    def check(session: Session, actor: Actor) -> Preview:
        seen = import_previews.preview(session, actor, statement_import)
        wanted.require_possible(seen, entry_batches.currencies(session, actor).keys())
        return seen

    seen = await door.look(check, book)  # it reads the file, and nobody's writing waits for it

    def work(session: Session, actor: Actor) -> None:
        before = imports.planned(session, actor, statement_import)
        imports.decide(session, actor, statement_import, wanted.of(before, seen))

    return await door.tell(work, book)


@router.post(ONE + "/commit", response_model=Imported)
async def commit_import(door: Editor, book: Key, statement_import: Key) -> Response:
    """Bring the wanted rows in: one change set, which can be undone as a whole.

    What the file leaves open has to be answered first.
    """

    def read(session: Session, actor: Actor) -> None:
        import_previews.preview(session, actor, statement_import)  # read it before the lock

    await door.look(read, book)

    def work(session: Session, actor: Actor) -> Imported:
        return Imported.of(imports.commit(session, actor, statement_import))

    return await door.tell(work, book, long=True)


@router.delete(ONE, status_code=204)
async def discard_import(door: Editor, book: Key, statement_import: Key) -> Response:
    """Drop a file that was not brought in."""

    def work(session: Session, actor: Actor) -> None:
        imports.discard(session, actor, statement_import)

    return await door.tell(work, book)
