"""Everything between the network and Reflex, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.web import mounts
from finance_app.web.bodies import LimitedBodies
from finance_app.web.cookies import SessionCookie
from finance_app.web.errors import LastDoor
from finance_app.web.gate import Gate
from finance_app.web.headers import SecureHeaders
from finance_app.web.limits import Bounds, Limits
from finance_app.web.mounts import Mounted
from finance_app.web.news import News
from finance_app.web.origins import SameOriginOnly
from finance_app.web.proxies import Proxies
from finance_app.web.ranges import OneRange
from finance_app.web.routes import Routes
from finance_app.web.security_log import SecurityLog
from finance_app.web.sockets import Sockets
from finance_app.web.traced import Traced
from finance_app.web.transport import EncryptedOnly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp

    from finance_app.config import Settings
    from finance_app.domain.access import Access
    from finance_app.web.built import Built
    from finance_app.web.routes import Identify, Route
    from finance_app.web.sockets import Live


@dataclass(frozen=True, slots=True)
class Inside:
    """What the armour is around: what answers people, and what answers programs."""

    pages: ASGIApp
    api: ASGIApp


def armour(
    inside: Inside,
    settings: Settings,
    built: Built,
    table: Sequence[Route],
    *,
    pages: Mapping[str, Access],
    identify: Identify,
    live: Live,
) -> ASGIApp:
    """Return what answers behind its armour; what is named last here sees a request first.

    Args:
        pages: who may open them, where that is not everybody who is signed in.
        identify: who a Cookie header speaks for.
        live: what reaches the states of pages.
    """
    bounds = Bounds(
        settings.sockets_per_account, settings.sockets_per_address, settings.events_per_second
    )
    limits = Limits(inside.pages, bounds, live.waiting)
    inner = Mounted(Gate(limits, built, pages, identify), inside.api)
    routes = Routes(inner, table, identify)
    sockets = Sockets(OneRange(routes), News(live.push), live.forget)
    limited = LimitedBodies(sockets, mounts.limit(routes.body_limit))
    programs = {route.path for route in table if route.by_programs}
    local = SameOriginOnly(limited, programs)
    encrypted = EncryptedOnly(local, allow_http=settings.allow_http)
    logged = SecurityLog(LastDoor(encrypted), identify)
    dressed = SecureHeaders(LastDoor(SessionCookie(logged)), built)
    return Proxies(Traced(dressed), settings.proxies)
