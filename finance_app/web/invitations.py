"""Accepting an invitation, declining it, and signing up with it: forms of the page it leads to.

The page does nothing until its button is pressed, since mail programs open links to look at them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse

from finance_app import db
from finance_app.domain import regions
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done, Refusal
from finance_app.errors import AppError, ConflictError, ForbiddenError
from finance_app.services import attempts, auth, callers, invitations, invited
from finance_app.services.users import NewUser
from finance_app.web import cookies
from finance_app.web.auth import HOME, first_page, let_in
from finance_app.web.credentials import code, judged_and_hashed
from finance_app.web.forms import Form, address, device, now, refused, require_mark, token_of
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

INVITED = "/invited"


class AcceptForm(Form):
    """Which invitation, and proof that the app's own page was used."""

    form_mark: str
    see: str


class OtherForm(AcceptForm):
    """The same, and the link that was followed, as far as it is still known."""

    link: str = ""


class DeclineForm(Form):
    """Which invitation."""

    see: str


class JoinForm(Form):
    """The link that was followed, and the password that is wanted."""

    link: str
    see: str
    password: str
    time_zone: str = ""


async def accept(request: Request) -> Response:
    """Let whoever is signed in into the book, and show it.

    Raises:
        ForbiddenError: the form was not made for this session.
    """
    form = await AcceptForm.of(request)
    require_mark(form.form_mark, token_of(request))
    try:
        await db.tell(invited.accept, actor(request), form.see)
    except ForbiddenError:
        return refused(INVITED, Refusal.ELSE, see=form.see)
    except AppError as error:
        met = Refusal.THERE if isinstance(error, ConflictError) else Refusal.DEAD
        return refused(INVITED, met, see=form.see)
    callers.forget_user(actor(request).user_id)
    return RedirectResponse(HOME, 303)


async def go_on_as_other(request: Request) -> Response:
    """Sign out whoever an invitation is not for, and show it again to whom it is for.

    Raises:
        ForbiddenError: the form was not made for this session.
    """
    form, token = await OtherForm.of(request), token_of(request)
    require_mark(form.form_mark, token)
    await db.tell(auth.sign_out, token, now())
    callers.forget(token)
    secret = f"#{quote(form.link)}" if form.link else ""
    response = RedirectResponse(f"{INVITED}?{urlencode({'see': form.see})}{secret}", 303)
    cookies.take(response, request)
    return response


async def decline(request: Request) -> Response:
    """Note that somebody does not want to."""
    form = await DeclineForm.of(request)
    await db.tell(invitations.decline, form.see, now())
    return RedirectResponse(f"{INVITED}?done={Done.DECLINED}", 303)


async def join(request: Request) -> Response:
    """Make the account of whoever was invited, and let them in."""
    link = see = ""
    try:
        form = await JoinForm.of(request)
        link, see = form.link, form.see
        await db.tell(attempts.count_request, address(request), now())
        email = await db.ask(invited.address_of, link, now())
        password_hash = await db.compute(judged_and_hashed, form.password, email)
        wanted = new_user(request, password_hash, form.time_zone)
        token = await db.tell(
            invited.join,
            link,
            wanted,
            now=now(),
            device=device(request),
            replaces=token_of(request),
        )
    except AppError as error:
        met = code(error)
        return refused(INVITED, met, token="" if met is Refusal.DEAD else link, see=see)
    return let_in(request, token, await first_page(token))


def new_user(request: Request, password_hash: str, time_zone: str) -> NewUser:
    """Return who wants an account, with the region that their browser speaks of.

    The address is the link's; the currency is that of a book of their own, which is empty.
    """
    region = regions.guess(request.headers.get("accept-language", ""))
    currency = regions.currency_of(region, now().date())
    return NewUser("", password_hash, region, time_zone, currency)


ROUTES = (
    Route("POST", "/auth/accept", accept, Access.SIGNED_IN),
    Route("POST", "/auth/other", go_on_as_other, Access.SIGNED_IN),
    Route("POST", "/auth/decline", decline, Access.ANYONE),
    Route("POST", "/auth/invited", join, Access.ANYONE),
)
