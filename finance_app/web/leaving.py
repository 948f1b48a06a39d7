"""Having one's account deleted: a form with the password, the address, and what others lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done, Refusal
from finance_app.services import callers, leaving, proofs
from finance_app.web import cookies
from finance_app.web.asked import ASKED_IN, AskedForm, shown
from finance_app.web.credentials import code, done
from finance_app.web.data_exports import PROFILE
from finance_app.web.forms import refused
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from finance_app.errors import AppError

FORM = "leave"


class LeaveForm(AskedForm):
    """Who means it."""

    typed_email: str
    shared_too: Literal["", "on"] = ""


async def leave(request: Request) -> Response:
    """Have the account deleted after some days; it is signed out everywhere at once."""
    try:
        form = await LeaveForm.of(request)
        proof = await shown(request, form)
        shared_too = bool(form.shared_too)
        await db.tell(
            proofs.carry_out,
            actor(request),
            proof,
            leaving.ask,
            form.typed_email,
            shared_too=shared_too,
        )
    except ASKED_IN as error:
        return refused(PROFILE, _code(error), form=FORM)
    callers.forget_user(actor(request).user_id)
    response = done(Done.LEAVING)
    cookies.take(response, request)
    return response


def _code(error: AppError) -> Refusal:
    fields = {"typed_email": Refusal.TYPED, "shared_too": Refusal.SHARED}
    return fields.get(error.field) or code(error)


ROUTES = (Route("POST", "/auth/leave", leave, Access.SIGNED_IN),)
