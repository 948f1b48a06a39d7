"""The app's cookies: their names outside, and how they are given and taken.

Over https the session's is `__Host-finance`, which no other site, subdomain or unencrypted page can
set; over plain http, where that is allowed, `finance`. The app inside sees one cookie under one
name. What a browser is known by once somebody signed in with it, and what it keeps of an attempt to
sign in by way of a provider, have cookies of their own, which only the plain routes see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import callers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

ATTEMPT = "finance-attempt"
DEVICE = "finance-device"
KNOWN_BY = "known_by"  # in a request's scope: what its browser is known by
DEVICE_DAYS = 400  # browsers keep no cookie for longer
DAY = 86_400  # seconds
LONGEST = 16_384  # bytes of all cookies together


class SessionCookie:
    """Leaves of a request's cookies the session's alone, under its name inside.

    The browser's own moves to the request's scope, out of sight of what keeps headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] in ("http", "websocket"):
            scope = with_own_alone(scope)
        await self.app(scope, receive, send)


def with_own_alone(scope: Scope) -> Scope:
    """Return a request with the session's cookie as its only one, or none.

    What else the browser keeps goes beside: under `ATTEMPT` and `KNOWN_BY` in the scope.
    """
    kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    pairs = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    sent, scheme = pairs[:LONGEST].decode("latin-1"), scope["scheme"]
    token = token_among(sent, name_for(scheme))
    if token:
        kept.append((b"cookie", f"{callers.COOKIE}={token}".encode()))
    beside = {
        ATTEMPT: value_among(sent, name_for(scheme, ATTEMPT)),
        KNOWN_BY: token_among(sent, name_for(scheme, DEVICE)),
    }
    return {**scope, "headers": kept, **beside}


def token_among(cookies: str, name: str) -> str:
    """Return the token in the first cookie of a name, "" where there is none."""
    return callers.token_in(f"{callers.COOKIE}={value_among(cookies, name)}")


def value_among(cookies: str, name: str) -> str:
    """Return what the first cookie of a name holds, "" where there is none."""
    for each in cookies.split(";"):
        key, _, value = each.strip().partition("=")
        if key == name:
            return value
    return ""


def name_for(scheme: str, inside: str = callers.COOKIE) -> str:
    """Return the name outside of a cookie, the session's unless another is named."""
    return f"__Host-{inside}" if scheme in ("https", "wss") else inside


def attempt_in(request: Request) -> str:
    """Return the attempt to sign in elsewhere that a browser keeps, "" where there is none."""
    return str(request.scope.get(ATTEMPT, ""))


def keep_attempt(response: Response, request: Request, value: str, lasts: int) -> None:
    """Have the browser keep an attempt for so many seconds, out of its scripts' sight."""
    _set(response, request, ATTEMPT, value, lasts)


def drop_attempt(response: Response, request: Request) -> None:
    """Have the browser forget the attempt."""
    _delete(response, request, ATTEMPT)


def give(response: Response, request: Request, token: str, days: int | None) -> None:
    """Have the browser keep a session's token, out of its scripts' sight.

    Args:
        days: None is until the browser is closed.
    """
    _set(response, request, callers.COOKIE, token, None if days is None else days * DAY)


def mark(response: Response, request: Request, known_by: str) -> None:
    """Have the browser keep what it is known by, until long after the session."""
    _set(response, request, DEVICE, known_by, DEVICE_DAYS * DAY)


def take(response: Response, request: Request) -> None:
    """Have the browser forget the session's token."""
    _delete(response, request, callers.COOKIE)


def _set(response: Response, request: Request, inside: str, value: str, lasts: int | None) -> None:
    name = name_for(request.url.scheme, inside)
    response.set_cookie(
        name,
        value,
        max_age=lasts,
        path="/",
        secure=name != inside,
        httponly=True,
        samesite="lax",
    )


def _delete(response: Response, request: Request, inside: str) -> None:
    name = name_for(request.url.scheme, inside)
    response.delete_cookie(name, path="/", secure=name != inside, httponly=True, samesite="lax")
