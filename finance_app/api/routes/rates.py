"""Exchange rates: what the book converts at today, and those that it states itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import OwnRateQuery
from finance_app.api.schemas.rates import CurrentRate, OwnRateShown, WantedRate
from finance_app.services import own_rates, rate_views

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/own-rates", "/books/{book}/own-rates/{own_rate}"
NAMES = {"rate": "value"}
router = APIRouter(tags=["Rates"])


@router.get("/books/{book}/rates", response_model=Page[CurrentRate])
async def list_rates(door: Reader, book: Key) -> Response:
    """List today's rate of every currency of the book's accounts, with its day and source."""

    def work(session: Session, actor: Actor) -> Page[CurrentRate]:
        found = rate_views.current(session, actor)
        return Page[CurrentRate](items=tuple(map(CurrentRate.of, found)))

    return await door.ask(work, book)


@router.get(ALL, response_model=Page[OwnRateShown])
async def list_own_rates(
    door: Reader, book: Key, asked: Annotated[OwnRateQuery, Query()]
) -> Response:
    """List the rates that the book states itself, by pair, the newest of each first."""

    def work(session: Session, actor: Actor) -> Page[OwnRateShown]:
        found = own_rates.page(session, actor, after=asked.place())
        later = asked.written(found.later)
        items = tuple(map(OwnRateShown.of, found.rates))
        return Page[OwnRateShown](items=items, next=later).only(asked.fields)

    return await door.ask(work, book)


@router.post(ALL, response_model=Changed, status_code=201)
async def state_rate(door: Editor, book: Key, wanted: WantedRate) -> Response:
    """State a rate; one that is far from what is known has to be `confirmed`."""

    def work(session: Session, actor: Actor) -> Changed:
        rate = wanted.stated()
        return Changed(change_set=own_rates.add(session, actor, rate, confirmed=wanted.confirmed))

    return await door.tell(work, book, status=201, names=NAMES)


@router.get(ONE, response_model=OwnRateShown)
async def get_own_rate(door: Reader, book: Key, own_rate: Key) -> Response:
    """Get one rate that the book states itself."""

    def work(session: Session, actor: Actor) -> OwnRateShown:
        return OwnRateShown.of(own_rates.get(session, actor, own_rate))

    return await door.ask(work, book)


@router.put(ONE, response_model=Changed)
async def change_rate(door: Editor, book: Key, own_rate: Key, wanted: WantedRate) -> Response:
    """State a rate anew; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = own_rates.get(session, actor, own_rate)
        door.require_match(OwnRateShown.of(view))
        done = own_rates.change(
            session, actor, own_rate, view.version, wanted.stated(), confirmed=wanted.confirmed
        )
        return Changed(change_set=done)

    return await door.tell(work, book, names=NAMES)


@router.delete(ONE, response_model=Changed)
async def delete_rate(door: Editor, book: Key, own_rate: Key) -> Response:
    """Delete a rate that the book states itself; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = own_rates.get(session, actor, own_rate)
        door.require_match(OwnRateShown.of(view))
        return Changed(change_set=own_rates.delete(session, actor, own_rate, view.version))

    return await door.tell(work, book)
