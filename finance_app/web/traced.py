"""The id of a request: in each line that is written meanwhile, in the answer, on the error's page.

A trusted proxy may bring one along, so that its log and ours are read together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from finance_app import references
from finance_app.web.answers import header

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME = "X-Request-Id"
ID = "finance.request"  # in a scope
PLAIN = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class Traced:
    """Gives every request and every websocket an id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and name the id in the answer."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = header(scope, NAME.lower())
        known = given if PLAIN.fullmatch(given) else references.new()

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message.setdefault("headers", []))[NAME] = known
            await send(message)

        with references.during(request_id=known):
            await self.app({**scope, ID: known}, receive, named)
