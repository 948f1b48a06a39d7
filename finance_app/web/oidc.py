"""Signing in by way of an OpenID Connect provider: there, and back.

The way there is a page rather than a redirect, since browsers let a form lead only where the
policy of the page says. The way back is a GET that signs in, as the protocol has it: it counts for
the browser alone that keeps the attempt, and once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from jinja2 import Environment
from starlette.responses import HTMLResponse

from finance_app import db
from finance_app.domain import regions
from finance_app.domain.access import Access
from finance_app.domain.places import local
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import (
    AppError,
    ConfigurationError,
    ForbiddenError,
    InvalidInputError,
    OutboundError,
    TooManyAttemptsError,
)
from finance_app.services import attempts, auth, oidc, proofs
from finance_app.services.users import NewUser
from finance_app.web import cookies
from finance_app.web.asked import AskedForm, shown
from finance_app.web.auth import SIGN_IN, arrived
from finance_app.web.credentials import SECURITY, code
from finance_app.web.forms import (
    Form,
    address,
    device,
    now,
    refused,
    token_of,
)
from finance_app.web.renewing import go_on, renewed
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from finance_app.domain.identities import Attempt, Identity

FORM = "provider"
LONGEST_CODE = 2000  # characters
WHY = {
    oidc.OVER: Refusal.OVER,
    oidc.UNPROVEN: Refusal.UNPROVEN,
    oidc.KNOWN: Refusal.KNOWN,
    oidc.TAKEN: Refusal.TAKEN,
}
LEAVING = Environment(autoescape=True).from_string(
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title>'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
    '<meta name="color-scheme" content="light dark">'
    '<meta http-equiv="refresh" content="0; url={{ place }}">'
    '<p>Going on to {{ title }}. <a href="{{ place }}">Go on</a></p></html>'
)

log = logging.getLogger(__name__)


class LeaveForm(Form):
    """Who wants in by way of the provider, and where to."""

    next: str = ""


async def leave(request: Request) -> Response:
    """Lead to the provider, which asks who it is."""
    wanted = ""
    try:
        form = await LeaveForm.of(request)
        wanted = local(form.next)
        await db.tell(attempts.count_request, address(request), now())
        place, kept = await db.fetch(oidc.begin, wanted)
    except AppError as error:
        return refused(SIGN_IN, why(error), next=wanted)
    return leaving(request, place, kept)


async def connect(request: Request) -> Response:
    """Lead to the provider; whoever it says they are is theirs from then on."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        await db.tell(proofs.require, actor(request), proof)
        place, kept = await db.fetch(oidc.begin, SECURITY, proof.digest)
    except ForbiddenError:
        raise
    except AppError as error:
        return refused(SECURITY, why(error), form=FORM)
    return leaving(request, place, kept)


async def disconnect(request: Request) -> Response:
    """Forget who somebody is at the provider."""
    try:
        proof = await shown(request, await AskedForm.of(request))
        new, _ = await renewed(request, proofs.carry_out, proof, oidc.disconnect)
    except ForbiddenError:
        raise
    except AppError as error:
        return refused(SECURITY, code(error), form=FORM)
    return await go_on(request, new, f"{SECURITY}?done={Done.DISCONNECTED}")


async def come_back(request: Request) -> Response:
    """Let in whoever the provider says it is, or connect them where they began so."""
    given = request.query_params
    page, connects = "", ""
    response: Response
    try:
        attempt, page, connects = oidc.read(cookies.attempt_in(request), given.get("state", ""))
        require_same(request, connects)
        identity = await asked(attempt, given.get("code", ""), given.get("error", ""))
        if connects:
            new, _ = await renewed(request, oidc.connect, identity)
            response = await go_on(request, new, f"{SECURITY}?done={Done.CONNECTED}")
        else:
            response = await entered(request, identity, page)
    except AppError as error:
        if connects:
            response = refused(SECURITY, why(error), form=FORM)
        else:
            response = refused(SIGN_IN, why(error), next=local(page))
    cookies.drop_attempt(response, request)
    return response


async def asked(attempt: Attempt, code: str, error: str) -> Identity:
    """Return who the provider says it is.

    Raises:
        OutboundError: it does not say.
    """
    if error or not 0 < len(code) <= LONGEST_CODE:
        raise OutboundError(f"{oidc.title()} did not let you in.")
    return await db.fetch(oidc.who, attempt, code)


def require_same(request: Request, connects: str) -> None:
    """Refuse to connect in another session than the one that began so.

    Raises:
        InvalidInputError: that one is over.
    """
    if not connects:
        return
    if request.state.actor is None or auth.digest(token_of(request)) != connects:
        raise InvalidInputError(oidc.OVER)


async def entered(request: Request, identity: Identity, page: str) -> Response:
    """Open a session for the user behind an identity."""
    region = regions.guess(request.headers.get("accept-language", ""))
    currency = regions.currency_of(region, now().date())
    wanted = NewUser("", await db.compute(oidc.unguessable), region, "UTC", currency)
    user_id = await db.tell(oidc.user_of, identity, wanted, now())
    token = await db.tell(
        auth.enter, user_id, now(), device=device(request), replaces=token_of(request)
    )
    return await arrived(request, token, local(page))


def leaving(request: Request, place: str, kept: str) -> Response:
    """Answer with the page that leads to the provider; the browser keeps the attempt."""
    response = HTMLResponse(LEAVING.render(place=place, title=oidc.title()))
    cookies.keep_attempt(response, request, kept, oidc.LASTS)
    return response


def why(error: AppError) -> Refusal:
    """Return why somebody was not let in; what is wrong with the provider is for the log."""
    if error.message in WHY:
        return WHY[error.message]
    asked = isinstance(error, InvalidInputError | ConfigurationError) and error.field
    if asked or isinstance(error, TooManyAttemptsError | ForbiddenError):
        return code(error)
    log.warning("%s", error.message)
    return Refusal.PROVIDER


ROUTES = (
    Route("POST", "/auth/oidc", leave, Access.ANYONE),
    Route("POST", "/auth/oidc/connect", connect, Access.SIGNED_IN),
    Route("POST", "/auth/oidc/disconnect", disconnect, Access.SIGNED_IN),
    Route("GET", oidc.CALLBACK, come_back, Access.ANYONE),
)
