"""Forms that the browser posts itself, and what their handlers know of who sent one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, quote, urlencode

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import RedirectResponse

from finance_app.domain.devices import Browser
from finance_app.domain.refusals import Refusal
from finance_app.errors import ForbiddenError, InvalidInputError
from finance_app.services import auth, callers, form_marks
from finance_app.web.answers import client
from finance_app.web.cookies import KNOWN_BY

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 20


class Form(BaseModel):
    """A form's answers; nothing else may be sent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    @classmethod
    async def of(cls, request: Request) -> Self:
        """Read a request's body.

        Raises:
            InvalidInputError: it is not this form.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            raise InvalidInputError
        try:
            body = (await request.body()).decode()
            sent = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            answers = dict(sent)
            if len(answers) < len(sent):
                raise InvalidInputError  # which of two answers counts is nobody's to guess
            return cls.model_validate(answers)
        except (ValueError, ValidationError):
            raise InvalidInputError from None


def refused(page: str, *codes: Refusal, token: str = "", **more: str) -> Response:
    """Lead back to the form, which says why.

    Args:
        token: of the link that the form is for; browsers keep it to themselves.
        **more: what else stands in the address, where it is not empty.
    """
    given = {key: value for key, value in more.items() if value}
    query = urlencode({"error": Refusal.written(codes), **given})
    place = f"#{quote(token)}" if token else ""
    return RedirectResponse(f"{page}?{query}{place}", 303)


def require_mark(mark: str, token: str) -> None:
    """Refuse a form that the app's own page did not make for this session.

    Raises:
        ForbiddenError: it did not.
    """
    if not form_marks.is_right(mark, token):
        raise ForbiddenError("This page is out of date; load it again.")


def token_of(request: Request) -> str:
    """Return the token of the session that a request comes with, ended or not."""
    return callers.token_in(request.headers.get("cookie", ""))


def device(request: Request, *, stays: bool = True) -> Browser:
    """Return the browser that a request comes from.

    Args:
        stays: whether it is to stay signed in after it was closed.
    """
    name = request.headers.get("user-agent", "")
    return Browser(name, address(request), known_by(request), stays)


def known_by(request: Request) -> str:
    """Return what the browser is known by: what it was given before, else what it is given now."""
    if not hasattr(request.state, KNOWN_BY):
        request.state.known_by = request.scope.get(KNOWN_BY) or auth.new_token()
    return str(request.state.known_by)


def address(request: Request) -> str:
    """Return where attempts are counted."""
    return client(request.scope)


def origin(request: Request) -> str:
    """Return the origin of the page that asks; `web.origins` has compared it with the host."""
    return request.headers.get("origin", "").lower()


def now() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)
