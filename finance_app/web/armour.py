"""Everything between the network and Reflex, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.web.bodies import LimitedBodies
from finance_app.web.cookies import SessionCookie
from finance_app.web.errors import LastDoor
from finance_app.web.gate import Gate
from finance_app.web.headers import SecureHeaders
from finance_app.web.news import News
from finance_app.web.origins import SameOriginOnly
from finance_app.web.proxies import Proxies
from finance_app.web.routes import Routes
from finance_app.web.sockets import Sockets
from finance_app.web.transport import EncryptedOnly

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from starlette.types import ASGIApp

    from finance_app.config import Settings
    from finance_app.web.built import Built
    from finance_app.web.news import Push
    from finance_app.web.routes import Identify, Route


def armour(
    app: ASGIApp,
    settings: Settings,
    built: Built,
    table: Sequence[Route],
    *,
    public: Container[str],
    identify: Identify,
    push: Push,
) -> ASGIApp:
    """Return the app behind its armour; what is named last here sees a request first.

    Args:
        public: the pages that need no sign-in.
        identify: who a Cookie header speaks for.
        push: tells an open page what changed in its book.
    """

    async def is_signed_in(cookie: str) -> bool:
        return await identify(cookie) is not None

    routes = Routes(Gate(Sockets(app, News(push)), built, public, is_signed_in), table, identify)
    limited = LimitedBodies(routes, routes.body_limit)
    local = SameOriginOnly(limited)
    encrypted = EncryptedOnly(local, allow_http=settings.allow_http)
    dressed = SecureHeaders(LastDoor(encrypted), built)
    return Proxies(SessionCookie(dressed), settings.proxies)
