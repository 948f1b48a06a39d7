"""Another token for a session once what it may do has changed; the browser that did it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance_app import db
from finance_app.services import auth, callers, sessions
from finance_app.web.auth import let_in
from finance_app.web.forms import token_of
from finance_app.web.routes import actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response


async def renewed[T](
    request: Request, verb: Callable[..., T], /, *args: Any, **named: Any
) -> tuple[str, T]:
    """Do what changes how whoever is signed in gets in; return the new token, and what came of it.

    Raises:
        SignInRequiredError: the session has ended since the request began.
    """
    digest, who = auth.digest(token_of(request)), actor(request)
    done = await db.tell(sessions.renewed, who, digest, verb, *args, **named)
    callers.forget_user(who.user_id)
    return done


async def go_on(request: Request, token: str, page: str) -> Response:
    """Lead to a page under the session's new token."""
    return let_in(request, token, page, stays=await db.ask(auth.stays, token))
