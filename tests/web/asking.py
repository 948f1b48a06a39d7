"""How the tests of this folder ask an ASGI app, and the app they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

HOST = "localhost:8000"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what was asked; accept every websocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    body = await Request(scope, receive).body()
    host = dict(scope["headers"]).get(b"host", b"").decode()
    told = f"{scope['scheme']}://{host}{scope['path']} from {scope['client'][0]}: {len(body)}"
    await PlainTextResponse(told)(scope, receive, send)


async def ask(
    app: ASGIApp,
    path: str = "/",
    method: str = "GET",
    *,
    headers: Mapping[str, Any] | None = None,
    content: Any = None,
    client: str = "127.0.0.1",
    base: str = f"http://{HOST}",
) -> httpx.Response:
    """Send one request and return the answer, redirects included."""
    transport = httpx.ASGITransport(app=app, client=(client, 5000))
    async with httpx.AsyncClient(transport=transport, base_url=base) as asking:
        return await asking.request(method, path, headers=headers, content=content)


def told(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return the headers of an answer, but for the id that each has of its own."""
    return sorted(pair for pair in answer.headers.items() if pair[0] != "x-request-id")


async def connect(
    app: ASGIApp, headers: Iterable[tuple[str, str]], path: str = "/_event/"
) -> dict[str, Any]:
    """Open a websocket and return the first thing the app says."""
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": path,
        "client": ("127.0.0.1", 5000),
        "headers": [(key.encode("latin-1"), text.encode("latin-1")) for key, text in headers],
    }
    await app(scope, receive, send)
    first: dict[str, Any] = said[0]
    return first
