"""All users, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from finance_app.api.doors import Administrator, Door
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.filters import NameQuery
from finance_app.api.schemas.people import Done, User
from finance_app.services import administration

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

    type Deed = Callable[[Session, Actor, int], str]

ALL, ONE = "/users", "/users/{user}"
router = APIRouter(tags=["Users"])


@router.get(ALL, response_model=Page[User])
async def list_users(door: Administrator, asked: Annotated[NameQuery, Query()]) -> Response:
    """List users by address."""

    def work(session: Session, actor: Actor) -> Page[User]:
        found = administration.page(session, actor, text=asked.text, after=asked.place())
        items = tuple(map(User.of, found.users))
        return Page[User](items=items, next=asked.written(found.after)).only(asked.fields)

    return await door.ask(work)


@router.post(ONE + "/disable", response_model=Done)
async def disable_user(door: Administrator, user: Key) -> Response:
    """Keep a user out, at once and everywhere."""
    return await _done(door, administration.disable, user)


@router.post(ONE + "/enable", response_model=Done)
async def enable_user(door: Administrator, user: Key) -> Response:
    """Let a user in again."""
    return await _done(door, administration.enable, user)


@router.post(ONE + "/make-admin", response_model=Done)
async def make_admin(door: Administrator, user: Key) -> Response:
    """Make a user an administrator, who signs in anew."""
    return await _done(door, administration.make_admin, user)


@router.post(ONE + "/unmake-admin", response_model=Done)
async def unmake_admin(door: Administrator, user: Key) -> Response:
    """Make an administrator a user like others, who signs in anew."""
    return await _done(door, administration.unmake_admin, user)


@router.post(ONE + "/sign-out", response_model=Done)
async def sign_user_out(door: Administrator, user: Key) -> Response:
    """End all sessions of a user."""
    return await _done(door, administration.sign_out, user)


@router.post(ONE + "/reset-factors", response_model=Done)
async def reset_factors(door: Administrator, user: Key) -> Response:
    """Take all second factors of somebody away who is locked out."""
    return await _done(door, administration.reset_factors, user)


async def _done(door: Door, deed: Deed, user: int) -> Response:
    return await door.tell(lambda session, actor: Done(email=deed(session, actor, user)))
