"""A tab whose websocket goes over the network, to a server that is a process of its own."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.events import Message as Frame

from tests.websocket import HOST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    type Sender = asyncio.StreamWriter

CLOSED: Message = {"type": "websocket.close", "code": 1006}
MOST = 1 << 16  # bytes that are read at once
PING, PONG = "2", "3"  # of engine.io; who does not answer is closed after two minutes
QUIET = 0.05  # seconds without a frame: whatever was asked for is answered


def wire(port: int) -> ASGIApp:
    """Return an app that is a server on another port: it passes a websocket on."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        link = WSConnection(ConnectionType.CLIENT)
        await receive()
        path = f"{scope['path']}?{scope['query_string'].decode()}"
        own = (b"host", b"connection", b"upgrade")
        headers = [each for each in scope["headers"] if each[0] not in own]
        writer.write(link.send(Request(host=HOST, target=path, extra_headers=headers)))
        listening = asyncio.ensure_future(_listen(link, reader, writer, send))
        try:
            while (message := await receive())["type"] == "websocket.receive":
                with suppress(ConnectionError, RuntimeError):
                    writer.write(link.send(TextMessage(message["text"])))
        finally:
            listening.cancel()
            writer.close()

    return app


async def _listen(
    link: WSConnection, reader: asyncio.StreamReader, writer: Sender, send: Send
) -> None:
    """Hand on what the server sends, until it closes."""
    parts: list[str] = []
    while data := await _read(reader):
        link.receive_data(data)
        for event in link.events():
            if isinstance(event, Ping):
                writer.write(link.send(event.response()))
            elif isinstance(event, Frame):
                parts.append(str(event.data))
                if event.message_finished:
                    text = "".join(parts)
                    parts.clear()
                    await _hand_on(link, writer, send, text)
            elif isinstance(event, RejectConnection | CloseConnection):
                await send(CLOSED)
            else:
                assert isinstance(event, AcceptConnection) or event is not None
    await send(CLOSED)


async def _hand_on(link: WSConnection, writer: Sender, send: Send, text: str) -> None:
    """Hand a message on, and answer as browsers do where the server asks whether they are there."""
    if text == PING:
        writer.write(link.send(TextMessage(PONG)))
    else:
        await send({"type": "websocket.send", "text": text})


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(MOST)
    except ConnectionError:
        return b""
