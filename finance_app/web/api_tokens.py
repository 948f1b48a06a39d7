"""Tokens of programs, made in the browser: with the password, and shown once.

The page that shows one fetches it here, so that no state of the server ever holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.services import api_tokens, auth, proofs
from finance_app.services.api_tokens import Wanted
from finance_app.web.asked import ASKED_IN, AskedForm, MarkedForm, shown
from finance_app.web.credentials import SECURITY
from finance_app.web.factors import code
from finance_app.web.forms import refused, require_mark, token_of
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from finance_app.errors import AppError

FORM, TOKEN = "token", "/token"
LONGEST_KEY = 19  # digits


class TokenForm(AskedForm):
    """What a token is to be; `book` is nothing for all books, `days` 0 for no end."""

    name: str
    scope: str
    book: str = ""
    days: str = "365"

    def wanted(self) -> Wanted:
        """Return it.

        Raises:
            InvalidInputError: a number is none.
        """
        numbers = [self.book or "0", self.days]
        if not all(one.isascii() and one.isdigit() and len(one) <= LONGEST_KEY for one in numbers):
            raise InvalidInputError
        book, days = map(int, numbers)
        return Wanted(self.name, self.scope, book or None, days)


async def make(request: Request) -> Response:
    """Make a token; lead to the page that shows it."""
    try:
        form = await TokenForm.of(request)
        proof, wanted = await shown(request, form), form.wanted()
        who, begin = actor(request), api_tokens.begin
        await db.tell(proofs.carry_out, who, proof, begin, wanted, proof.digest)
    except ASKED_IN as error:
        return refused(SECURITY, reason(error), form=FORM)
    return RedirectResponse(TOKEN, 303)


async def give(request: Request) -> Response:
    """Answer with the token that was made."""
    digest = auth.digest(token_of(request))
    return PlainTextResponse(await db.ask(api_tokens.shown, actor(request), digest))


async def keep(request: Request) -> Response:
    """Show it no more."""
    form, token = await MarkedForm.of(request), token_of(request)
    require_mark(form.form_mark, token)
    await db.tell(api_tokens.hide, actor(request), auth.digest(token))
    return RedirectResponse(f"{SECURITY}?done={Done.TOKEN}", 303)


def reason(error: AppError) -> Refusal:
    """Return why none was made."""
    if isinstance(error, ConflictError):
        return Refusal.TOKENS
    return Refusal.SCOPE if error.field == "scope" else code(error)


ROUTES = (
    Route("POST", "/auth/token", make, Access.SIGNED_IN),
    Route("GET", "/auth/token/token.txt", give, Access.SIGNED_IN),
    Route("POST", "/auth/token/kept", keep, Access.SIGNED_IN),
)
