"""Plain http is for this machine alone, unless the deployment says otherwise.

A name that only pretends to be this machine (DNS rebinding) is refused by the same rule.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from finance_app.web.answers import header, refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PROBES = ("/healthz", "/readyz")  # asked by address, and telling nothing
SENTENCE = (
    "This page must be opened with https. Put a TLS proxy in front of the app and name it in "
    "FINANCE_TRUSTED_PROXIES, or allow plain http with FINANCE_ALLOW_HTTP=1."
)


class EncryptedOnly:
    """Refuses plain http from anywhere but this machine."""

    def __init__(self, app: ASGIApp, *, allow_http: bool) -> None:
        self.app = app
        self.allow_http = allow_http

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or pass it on."""
        if scope["type"] == "lifespan" or self.may_pass(scope):
            await self.app(scope, receive, send)
        else:
            await refuse(scope, receive, send, status=403, text=SENTENCE)

    def may_pass(self, scope: Scope) -> bool:
        """Whether a request is encrypted, from this machine, or allowed to be neither."""
        return (
            self.allow_http
            or scope["scheme"] in ("https", "wss")
            or scope["path"] in PROBES
            or is_loopback(header(scope, "host"))
        )


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: `localhost:8000`, `127.0.0.1`, `[::1]`."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False
