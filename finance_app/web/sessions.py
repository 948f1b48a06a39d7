"""Signing other browsers out, with the password: no page that was left open does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done
from finance_app.services import callers, sessions, signing_out
from finance_app.web.asked import ASKED_IN, AskedForm, shown
from finance_app.web.credentials import SECURITY
from finance_app.web.factors import code
from finance_app.web.forms import refused
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FORM = "browser"


class EndForm(AskedForm):
    """Which browser is to be signed out, or `signing_out.OTHERS`."""

    key: str


async def end(request: Request) -> Response:
    """Sign one browser out or all others; their pages are gone within seconds."""
    key = ""
    try:
        form = await EndForm.of(request)
        key = form.key[: sessions.KEY]
        who, proof = actor(request), await shown(request, form)
        await db.tell(signing_out.end, who, proof, key)
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=FORM, key=key)
    callers.forget_user(who.user_id)
    return RedirectResponse(f"{SECURITY}?done={Done.SIGNED_OUT}", 303)


ROUTES = (Route("POST", "/auth/sessions/end", end, Access.SIGNED_IN),)
