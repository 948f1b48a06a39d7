"""The second step of signing in: a form that the browser posts itself, as in `web.auth`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.places import local
from finance_app.domain.refusals import Refusal
from finance_app.errors import (
    AppError,
    ConfigurationError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.services import second_steps
from finance_app.web.auth import FACTOR, SIGN_IN, arrived, waiting
from finance_app.web.forms import Form, device, now, refused, token_of
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class CodeForm(Form):
    """A code, where somebody wants to go, and whether the field of backup codes was used."""

    code: str
    next: str = ""
    backup: str = ""


async def step(request: Request) -> Response:
    """Let in who shows a code beside their password; lead to the page that was wanted."""
    wanted, wrong = "", Refusal.CODE
    try:
        form, pending = await CodeForm.of(request), token_of(request)
        wanted = local(form.next)
        wrong = Refusal.BACKUP if form.backup else Refusal.CODE
        await db.tell(second_steps.count, pending, device(request), now())
        user_id, salts = await db.ask(second_steps.salts, pending, now())
        typed = await db.compute(second_steps.typed, user_id, form.code, salts)
        token = await db.tell(second_steps.by_code, pending, typed, device(request), now())
    except AppError as error:
        await db.tell(second_steps.refuse, token_of(request), device(request), now())
        return back(error, wanted, wrong)
    return await arrived(request, token, wanted)


def back(error: AppError, wanted: str, wrong: Refusal = Refusal.CODE) -> Response:
    """Lead back to the second step, or to the first one where nothing waits any more.

    Args:
        wrong: what a code is told that is.
    """
    if isinstance(error, SignInRequiredError):
        return refused(SIGN_IN, Refusal.LATE, next=wanted)
    if isinstance(error, TooManyAttemptsError):
        return refused(FACTOR, waiting(error), next=wanted)
    if isinstance(error, ConfigurationError):
        return refused(FACTOR, Refusal.KEY, next=wanted)
    code = Refusal.PASSKEY if error.field == "passkey" else wrong
    return refused(FACTOR, code, next=wanted)


ROUTES = (Route("POST", "/auth/factor", step, Access.ANYONE),)
