"""Books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Reader, Writer
from finance_app.api.schemas.books import Book, WantedBook
from finance_app.api.schemas.common import Key, Page
from finance_app.domain.access import require
from finance_app.errors import NotFoundError
from finance_app.services import books

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.api_tokens import Bearer

router = APIRouter(tags=["Books"])


@router.get("/books", response_model=Page[Book])
async def list_books(door: Reader) -> Response:
    """List the books that the token opens."""

    def work(session: Session, who: Bearer) -> Page[Book]:
        require(who.actor, door.access)
        found = books.everything(session, who.actor)
        opened = [one for one in found if who.only_book_id in (None, one.id)]
        return Page[Book](items=tuple(map(Book.of, opened)))

    return await door.ask_any(work)


@router.post("/books", response_model=Book, status_code=201)
async def add_book(door: Writer, wanted: WantedBook) -> Response:
    """Make another book of the user's own, which they look at from now on."""

    def work(session: Session, actor: Actor) -> Book:
        return _one(session, actor, books.add(session, actor, wanted.name))

    return await door.tell(work, status=201)


@router.get("/books/{book}", response_model=Book)
async def get_book(door: Reader, book: Key) -> Response:
    """Get one book."""
    return await door.ask(lambda session, actor: _one(session, actor, book), book)


def _one(session: Session, actor: Actor, book: int) -> Book:
    for one in books.everything(session, actor):
        if one.id == book:
            return Book.of(one)
    raise NotFoundError
