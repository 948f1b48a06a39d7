"""A file of all of a user's data: asked for with the password, fetched by that session alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse, RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Refusal
from finance_app.errors import ConflictError, InvalidInputError, TooManyAttemptsError
from finance_app.services import auth, data_exports
from finance_app.web.credentials import code, is_right
from finance_app.web.forms import Form, refused, require_mark, token_of
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PROFILE = "/profile"
FORM = "export"


class ExportForm(Form):
    """The password of who asks."""

    form_mark: str
    current_password: str


async def export(request: Request) -> Response:
    """Have the file written; lead back to the page, which shows how far it is."""
    try:
        form, token = await ExportForm.of(request), token_of(request)
        require_mark(form.form_mark, token)
        right = await is_right(request, form.current_password)
        await db.tell(data_exports.ask, actor(request), auth.digest(token), right=right)
    except ConflictError:
        return refused(PROFILE, Refusal.BUSY, form=FORM)
    except (InvalidInputError, TooManyAttemptsError) as error:
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
