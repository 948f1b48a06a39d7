"""What pure ASGI code needs to look at a request and to answer it."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

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


async def refuse(scope: Scope, receive: Receive, send: Send, *, status: int, text: str) -> None:
    """Answer with one sentence; a websocket is closed before it is open."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4000 + status})
        return
    await PlainTextResponse(text + "\n", status)(scope, receive, send)
