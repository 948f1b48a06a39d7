"""Getting no more mails of a kind, from a link in one of them, whoever is signed in.

Mail programs post to the link by themselves once their reader presses a button there (RFC 8058).
Whoever opens it sees a page with a button first, since mail programs also open links to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import PlainTextResponse, RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Refusal
from finance_app.errors import AppError, InvalidInputError
from finance_app.services import unsubscribing
from finance_app.web.forms import Form, refused
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PAGE = "/unsubscribe"
ONE_CLICK = "link"  # in the address; a page's form has it in its body


class LinkForm(Form):
    """The link that was followed."""

    link: str


async def ask(request: Request) -> Response:
    """Lead to the page with the button."""
    link = request.query_params.get(ONE_CLICK, "")
    try:
        notice = unsubscribing.notice_of(link)
    except InvalidInputError:
        return refused(PAGE, Refusal.BROKEN)
    return RedirectResponse(f"{PAGE}?{urlencode({'notice': notice})}#{quote(link)}", 303)


async def unsubscribe(request: Request) -> Response:
    """Keep it, for a mail program or for the page's form."""
    if ONE_CLICK in request.query_params:
        await db.tell(unsubscribing.unsubscribe, request.query_params[ONE_CLICK])
        return PlainTextResponse("Done.\n")
    try:
        form = await LinkForm.of(request)
        notice = await db.tell(unsubscribing.unsubscribe, form.link)
    except AppError:
        return refused(PAGE, Refusal.BROKEN)
    return RedirectResponse(f"{PAGE}?{urlencode({'done': notice})}", 303)


ROUTES = (
    Route("GET", unsubscribing.PATH, ask, Access.ANYONE),
    Route("POST", unsubscribing.PATH, unsubscribe, Access.ANYONE, by_programs=True),
)
