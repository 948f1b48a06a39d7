"""The session's cookie, the only one the app has: its name outside, and how it is given and taken.

Over https it is `__Host-finance`, which no other site, subdomain or unencrypted page can set; over
plain http, where that is allowed, `finance`. The app inside sees one cookie under one name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import callers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

SECURE = "__Host-finance"
PLAIN = "finance"
DAY = 86_400  # seconds
LONGEST = 16_384  # bytes of all cookies together


class SessionCookie:
    """Leaves of a request's cookies the session's alone, under its name inside."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] in ("http", "websocket"):
            scope = with_session_alone(scope)
        await self.app(scope, receive, send)


def with_session_alone(scope: Scope) -> Scope:
    """Return a request with the session's cookie as its only one, or none."""
    kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    token = token_among(sent[:LONGEST].decode("latin-1"), name_for(scope["scheme"]))
    if token:
        kept.append((b"cookie", f"{callers.COOKIE}={token}".encode()))
    return {**scope, "headers": kept}


def token_among(cookies: str, name: str) -> str:
    """Return the token in the first cookie of a name, "" where there is none."""
    for each in cookies.split(";"):
        key, _, value = each.strip().partition("=")
        if key == name:
            return callers.token_in(f"{callers.COOKIE}={value}")
    return ""


def name_for(scheme: str) -> str:
    """Return the name of the session's cookie over a scheme."""
    return SECURE if scheme in ("https", "wss") else PLAIN


def give(response: Response, request: Request, token: str, days: int) -> None:
    """Have the browser keep a session's token, out of its scripts' sight."""
    name = name_for(request.url.scheme)
    response.set_cookie(
        name,
        token,
        max_age=days * DAY,
        path="/",
        secure=name == SECURE,
        httponly=True,
        samesite="lax",
    )


def take(response: Response, request: Request) -> None:
    """Have the browser forget the session's token."""
    name = name_for(request.url.scheme)
    response.delete_cookie(name, path="/", secure=name == SECURE, httponly=True, samesite="lax")
