"""Signing in, up and out: forms that the browser posts itself, answered with a cookie and a page.

What went wrong travels to the page as a code in its address, never what was typed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from finance_app import db
from finance_app.config import settings
from finance_app.domain.access import Access
from finance_app.domain.audit import What
from finance_app.domain.places import local
from finance_app.domain.refusals import Refusal
from finance_app.errors import (
    AppError,
    ForbiddenError,
    TooManyAttemptsError,
    Wrong,
)
from finance_app.services import (
    attempts,
    audit,
    auth,
    callers,
    joining,
    second_steps,
    signup,
    users,
    welcome,
)
from finance_app.services.users import NewUser
from finance_app.web import cookies
from finance_app.web.forms import (
    Form,
    address,
    device,
    known_by,
    now,
    refused,
    require_mark,
    token_of,
)
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from finance_app.domain.actors import Actor

HOME, WELCOME, SIGN_IN, SIGN_UP = "/", "/welcome", "/login", "/signup"
SENT, FACTOR = "/sent", "/factor"
WAITS = {attempts.PER_ACCOUNT.message: Refusal.TODAY, attempts.PER_MAILBOX.message: Refusal.FULL}
CODES = {
    "email": Refusal.EMAIL,
    "password": Refusal.PASSWORD,
    "region": Refusal.REGION,
    "currency": Refusal.CURRENCY,
}


class SignInForm(Form):
    """Who wants to come in, and where to."""

    email: str
    password: str
    next: str = ""
    stay: Literal["", "on"] = ""


class SignUpForm(Form):
    """Who wants an account."""

    email: str
    password: str
    region: str
    base_currency: str
    time_zone: str = ""


class SignOutForm(Form):
    """Proof that the app's own page was used."""

    form_mark: str


async def identify(cookie: str) -> Actor | None:
    """Return who a Cookie header speaks for, None where that is nobody."""
    found = await callers.find(callers.token_in(cookie), now())
    return found.actor if found else None


async def sign_in(request: Request) -> Response:
    """Open a session for an address and its password; lead to the page that was wanted.

    Where that is not enough, lead to the second step.
    """
    wanted, attempt, asked = "", None, False
    try:
        form = await SignInForm.of(request)
        wanted, asked = local(form.next), True
        attempt = await db.tell(auth.begin, form.email, address(request), now(), known_by(request))
        right = await db.compute(auth.matches, form.password, attempt)
        known = form.password, attempt.password_hash
        anew = await db.compute(users.hashed_anew, *known) if right else ""
        token = await db.tell(
            auth.finish,
            attempt,
            now(),
            right=right,
            anew=anew,
            device=device(request, stays=bool(form.stay)),
            replaces=token_of(request),
        )
    except AppError as error:
        whose = attempt.user_id if attempt else None
        if asked:
            await db.tell(audit.refused, What.REFUSED, address(request), now(), whose)
        return refused(SIGN_IN, sign_in_code(error), next=wanted)
    return await arrived(request, token, wanted)


async def arrived(request: Request, token: str, wanted: str) -> Response:
    """Lead to the page that was wanted, by way of the second step where one is due."""
    stays = await db.ask(auth.stays, token)
    if await db.ask(second_steps.is_due, token, now()):
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return let_in(request, token, f"{FACTOR}{query}", stays=stays)
    return let_in(request, token, wanted or await first_page(token), stays=stays)


async def sign_up(request: Request) -> Response:
    """Let the first user in and show them around; have others look into their mail."""
    try:
        form = await SignUpForm.of(request)
        await db.ask(signup.require_open)
        await db.tell(attempts.count_request, address(request), now())
        password_hash = await db.compute(judged_and_hashed, form)
        wanted = replace(new_user(form), password_hash=password_hash)
        token = await db.tell(
            joining.sign_up, wanted, now(), device=device(request), replaces=token_of(request)
        )
    except AppError as error:
        return refused(SIGN_UP, *sign_up_codes(error))
    if not token:
        return RedirectResponse(SENT, 303)
    return let_in(request, token, WELCOME)


async def sign_out(request: Request) -> Response:
    """End the session; lead to the page for signing in.

    Raises:
        ForbiddenError: the form was not made for this session.
    """
    form, token = await SignOutForm.of(request), token_of(request)
    if token:
        require_mark(form.form_mark, token)
    await db.tell(auth.sign_out, token, now())
    callers.forget(token)
    response = RedirectResponse(SIGN_IN, 303)
    cookies.take(response, request)
    return response


def new_user(form: SignUpForm) -> NewUser:
    """Return who wants an account, without a password yet."""
    return NewUser(form.email, "", form.region, form.time_zone, form.base_currency, placed=True)


def judged_and_hashed(form: SignUpForm) -> str:
    """Return the password's hash; slow.

    Raises:
        InvalidInputError: something cannot be used; all of it is told.
    """
    wrong = Wrong()
    with wrong:
        users.checked(new_user(form))
    with wrong:
        users.require_password(form.password, form.email)
    wrong.tell()
    return users.hashed(form.password)


async def first_page(token: str) -> str:
    """Return the page that somebody sees first who wanted no other one."""
    found = await callers.find(token, now())
    due = found is not None and await db.ask(welcome.is_due, found.actor)
    return WELCOME if due else HOME


def let_in(request: Request, token: str, page: str, *, stays: bool = True) -> Response:
    """Answer with the cookies and the first page; any session that was open here before is over.

    Args:
        stays: whether the browser keeps the cookie after it was closed.
    """
    callers.forget(token_of(request))
    response = RedirectResponse(page, 303)
    cookies.give(response, request, token, settings().session_days if stays else None)
    cookies.mark(response, request, known_by(request))
    return response


def sign_in_code(error: AppError) -> Refusal:
    """Return why somebody was not let in."""
    if isinstance(error, TooManyAttemptsError):
        return waiting(error)
    return Refusal.WRONG if error.message == auth.WRONG else Refusal.STRANGE


def waiting(error: TooManyAttemptsError) -> Refusal:
    """Return how long somebody has to wait who tried too often."""
    return WAITS.get(error.message, Refusal.WAIT)


def sign_up_codes(error: AppError) -> list[Refusal]:
    """Return why somebody got no account: one reason, or one for each field that is wrong."""
    if isinstance(error, TooManyAttemptsError):
        return [waiting(error)]
    if isinstance(error, ForbiddenError):
        return [Refusal.CLOSED]
    return [CODES.get(part.field, Refusal.STRANGE) for part in error.parts]


ROUTES = (
    Route("POST", "/auth/sign-in", sign_in, Access.ANYONE),
    Route("POST", "/auth/sign-up", sign_up, Access.ANYONE),
    Route("POST", "/auth/sign-out", sign_out, Access.ANYONE),
)
