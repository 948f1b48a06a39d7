"""A file of all of a user's data: asked for with the password, fetched by that session alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Refusal
from finance_app.errors import ConflictError
from finance_app.services import auth, data_exports, proofs
from finance_app.web.asked import ASKED_IN, AskedForm, shown
from finance_app.web.credentials import code
from finance_app.web.forms import refused, token_of
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PROFILE = "/profile"
FORM = "export"


async def export(request: Request) -> Response:
    """Have the file written; lead back to the page, which shows how far it is."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        await db.tell(proofs.carry_out, actor(request), proof, data_exports.ask, proof.digest)
    except ConflictError:
        return refused(PROFILE, Refusal.BUSY, form=FORM)
    except ASKED_IN as error:
        return refused(PROFILE, code(error), form=FORM)
    return RedirectResponse(PROFILE, 303)


async def give(request: Request) -> Response:
    """Answer with the file."""
    key, digest = request.query_params.get("key", ""), auth.digest(token_of(request))
    path, name = await db.ask(data_exports.fetched, actor(request), digest, key)
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(path, filename=name, media_type="application/zip", headers=headers)


ROUTES = (
    Route("POST", "/auth/export", export, Access.SIGNED_IN),
    Route("GET", "/files/data", give, Access.SIGNED_IN),
)
