"""What an error means to a program: a status, and problem+json with the same sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from finance_app import errors
from finance_app.api.schemas.problems import Problem, WrongField
from finance_app.web import errors as statuses
from finance_app.web.answers import PROBLEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

TITLES = {
    400: "Not understood",
    401: "Who are you?",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "In the way of something",
    412: "Changed meanwhile",
    415: "Of an unknown kind",
    422: "Cannot be used",
    428: "Say what you saw",
    429: "Too often",
    500: "Our fault",
    502: "Somebody else’s fault",
    503: "Not now",
}
"""What kinds of problems there are, by status: `title` is the same wherever the status is."""


class MatchRequiredError(errors.AppError):
    """Send If-Match with the ETag that you got, so that nobody's change is lost."""


class ChangedError(errors.AppError):
    """It was changed meanwhile; get the newer version and try again."""


STATUS = {MatchRequiredError: 428, ChangedError: 412, errors.OutboundError: 502}


def problem(
    status: int,
    detail: str,
    *,
    wrong: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem as an answer.

    Args:
        detail: one sentence.
        wrong: the fields that are wrong, and what is wrong with each.
    """
    title = TITLES.get(status, "Problem")
    fields = tuple(WrongField(field=field, detail=said) for field, said in wrong)
    found = Problem(title=title, status=status, detail=detail, errors=fields)
    return Response(found.model_dump_json(), status, headers, PROBLEM)


def answer(error: errors.AppError, names: Mapping[str, str] | None = None) -> Response:
    """Return what a program is told of an error.

    Args:
        names: what fields are called where they are sent, by what use cases call them.
    """
    called = names or {}
    kinds = type(error).__mro__
    status = next((STATUS[kind] for kind in kinds if kind in STATUS), 0) or statuses.status(error)
    wrong = [(called.get(one.field, one.field), one.message) for one in error.parts if one.field]
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return problem(status, error.message, wrong=wrong, headers=headers)


def add_handlers(app: FastAPI) -> None:
    """Have an app answer every error as a problem."""
    app.exception_handler(errors.AppError)(_refused)
    app.exception_handler(errors.UnavailableError)(_unavailable)
    app.exception_handler(RequestValidationError)(_misshapen)
    app.exception_handler(HTTPException)(_nowhere)


async def _refused(request: Request, error: errors.AppError) -> Response:
    return answer(error, getattr(request.state, "names", None))


async def _unavailable(_request: Request, error: errors.UnavailableError) -> Response:
    return problem(statuses.UNAVAILABLE, error.message, headers={"Retry-After": "5"})


async def _misshapen(_request: Request, error: RequestValidationError) -> Response:
    """Answer what does not have the shape that was agreed on."""
    wrong = [_part(one) for one in error.errors()]
    (field, sentence), more = wrong[0], len(wrong) - 1
    place = f"“{field}”: " if field else ""
    said = f"{place}{sentence}" + (f" {more} more below “errors”." if more else "")
    return problem(422, said, wrong=[one for one in wrong if one[0]])


def _part(error: dict[str, Any]) -> tuple[str, str]:
    """Return a field and what is wrong with it: `lines.0.amount`, as it stands in the body."""
    if error["type"] == "json_invalid":
        return "", "The body is not JSON."
    place = [str(one) for one in error["loc"] if one not in ("body", "path", "query", "header")]
    said = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    return ".".join(place), f"{said[:1].upper()}{said[1:]}."


async def _nowhere(_request: Request, error: HTTPException) -> Response:
    """Answer what is found out before any operation is: no such address, no such method."""
    known = {404: "There is nothing here.", 405: "That cannot be done with this address."}
    said = known.get(error.status_code, str(error.detail))
    return problem(error.status_code, said, headers=error.headers)
