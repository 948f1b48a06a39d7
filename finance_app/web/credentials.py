"""What becomes of an account's address and password: asked for, followed from a mail, changed.

Pages that a mail leads to do nothing until their button is pressed, since mail programs open links
to look at them. The link's secret stands behind the `#`, which browsers send to no server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.mail_links import Purpose
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import (
    AppError,
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    TooManyAttemptsError,
)
from finance_app.services import (
    attempts,
    auth,
    callers,
    credentials,
    joining,
    proofs,
    reclaiming,
    users,
)
from finance_app.web import cookies
from finance_app.web.asked import ASKED_IN, AskedForm, shown
from finance_app.web.auth import SENT, SIGN_IN, SIGN_UP, waiting
from finance_app.web.forms import (
    Form,
    address,
    device,
    known_by,
    now,
    refused,
    token_of,
)
from finance_app.web.renewing import go_on, renewed
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FORGOT, RESET, SECURITY = "/forgot", "/reset", "/security"
JOIN = "/join"


class ForgotForm(Form):
    """Who forgot their password."""

    email: str


class LinkForm(Form):
    """The link that was followed."""

    link: str


class ResetForm(LinkForm):
    """The link, and the password that is wanted."""

    password: str


class PasswordForm(AskedForm):
    """The password that somebody wants."""

    password: str


class AddressForm(AskedForm):
    """The address that somebody wants."""

    email: str


async def forget(request: Request) -> Response:
    """Mail a link to whoever forgot a password; the answer is the same for everybody."""
    try:
        form = await ForgotForm.of(request)
        await db.tell(attempts.count_request, address(request), now())
        await db.tell(credentials.forgotten, form.email, now())
    except AppError as error:
        return refused(FORGOT, code(error))
    return RedirectResponse(SENT, 303)


async def join(request: Request) -> Response:
    """Make the account that a link is for, with the password it was asked for with."""
    link = ""
    try:
        form = await ResetForm.of(request)
        link = form.link
        await db.tell(attempts.count_request, address(request), now())
        password_hash = await db.ask(joining.password_of, link, now())
        right = await db.compute(users.is_hashed, form.password, password_hash)
        await db.tell(joining.join, link, now(), device(request), right=right)
    except AppError as error:
        if error.field == "password":
            return refused(JOIN, Refusal.CHOSEN, token=link)
        found = code(error)
        if found is Refusal.DEAD:
            return refused(SIGN_IN, Refusal.JOINED)
        return refused(SIGN_UP, found)
    response = done(Done.JOINED)
    cookies.mark(response, request, known_by(request))
    return response


async def reset(request: Request) -> Response:
    """Give the user of a link another password; lead to signing in."""
    link = ""
    try:
        form = await ResetForm.of(request)
        link = form.link
        await db.tell(attempts.count_request, address(request), now())
        email = await db.ask(credentials.address_of, link, Purpose.RESET, now())
        password_hash = await db.compute(judged_and_hashed, form.password, email)
        await db.tell(credentials.reset, link, password_hash, now())
    except AppError as error:
        found = code(error)
        if found is Refusal.DEAD:
            return refused(FORGOT, found)
        return refused(RESET, found, token=link)
    callers.forget_all()
    return done(Done.RESET)


async def confirm(request: Request) -> Response:
    """Give the user of a link the address that it was sent to; lead to signing in.

    Whoever is signed in as that user in this browser stays so.
    """
    try:
        form = await LinkForm.of(request)
        digest = auth.digest(token_of(request))
        _, token = await db.tell(credentials.confirm_address, form.link, now(), digest=digest)
    except AppError as error:
        return refused(SIGN_IN, code(error))
    callers.forget_all()
    if not token:
        return done(Done.ADDRESS)
    return await go_on(request, token, f"{SECURITY}?done={Done.ADDRESS}")


async def take_back(request: Request) -> Response:
    """Give the user of a link their former address back; lead to choosing a new password."""
    try:
        form = await LinkForm.of(request)
        await db.tell(attempts.count_request, address(request), now())
        token = await db.tell(reclaiming.reclaim, form.link, now())
    except (InvalidInputError, ConflictError):
        return refused(SIGN_IN, Refusal.GONE)
    except TooManyAttemptsError as error:
        return refused(SIGN_IN, code(error))
    callers.forget_all()
    return RedirectResponse(f"{RESET}#{token}" if token else FORGOT, 303)


async def change_password(request: Request) -> Response:
    """Give whoever is signed in another password; their other browsers are signed out."""
    try:
        form = await PasswordForm.of(request)
        proof = await shown(request, form)
        password_hash = await db.compute(judged_and_hashed, form.password, actor(request).email)
        new, _ = await renewed(
            request,
            proofs.carry_out,
            proof,
            credentials.change_password,
            password_hash,
            keep=proof.digest,
            known_by=known_by(request),
        )
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form="password")
    return await go_on(request, new, f"{SECURITY}?done={Done.PASSWORD}")


async def change_address(request: Request) -> Response:
    """Mail the address that somebody wants the link that makes it theirs."""
    try:
        form = await AddressForm.of(request)
        proof = await shown(request, form)
        await db.tell(proofs.carry_out, actor(request), proof, credentials.ask_address, form.email)
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form="address")
    return RedirectResponse(f"{SECURITY}?done={Done.SENT}", 303)


def judged_and_hashed(password: str, email: str) -> str:
    """Return a password's hash; slow.

    Raises:
        InvalidInputError: it is easy to guess.
    """
    return users.hashed(users.require_password(password, email))


def code(error: AppError) -> Refusal:
    """Return why something was refused."""
    if isinstance(error, TooManyAttemptsError):
        return waiting(error)
    if isinstance(error, ConflictError):
        return Refusal.SAME if error.field == "email" else Refusal.DEAD
    if error.message == credentials.NO_RESET:
        return Refusal.NO_RESET
    if isinstance(error, ConfigurationError):
        return Refusal.KEY
    fields = {
        "email": Refusal.EMAIL,
        "password": Refusal.PASSWORD,
        "current_password": Refusal.CURRENT,
        "code": Refusal.CODE,
        "passkey": Refusal.PASSKEY,
    }
    if error.field in fields:
        return fields[error.field]
    return Refusal.DEAD if isinstance(error, InvalidInputError) else Refusal.CLOSED


def done(what: Done) -> Response:
    """Lead to the page for signing in, which says what went well."""
    return RedirectResponse(f"{SIGN_IN}?done={what}", 303)


ROUTES = (
    Route("POST", "/auth/forgot", forget, Access.ANYONE),
    Route("POST", "/auth/join", join, Access.ANYONE),
    Route("POST", "/auth/reset", reset, Access.ANYONE),
    Route("POST", "/auth/confirm", confirm, Access.ANYONE),
    Route("POST", "/auth/take-back", take_back, Access.ANYONE),
    Route("POST", "/auth/password", change_password, Access.SIGNED_IN),
    Route("POST", "/auth/address", change_address, Access.SIGNED_IN),
)
