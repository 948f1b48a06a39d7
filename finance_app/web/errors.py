"""What an error means to someone who asked over HTTP: a status and one sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse

from finance_app import errors
from finance_app.web.answers import header, plain, refuse
from finance_app.web.traced import ID

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
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong · Finance</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/app.css">
<style>h1, p { margin: 0; } button { font: inherit; } a { color: inherit; }</style>
<script src="/theme.js"></script>
<script src="/secrets.js" defer></script>
</head>
<body>
<main class="plain" id="content">
<span class="wordmark"><img src="/favicon.svg" alt="" width="24" height="24">Finance</span>
<div class="plain-box"><section class="card stack">
<h1>Something went wrong</h1>
<p>It went wrong on our side. Go back and try again; if it stays so, tell whoever runs this server
(reference <code id="reference">{reference}</code>).</p>
<p><button type="button" class="button" data-copy="reference">Copy the reference</button>
<span id="reference-copied" class="quiet" role="status"></span></p>
</section></div>
<div class="plain-foot"><a href="/">Go to the dashboard</a></div>
</main>
</body>
</html>
"""

WAITING = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>One moment · Finance</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/app.css">
<style>h1, p { margin: 0; } a { color: inherit; }</style>
<script src="/theme.js"></script>
<script src="/offline.js" data-asks="/readyz"></script>
</head>
<body>
<main class="plain" id="content">
<span class="wordmark"><img src="/favicon.svg" alt="" width="24" height="24">Finance</span>
<div class="plain-box"><section class="card stack">
<h1>One moment, please</h1>
<p role="status">The database does not answer at the moment. What was saved is safe, and this page
comes by itself as soon as it can.</p>
</section></div>
<div class="plain-foot"><a href="">Try again now</a></div>
</main>
</body>
</html>
"""

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
    """Catches what nobody foresaw: the log gets its place, the user the id of their request."""

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
            if not started and scope.get("method") == "GET" and _is_page(scope):
                await HTMLResponse(WAITING, UNAVAILABLE)(scope, receive, send)
            elif not started:
                await refuse(scope, receive, send, status=UNAVAILABLE, text=error.message)
        except Exception:
            reference = scope[ID]
            log.exception("unexpected error %s at %s", reference, plain(scope["path"]))
            if started:
                return
            if scope["type"] == "http" and _is_page(scope):
                page = HTMLResponse(PAGE.replace("{reference}", reference), 500)
                await page(scope, receive, send)
                return
            text = f"Something went wrong on our side; please try again (reference {reference})."
            await refuse(scope, receive, send, status=500, text=text)


def _is_page(scope: Scope) -> bool:
    """Say whether a browser is to show the answer."""
    return "text/html" in header(scope, "accept")
