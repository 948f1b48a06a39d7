"""A websocket that says everything back, and nothing else: what an event takes at least."""

from __future__ import annotations

from typing import Any


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer requests with nothing, and a socket with what it sent."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
    elif scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (heard := await receive())["type"] != "websocket.disconnect":
            if text := heard.get("text"):
                await send({"type": "websocket.send", "text": text})
