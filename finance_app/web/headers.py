"""The headers every answer carries, errors and files included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from finance_app.web.built import Built

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)  # styles: Reflex and Plotly write them into the page
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHARING = "access-control-"  # Reflex lets others read with cookies; nobody else is to read at all
YEAR = 31_536_000  # seconds
FOREVER = f"public, max-age={YEAR}, immutable"


class SecureHeaders:
    """Adds the security headers and says how long an answer may be kept."""

    def __init__(self, app: ASGIApp, built: Built) -> None:
        self.app = app
        self.built = built

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and dress what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.dress(scope, message)
            await send(message)

        await self.app(scope, receive, dressed)

    def dress(self, scope: Scope, message: Message) -> None:
        """Add the headers; a policy or a storage rule that the answer brings along stays."""
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        path, status = scope["path"], message["status"]
        for name in [one for one in headers if one.startswith(SHARING)]:
            del headers[name]
        for name, value in ALWAYS.items():
            headers[name] = value
        scripts = " ".join(("'self'", *self.built.scripts(path, status)))
        headers.setdefault("Content-Security-Policy", POLICY.format(scripts=scripts))
        headers.setdefault("Cache-Control", self.kept(path, status))
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"

    def kept(self, path: str, status: int) -> str:
        """Say how long an answer may be kept.

        Files with a hash in their name for good, others asked for again, pages not at all: what
        they showed must not be there any more for whoever comes after signing out.
        """
        if path.startswith("/assets/") and status in (200, 206, 304):
            return FOREVER
        return "no-cache" if path in self.built.files else "no-store"
