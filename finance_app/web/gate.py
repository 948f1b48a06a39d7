"""The way to Reflex: its pages for those who may see them, its files, its websocket, no more."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.services import callers, sessions
from finance_app.web.answers import header, refuse
from finance_app.web.routes import ENROL, SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from finance_app.domain.actors import Actor
    from finance_app.web.built import Built
    from finance_app.web.routes import Identify

HOME = "/"
WEBSOCKET = "/_event"
NOWHERE = "/404"  # where Reflex answers its own page for missing ones, with status 404

log = logging.getLogger(__name__)


class Gate:
    """Lets through what was built and nothing else; Reflex's other endpoints do not exist here.

    Args:
        pages: who may open them; those that are not named need somebody who is signed in.
        identify: who a Cookie header speaks for.
    """

    def __init__(
        self, app: ASGIApp, built: Built, pages: Mapping[str, Access], identify: Identify
    ) -> None:
        self.app = app
        self.built = built
        self.pages = pages
        self.identify = identify

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
        else:
            access = self.pages.get(path.rstrip("/") or "/", Access.SIGNED_IN)
            found = None if access is Access.ANYONE else await self.caller(scope)
            if found is None and access in (Access.SIGNED_IN, Access.ENROLLING):
                await RedirectResponse(await self.sign_in(scope), 303)(scope, receive, send)
                return
            if found and found.must_enrol and access is not Access.ENROLLING:
                await RedirectResponse(ENROL, 303)(scope, receive, send)
                return
            hidden = access is Access.ADMIN and not (found and found.is_admin)
            target = NOWHERE if hidden else document
            if hidden:
                by = f"user {found.user_id}" if found else "nobody"
                log.warning("%s is for administrators and was hidden from %s", document, by)
        await self.app({**scope, "path": target, "raw_path": target.encode()}, receive, send)

    async def caller(self, scope: Scope) -> Actor | None:
        """Return who asks for a page, None where that is nobody."""
        return await self.identify(header(scope, "cookie"))

    async def sign_in(self, scope: Scope) -> str:
        """Return where to sign in, which says why, and from there on to what was asked for."""
        query = scope["query_string"].decode("latin-1")
        wanted = f"{scope['path']}?{query}" if query else scope["path"]
        token = callers.token_in(header(scope, "cookie"))
        ended = await db.ask(sessions.ending, token, datetime.now(UTC)) if token else None
        asked = {"next": "" if wanted == HOME else wanted, "ended": ended or ""}
        told = urlencode({key: value for key, value in asked.items() if value})
        return f"{SIGN_IN}?{told}" if told else SIGN_IN
