"""What an error means to someone who asked over HTTP: a status and one sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from starlette.responses import JSONResponse

from finance_app import errors
from finance_app.web.answers import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATUS = {
    errors.NotFoundError: 404,
    errors.ConflictError: 409,
    errors.SignInRequiredError: 401,
    errors.ForbiddenError: 403,
    errors.TooManyAttemptsError: 429,
    errors.TooSlowError: 408,
    errors.InvalidInputError: 422,
    errors.AppError: 500,
}

UNAVAILABLE = 503

log = logging.getLogger(__name__)


def status(error: errors.AppError) -> int:
    """Return the status of an error, that of its nearest ancestor in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer(error: errors.AppError) -> JSONResponse:
    """Return an error as JSON: `{"error": sentence, "field": name or ""}`."""
    return JSONResponse({"error": error.message, "field": error.field}, status(error))


def unavailable(error: errors.UnavailableError) -> JSONResponse:
    """Return what a script is told while the database cannot be used."""
    return JSONResponse({"error": error.message, "field": ""}, UNAVAILABLE)


class LastDoor:
    """Catches what nobody foresaw: the log gets the reason, the user a number to find it by."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer 500 where that fails before anything was answered."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except errors.UnavailableError as error:  # the log has it from where it happened
            if not started:
                await refuse(scope, receive, send, status=UNAVAILABLE, text=error.message)
        except Exception:
            number = uuid4().hex[:12]
            log.exception("unexpected error %s at %s", number, scope["path"])
            if not started:
                text = f"Something went wrong here; the log has the reason under {number}."
                await refuse(scope, receive, send, status=500, text=text)
