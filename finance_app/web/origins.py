"""Who may open the websocket or post a form: pages of this very host, whatever it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finance_app.web.answers import header, is_api, refuse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

ORIGIN = re.compile(r"https?://((?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?)", re.ASCII)
SENTENCE = "This request came from another site; open the app's own page and try again."


class SameOriginOnly:
    """Refuses websockets and changing requests that a foreign page started.

    Args:
        programs: paths that programs post to, which are no pages and name no origin; their routes
            must not go by who is signed in.
    """

    def __init__(self, app: ASGIApp, programs: Collection[str] = ()) -> None:
        self.app = app
        self.programs = programs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or pass it on."""
        if is_harmless(scope) or is_same_origin(scope) or self.is_program(scope):
            await self.app(scope, receive, send)
        else:
            await refuse(scope, receive, send, status=403, text=SENTENCE)

    def is_program(self, scope: Scope) -> bool:
        """Whether no browser posts this, and it may."""
        if scope["type"] != "http" or any(name == b"origin" for name, _ in scope["headers"]):
            return False
        posted = scope["method"] == "POST" and scope["path"] in self.programs
        return posted or is_api(scope["path"])


def is_harmless(scope: Scope) -> bool:
    """Whether a request only reads."""
    return scope["type"] == "lifespan" or scope.get("method") in ("GET", "HEAD")


def is_same_origin(scope: Scope) -> bool:
    """Whether Origin names Host, port included; a proxy may have changed the scheme."""
    origin = ORIGIN.fullmatch(header(scope, "origin").lower())
    return origin is not None and origin[1] == header(scope, "host").lower()
