"""What pure ASGI code needs to look at a request and to answer it."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

PROBLEM = "application/problem+json"  # RFC 9457
API = "/api/v1"  # where programs ask
PLAIN = re.compile(r"/[a-z0-9/._-]{0,99}", re.ASCII)


def header(scope: Scope, name: str) -> str:
    """Return a header that was sent once; "" where it is missing or doubled."""
    values = [value for key, value in scope["headers"] if key == name.encode()]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def client(scope: Scope) -> str:
    """Return who a request counts for: an IPv4 address, or the network an IPv6 address is in."""
    host = (scope.get("client") or ("",))[0]
    try:
        known = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)


def plain(path: str) -> str:
    """Return a path as the log may have it: it cannot hold what somebody typed."""
    return path if PLAIN.fullmatch(path) else "another address"


def is_api(path: str) -> bool:
    """Say whether programs ask there, and nobody's browser."""
    return path.startswith(f"{API}/")


async def refuse(scope: Scope, receive: Receive, send: Send, *, status: int, text: str) -> None:
    """Answer with one sentence; a websocket is closed before it is open."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4000 + status})
        return
    if is_api(scope["path"]):
        said = {"type": "about:blank", "title": "Problem", "status": status, "detail": text}
        problem = JSONResponse({**said, "errors": []}, status, media_type=PROBLEM)
        await problem(scope, receive, send)
    else:
        await PlainTextResponse(text + "\n", status)(scope, receive, send)
