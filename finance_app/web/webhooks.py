"""The secret of a webhook: the page fetches it here, so that no state ever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.entries import LARGEST_KEY
from finance_app.errors import NotFoundError
from finance_app.services import webhooks
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_KEY = len(str(LARGEST_KEY))


async def give(request: Request) -> Response:
    """Answer with the secret."""
    key = request.query_params.get("webhook", "")
    if not (key.isascii() and key.isdigit()) or len(key) > LONGEST_KEY or int(key) > LARGEST_KEY:
        raise NotFoundError
    return PlainTextResponse(await db.ask(webhooks.secret, actor(request), int(key)))


ROUTES = (Route("GET", "/files/webhook-secret", give, Access.OWNER),)
