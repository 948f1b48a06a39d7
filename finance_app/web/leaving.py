"""Having one's account deleted: a form with the password, the address, and what others lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import AppError, ConflictError, InvalidInputError, TooManyAttemptsError
from finance_app.services import callers, leaving
from finance_app.web import cookies
from finance_app.web.credentials import code, done, is_right
from finance_app.web.data_exports import PROFILE
from finance_app.web.forms import Form, refused, require_mark, token_of
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FORM = "leave"


class LeaveForm(Form):
    """Who means it."""

    form_mark: str
    current_password: str
    typed_email: str
    shared_too: Literal["", "on"] = ""


async def leave(request: Request) -> Response:
    """Have the account deleted after some days; it is signed out everywhere at once."""
    try:
        form = await LeaveForm.of(request)
        require_mark(form.form_mark, token_of(request))
        right = await is_right(request, form.current_password)
        shared_too = bool(form.shared_too)
        await db.tell(
            leaving.ask, actor(request), form.typed_email, right=right, shared_too=shared_too
        )
    except (InvalidInputError, ConflictError, TooManyAttemptsError) as error:
        return refused(PROFILE, _code(error), form=FORM)
    callers.forget_user(actor(request).user_id)
    response = done(Done.LEAVING)
    cookies.take(response, request)
    return response


def _code(error: AppError) -> Refusal:
    fields = {"typed_email": Refusal.TYPED, "shared_too": Refusal.SHARED}
    return fields.get(error.field) or code(error)


ROUTES = (Route("POST", "/auth/leave", leave, Access.SIGNED_IN),)
