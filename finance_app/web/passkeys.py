"""Passkeys: what `assets/passkeys.js` asks for, and the forms that it fills and sends."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.audit import What
from finance_app.domain.factors import Begun
from finance_app.domain.places import local
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import (
    AppError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)
from finance_app.services import (
    attempts,
    audit,
    auth,
    auth_steps,
    backup_codes,
    passkeys,
    proofs,
    second_steps,
)
from finance_app.web import cookies
from finance_app.web.asked import ASKED_IN, AskedForm, MarkedForm, shown
from finance_app.web.auth import SIGN_IN, arrived, waiting
from finance_app.web.credentials import SECURITY
from finance_app.web.factors import CODES, code
from finance_app.web.forms import (
    Form,
    address,
    device,
    now,
    origin,
    refused,
    require_mark,
    token_of,
)
from finance_app.web.renewing import go_on, renewed
from finance_app.web.routes import Route, actor
from finance_app.web.second_steps import back

if TYPE_CHECKING:
    from starlette.requests import Request

MAKE = "/passkey"
FORM, REMOVING = "passkey", "remove"
KEY = re.compile(r"[0-9]{1,19}", re.ASCII)
LARGEST_KEY = 2**63 - 1


class NewForm(AskedForm):
    """What the passkey is to be called."""

    name: str


class MadeForm(MarkedForm):
    """What the browser made."""

    credential: str


class RemoveForm(AskedForm):
    """Which one is to be removed."""

    key: str


class ShownForm(Form):
    """What the browser shows, and where somebody wants to go."""

    credential: str
    next: str = ""


async def begin(request: Request) -> Response:
    """Let the browser make a passkey; lead to the page that has it do so."""
    try:
        form = await NewForm.of(request)
        proof = await shown(request, form)
        await db.tell(
            proofs.carry_out, actor(request), proof, passkeys.begin, proof.digest, form.name
        )
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=FORM)
    return RedirectResponse(MAKE, 303)


async def to_make(request: Request) -> Response:
    """Answer with what the browser is asked to make."""
    form, token = await MarkedForm.of(request), token_of(request)
    require_mark(form.form_mark, token)
    options = await db.ask(passkeys.to_make, actor(request), auth.digest(token), origin(request))
    return Response(options, media_type="application/json")


async def add(request: Request) -> Response:
    """Keep what the browser made; lead to the backup codes, where there are new ones."""
    try:
        form, token = await MadeForm.of(request), token_of(request)
        require_mark(form.form_mark, token)
        digest = auth.digest(token)
        begun = await db.tell(auth_steps.take, Begun.PASSKEY, digest, now())
        is_due = await db.ask(backup_codes.are_due, actor(request))
        made = await db.compute(backup_codes.new) if is_due else None
        new, codes = await renewed(
            request,
            passkeys.add,
            begun,
            form.credential,
            made,
            digest=digest,
            origin=origin(request),
        )
    except (InvalidInputError, NotFoundError, ConflictError) as error:
        return refused(SECURITY, code(error), form=FORM)
    return await go_on(request, new, CODES if codes else f"{SECURITY}?done={Done.PASSKEY}")


async def remove(request: Request) -> Response:
    """Forget a passkey."""
    key = 0
    try:
        form = await RemoveForm.of(request)
        key = int(form.key) if KEY.fullmatch(form.key) else 0
        proof = await shown(request, form)
        new, _ = await renewed(
            request, proofs.carry_out, proof, passkeys.remove, min(key, LARGEST_KEY)
        )
    except ASKED_IN as error:
        return refused(SECURITY, code(error), form=REMOVING, key=str(key))
    return await go_on(request, new, f"{SECURITY}?done={Done.NO_PASSKEY}")


async def ask(request: Request) -> Response:
    """Answer with what the browser is asked to show; a browser without a token gets one first."""
    token = token_of(request)
    given = token or secrets.token_urlsafe(auth.TOKEN_BYTES)
    await db.tell(attempts.count_request, address(request), now())
    options = await db.tell(passkeys.ask, given, origin(request), now())
    response = Response(options, media_type="application/json")
    if not token:
        cookies.give(response, request, given, 1)
    return response


async def ask_second(request: Request) -> Response:
    """Answer with what the browser of who waits is asked to show."""
    await db.tell(attempts.count_request, address(request), now())
    options = await db.tell(passkeys.ask_second, token_of(request), origin(request), now())
    return Response(options, media_type="application/json")


async def enter(request: Request) -> Response:
    """Let in who shows a passkey, without a password; lead to the page that was wanted."""
    wanted = ""
    try:
        form, token = await ShownForm.of(request), token_of(request)
        wanted = local(form.next)
        await db.tell(attempts.count_request, address(request), now())
        begun = await db.tell(auth_steps.take, Begun.ENTRY, auth.digest(token), now())
        new = await db.tell(
            passkeys.enter,
            begun,
            form.credential,
            now(),
            origin=origin(request),
            device=device(request),
            replaces=token,
        )
    except AppError as error:
        await db.tell(audit.refused, What.REFUSED, address(request), now())
        return refused(SIGN_IN, why(error), next=wanted)
    return await arrived(request, new, wanted)


async def second_step(request: Request) -> Response:
    """Let in who shows a passkey beside their password; lead to the page that was wanted."""
    wanted = ""
    try:
        form, token = await ShownForm.of(request), token_of(request)
        wanted = local(form.next)
        await db.tell(attempts.count_request, address(request), now())
        begun = await db.tell(auth_steps.take, Begun.SECOND, auth.digest(token), now())
        new = await db.tell(
            passkeys.second_step,
            token,
            begun,
            form.credential,
            now(),
            origin=origin(request),
            device=device(request),
        )
    except AppError as error:
        await db.tell(second_steps.refuse, token_of(request), device(request), now())
        return back(error, wanted)
    return await arrived(request, new, wanted)


def why(error: AppError) -> Refusal:
    """Return why somebody was not let in."""
    return waiting(error) if isinstance(error, TooManyAttemptsError) else Refusal.PASSKEY


ROUTES = (
    Route("POST", "/auth/passkey/new", begin, Access.ENROLLING),
    Route("POST", "/auth/passkey/options", to_make, Access.ENROLLING),
    Route("POST", "/auth/passkey/add", add, Access.ENROLLING),
    Route("POST", "/auth/passkey/remove", remove, Access.SIGNED_IN),
    Route("POST", "/auth/passkey/ask", ask, Access.ANYONE),
    Route("POST", "/auth/passkey/ask/second", ask_second, Access.ANYONE),
    Route("POST", "/auth/passkey/enter", enter, Access.ANYONE),
    Route("POST", "/auth/passkey/second", second_step, Access.ANYONE),
)
