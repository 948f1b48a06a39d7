"""The way to Reflex: its pages for those who may see them, its files, its websocket, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from finance_app.web.answers import header, refuse
from finance_app.web.routes import SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

    from starlette.types import ASGIApp, Receive, Scope, Send

    from finance_app.web.built import Built

    SessionCheck = Callable[[str], Awaitable[bool]]
    """Whether a Cookie header belongs to someone who is signed in."""

HOME = "/"
WEBSOCKET = "/_event"
NOWHERE = "/404"  # where Reflex answers its own page for missing ones, with status 404


class Gate:
    """Lets through what was built and nothing else; Reflex's other endpoints do not exist here.

    Args:
        public: the pages that need no sign-in.
    """

    def __init__(
        self, app: ASGIApp, built: Built, public: Container[str], is_signed_in: SessionCheck
    ) -> None:
        self.app = app
        self.built = built
        self.public = public
        self.is_signed_in = is_signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or answer, by kind of request."""
        if scope["type"] == "http":
            await self.request(scope, receive, send)
        elif scope["type"] == "lifespan" or scope["path"].rstrip("/") == WEBSOCKET:
            await self.app(scope, receive, send)
        else:
            await refuse(scope, receive, send, status=404, text="There is nothing here.")

    async def request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a page, a file, or say that there is none."""
        if scope["method"] not in ("GET", "HEAD"):
            await refuse(scope, receive, send, status=405, text="This address can only be read.")
            return
        path = scope["path"]
        document = self.built.document(path)
        if document is None:
            target = path if path in self.built.files else NOWHERE
        elif (path.rstrip("/") or "/") in self.public or await self.is_signed_in(
            header(scope, "cookie")
        ):
            target = document
        else:
            await RedirectResponse(sign_in(scope), 303)(scope, receive, send)
            return
        await self.app({**scope, "path": target, "raw_path": target.encode()}, receive, send)


def sign_in(scope: Scope) -> str:
    """Return where to sign in, and from there on to the page that was asked for."""
    query = scope["query_string"].decode("latin-1")
    wanted = f"{scope['path']}?{query}" if query else scope["path"]
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}"
