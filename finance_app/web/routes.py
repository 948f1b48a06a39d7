"""The table of plain HTTP routes, each with who may call it; there is no other way to add one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Endpoint
from starlette.routing import Router

from finance_app.domain.access import Access, require
from finance_app.domain.actors import Actor
from finance_app.errors import (
    AppError,
    EnrolmentRequiredError,
    SignInRequiredError,
    UnavailableError,
)
from finance_app.web import errors
from finance_app.web.bodies import PATIENCE, SMALL, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]
Identify = Callable[[str], Awaitable[Actor | None]]
"""Who a Cookie header speaks for, None where that is nobody."""

SIGN_IN, ENROL = "/login", "/security"


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Args:
        path: as Starlette reads it, `/reports/{name}` included.
        method: GET (never changes anything) or POST (comes from this host's pages only).
        body: the number of bytes it takes.
        by_programs: programs post to it as well, which come from no page.
    """

    method: str
    path: str
    handler: Handler
    access: Access
    body: int = SMALL
    by_programs: bool = False


class Routes:
    """Answers the routes of a table and leaves every other path to the app inside.

    Who is calling is looked up once the body is there: whoever was signed out while it came is
    nobody. Who sends a large one has to be somebody before, too.

    Args:
        patience: the seconds that a body may take, see `web.bodies`.
    """

    def __init__(
        self,
        app: ASGIApp,
        table: Sequence[Route],
        identify: Identify,
        patience: float = PATIENCE,
    ) -> None:
        self.identify = identify
        self.patience = patience
        endpoints = [
            Endpoint(route.path, self.guarded(route), methods=[route.method]) for route in table
        ]
        self.bodies = [
            (endpoint.path_regex, route.body)
            for endpoint, route in zip(endpoints, table, strict=True)
        ]
        self.router = Router(endpoints, redirect_slashes=False, default=app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "http":
            await self.router(scope, receive, send)
        else:
            await self.router.default(scope, receive, send)

    def body_limit(self, path: str) -> int:
        """Return how many bytes may be sent to a path."""
        return max((size for known, size in self.bodies if known.match(path)), default=SMALL)

    def guarded(self, route: Route) -> Handler:
        """Return a route's handler behind its declared access; what it raises becomes an answer."""

        async def endpoint(request: Request) -> Response:
            try:
                if route.body > SMALL:
                    require(await self.found(request), route.access)
                if route.method == "POST":
                    await whole(request, self.patience)
                request.state.actor = require(await self.found(request), route.access)
                response = await route.handler(request)
            except SignInRequiredError as error:
                return (
                    RedirectResponse(SIGN_IN, 303) if is_opened(request) else errors.answer(error)
                )
            except EnrolmentRequiredError as error:
                return RedirectResponse(ENROL, 303) if is_opened(request) else errors.answer(error)
            except AppError as error:
                return errors.answer(error)
            except UnavailableError as error:
                if is_opened(request):
                    raise  # a person reads a sentence, see `web.errors`
                return errors.unavailable(error)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return endpoint

    async def found(self, request: Request) -> Actor | None:
        """Return who is calling as of now, None where that is nobody."""
        return await self.identify(request.headers.get("cookie", ""))


def actor(request: Request) -> Actor:
    """Return who is calling.

    Raises:
        SignInRequiredError: nobody is signed in (and the route is open to anyone).
    """
    found: Actor | None = request.state.actor
    if found is None:
        raise SignInRequiredError
    return found


def is_opened(request: Request) -> bool:
    """Whether a person opened the address or sent a form in a browser, rather than a script."""
    return "text/html" in request.headers.get("accept", "")
