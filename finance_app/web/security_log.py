"""What the log says of security: each step of signing in, and whatever was refused, a line each.

A line names what was asked for, what came of it, whose session it was and from where; never what
was sent. Events of the websocket are told by `ui.guard` and `ui.handlers`.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers

from finance_app.errors import UnavailableError
from finance_app.services import callers
from finance_app.web.answers import header, is_api, plain

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from finance_app.web.routes import Identify

WAY_IN = "/auth/"
REFUSALS = frozenset({401, 403, 405, 408, 413, 429})
CODES = re.compile(r"[a-z,.-]{1,100}", re.ASCII)
NEW_TOKEN = re.compile(rf"(?:__Host-)?{callers.COOKIE}=([\w-]+);", re.ASCII)

log = logging.getLogger(__name__)


class SecurityLog:
    """Passes on, and tells the log what came of it.

    Args:
        identify: who a Cookie header speaks for.
    """

    def __init__(self, app: ASGIApp, identify: Identify) -> None:
        self.app = app
        self.identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        is_way_in = scope["path"].startswith(WAY_IN)
        before = await self.who(header(scope, "cookie")) if is_way_in else ""
        begun: list[Message] = []

        async def watched(message: Message) -> None:
            if not begun:
                begun.append(message)
            await send(message)

        await self.app(scope, receive, watched)
        if begun and (is_way_in or is_refusal(begun[0])):
            await self.tell(scope, begun[0], before)

    async def tell(self, scope: Scope, first: Message, before: str) -> None:
        """Write the line; who came in by this very request is told as well."""
        headers = Headers(raw=first.get("headers", []))
        given = NEW_TOKEN.search("; ".join(headers.getlist("set-cookie")) + ";")
        if is_api(scope["path"]):
            who = "a program"  # whatever its cookies say
        elif given:
            who = await self.who(f"{callers.COOKIE}={given[1]}")
        else:
            who = before or await self.who(header(scope, "cookie"))
        level = logging.WARNING if is_refusal(first) else logging.INFO
        method, path = scope.get("method", "websocket"), plain(scope["path"])
        what = outcome(first, headers.get("location", ""))
        client = (scope.get("client") or ("nowhere", 0))[0]
        log.log(level, "%s %s: %s; %s from %s", method, path, what, who, client)

    async def who(self, cookie: str) -> str:
        """Return whose session it is, as the log says it; what is asked for goes on in any case."""
        try:
            found = await self.identify(cookie)
        except (SQLAlchemyError, UnavailableError):
            return "somebody"
        return f"user {found.user_id}" if found else "nobody"


def is_refusal(first: Message) -> bool:
    """Say whether an answer refuses; a websocket that is closed before it opens does."""
    return first["type"] == "websocket.close" or first.get("status") in REFUSALS


def outcome(first: Message, location: str) -> str:
    """Return what came of a request: where it led and why, or its status."""
    if first["type"].startswith("websocket"):
        return str(first.get("code", "opened"))
    if not location:
        return str(first["status"])
    place = urlsplit(location)
    said = parse_qs(place.query)
    codes = [
        f"{name} {value}"
        for name in ("error", "done")
        for value in said.get(name, ())
        if CODES.fullmatch(value)
    ]
    return " ".join((str(first["status"]), plain(place.path), *codes))
