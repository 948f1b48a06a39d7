"""Second factors of whoever is signed in: forms that the browser posts itself.

The secrets that a page shows it fetches here, so that no state of the server ever holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import (
    AppError,
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)
from finance_app.services import auth, backup_codes, factors, proofs
from finance_app.web.asked import ASKED_IN, AskedForm, MarkedForm, shown
from finance_app.web.auth import waiting
from finance_app.web.credentials import SECURITY
from finance_app.web.forms import refused, require_mark, token_of
from finance_app.web.renewing import go_on, renewed
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request

AUTHENTICATOR, CODES = "/authenticator", "/codes"
APP_FORM, CODES_FORM = "app", "codes"


class ConfirmForm(MarkedForm):
    """The code that the new app shows."""

    code: str


async def begin_app(request: Request) -> Response:
    """Make a key for an app; lead to the page that shows it."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        await db.tell(proofs.carry_out, actor(request), proof, factors.begin_app, proof.digest)
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=APP_FORM)
    return RedirectResponse(AUTHENTICATOR, 303)


async def confirm_app(request: Request) -> Response:
    """Count an app from now on; lead to the backup codes, where there are new ones."""
    try:
        form, token = await ConfirmForm.of(request), token_of(request)
        require_mark(form.form_mark, token)
        given = auth.digest(token), form.code
        is_due = await db.ask(factors.expects_codes, actor(request), *given)
        made = await db.compute(backup_codes.new) if is_due else None
        new, codes = await renewed(request, factors.confirm_app, *given, made)
    except InvalidInputError as error:
        return refused(AUTHENTICATOR, code(error))
    except (NotFoundError, ConflictError) as error:
        return refused(SECURITY, code(error), form=APP_FORM)
    return await go_on(request, new, CODES if codes else f"{SECURITY}?done={Done.APP}")


async def drop_app(request: Request) -> Response:
    """Take the app away."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        new, _ = await renewed(request, proofs.carry_out, proof, factors.drop_app)
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=APP_FORM)
    return await go_on(request, new, f"{SECURITY}?done={Done.NO_APP}")


async def renew_codes(request: Request) -> Response:
    """Make new backup codes; lead to the page that shows them."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        given = proof.digest, await db.compute(backup_codes.new)
        new, _ = await renewed(request, proofs.carry_out, proof, backup_codes.renew, *given)
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=CODES_FORM)
    return await go_on(request, new, CODES)


async def keep_codes(request: Request) -> Response:
    """Show the codes no more."""
    form, token = await MarkedForm.of(request), token_of(request)
    require_mark(form.form_mark, token)
    await db.tell(backup_codes.kept, actor(request), auth.digest(token))
    return RedirectResponse(f"{SECURITY}?done={Done.CODES}", 303)


async def give_key(request: Request) -> Response:
    """Answer with the key that an app is to get."""
    found = await db.ask(factors.enrolment, actor(request), auth.digest(token_of(request)))
    return PlainTextResponse(found.key)


async def give_address(request: Request) -> Response:
    """Answer with the address that hands the key to an app on the same device."""
    found = await db.ask(factors.enrolment, actor(request), auth.digest(token_of(request)))
    return PlainTextResponse(found.address)


async def give_picture(request: Request) -> Response:
    """Answer with the key as a QR code."""
    found = await db.ask(factors.enrolment, actor(request), auth.digest(token_of(request)))
    return Response(found.picture, media_type="image/svg+xml")


async def give_codes(request: Request) -> Response:
    """Answer with the new backup codes, a line each."""
    codes = await db.ask(backup_codes.shown, actor(request), auth.digest(token_of(request)))
    headers = {"Content-Disposition": 'attachment; filename="finance-backup-codes.txt"'}
    return PlainTextResponse("\n".join(codes) + "\n", headers=headers)


def code(error: AppError) -> Refusal:
    """Return why something was refused."""
    if isinstance(error, TooManyAttemptsError):
        return waiting(error)
    if isinstance(error, ConfigurationError):
        return Refusal.KEY
    fields = {
        "current_password": Refusal.CURRENT,
        "code": Refusal.CODE,
        "name": Refusal.NAME,
        "passkey": Refusal.PASSKEY,
    }
    if error.field in fields:
        return fields[error.field]
    return Refusal.STRANGE if isinstance(error, InvalidInputError) else Refusal.BEGUN


ROUTES = (
    Route("POST", "/auth/app", begin_app, Access.ENROLLING),
    Route("POST", "/auth/app/confirm", confirm_app, Access.ENROLLING),
    Route("POST", "/auth/app/off", drop_app, Access.ENROLLING),
    Route("GET", "/auth/app/key", give_key, Access.ENROLLING),
    Route("GET", "/auth/app/address", give_address, Access.ENROLLING),
    Route("GET", "/auth/app/picture.svg", give_picture, Access.ENROLLING),
    Route("POST", "/auth/codes", renew_codes, Access.ENROLLING),
    Route("POST", "/auth/codes/kept", keep_codes, Access.ENROLLING),
    Route("GET", "/auth/codes/backup-codes.txt", give_codes, Access.ENROLLING),
)
