"""What forms ask for again before something that counts: the password, and a second factor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.factors import Begun
from finance_app.errors import (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)
from finance_app.services import attempts, auth, auth_steps, passkeys, proofs, second_steps
from finance_app.services.passkeys import Shown
from finance_app.services.proofs import Proof
from finance_app.services.second_steps import Typed
from finance_app.web.forms import (
    Form,
    address,
    device,
    known_by,
    now,
    origin,
    require_mark,
    token_of,
)
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request

ASKED_IN = (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)


class MarkedForm(Form):
    """Proof that the app's own page was used."""

    form_mark: str


class AskedForm(MarkedForm):
    """The password, asked for again, and where second factors are on a code or a passkey."""

    current_password: str
    code: str = ""
    credential: str = ""


async def shown(request: Request, form: AskedForm) -> Proof:
    """Return what somebody shows; wrong passwords and codes are counted.

    Raises:
        ForbiddenError: the form was not made for this session.
        TooManyAttemptsError: there were too many.
    """
    token, passkey = token_of(request), None
    require_mark(form.form_mark, token)
    who, digest = actor(request), auth.digest(token)
    attempt = await db.tell(auth.check, who, address(request), known_by(request))
    right = await db.compute(auth.matches, form.current_password, attempt)
    if form.credential:
        begun = await db.tell(auth_steps.take, Begun.SECOND, digest, now())
        passkey = Shown(begun, form.credential, origin(request))
    typed = Typed(form.code)
    proof = Proof(digest, attempt, right, device(request), typed, passkey)
    await db.tell(proofs.count, who, proof)
    if right and passkey is None:
        salts = await db.ask(proofs.salts, who)
        typed = await db.compute(second_steps.typed, who.user_id, form.code, salts)
    return replace(proof, code=typed)


async def ask(request: Request) -> Response:
    """Answer with what the browser of whoever is signed in is asked to show again."""
    form, token = await MarkedForm.of(request), token_of(request)
    require_mark(form.form_mark, token)
    await db.tell(attempts.count_request, address(request), now())
    asked = auth.digest(token), origin(request)
    options = await db.tell(passkeys.ask_again, actor(request), *asked)
    return Response(options, media_type="application/json")


ROUTES = (Route("POST", "/auth/passkey/ask/again", ask, Access.ENROLLING),)
