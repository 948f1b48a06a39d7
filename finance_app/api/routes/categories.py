"""Categories of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.categories import Category, ChangedCategory, Merged, WantedCategory
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Fields, Key, Page
from finance_app.errors import NotFoundError
from finance_app.services import categories, category_ends

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.categories import CategoryView

ALL, ONE = "/books/{book}/categories", "/books/{book}/categories/{category}"
router = APIRouter(tags=["Categories"])


@router.get(ALL, response_model=Page[Category])
async def list_categories(door: Reader, book: Key, fields: Fields = "") -> Response:
    """List all categories in the order of the tree."""

    def work(session: Session, actor: Actor) -> Page[Category]:
        found = categories.everything(session, actor)
        return Page[Category](items=tuple(map(Category.of, found))).only(fields)

    return await door.ask(work, book)


@router.post(ALL, response_model=Category, status_code=201)
async def add_category(door: Editor, book: Key, wanted: WantedCategory) -> Response:
    """Add a category."""

    def work(session: Session, actor: Actor) -> Category:
        key = categories.draw(session, actor, wanted.draft(), wanted.kind, wanted.parent_id)
        return Category.of(_view(session, actor, key))

    return await door.tell(work, book, status=201)


@router.get(ONE, response_model=Category)
async def get_category(door: Reader, book: Key, category: Key) -> Response:
    """Get one category."""

    def work(session: Session, actor: Actor) -> Category:
        return Category.of(_view(session, actor, category))

    return await door.ask(work, book)


@router.patch(ONE, response_model=Category)
async def change_category(
    door: Editor, book: Key, category: Key, wanted: ChangedCategory
) -> Response:
    """Change a category's name and look, or hide it; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Category:
        view = _view(session, actor, category)
        door.require_match(Category.of(view))
        if wanted.model_fields_set - {"hidden"}:
            categories.change(session, actor, category, view.version, wanted.draft(view))
            view = _view(session, actor, category)
        if wanted.hidden is not None and wanted.hidden is not view.hidden:
            categories.show(session, actor, category, view.version, wanted=not wanted.hidden)
        return Category.of(_view(session, actor, category))

    return await door.tell(work, book)


@router.delete(ONE, response_model=Changed)
async def delete_category(door: Editor, book: Key, category: Key) -> Response:
    """Delete a category that nothing is on; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = _view(session, actor, category)
        door.require_match(Category.of(view))
        return Changed(change_set=category_ends.delete(session, actor, category, view.version))

    return await door.tell(work, book)


@router.post(ONE + "/merge", response_model=Changed)
async def merge_category(door: Editor, book: Key, category: Key, wanted: Merged) -> Response:
    """Move everything on a category, and in it, to another one, and delete it."""

    def work(session: Session, actor: Actor) -> Changed:
        view = _view(session, actor, category)
        door.require_match(Category.of(view))
        return Changed(
            change_set=category_ends.merge(session, actor, category, view.version, wanted.into)
        )

    return await door.tell(work, book, long=True, names={"target": "into"})


def _view(session: Session, actor: Actor, category: int) -> CategoryView:
    for one in categories.everything(session, actor):
        if one.id == category:
            return one
    raise NotFoundError
