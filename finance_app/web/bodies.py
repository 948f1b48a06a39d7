"""How much a request may carry, and how slowly, counted while it is read.

A stated length proves nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from finance_app.errors import TooSlowError
from finance_app.web.answers import header, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KILO = 1024
SMALL = 64 * KILO  # forms
STATEMENT = 64 * KILO * KILO  # an uploaded bank file
PATIENCE = 15.0  # seconds for a body, and…
SLOWEST = 32 * KILO  # …one more for so many bytes that have come: a form has 17, however it drips


async def whole(request: Request, patience: float = PATIENCE, slowest: int = SLOWEST) -> None:
    """Read a request's body, so that its handler has it at once.

    Args:
        patience: seconds, and…
        slowest: …one more for so many bytes that have come.

    Raises:
        TooSlowError: it comes too slowly.
    """
    pieces, length = list[bytes](), 0
    try:
        async with asyncio.timeout(patience) as limit:
            start = asyncio.get_running_loop().time()
            async for piece in request.stream():
                pieces.append(piece)
                length += len(piece)
                limit.reschedule(start + patience + length / slowest)
    except TimeoutError:
        raise TooSlowError from None
    request._body = b"".join(pieces)  # noqa: SLF001  where Starlette keeps what it has read


class LimitedBodies:
    """Answers 413 as soon as a body is longer than its path allows.

    Args:
        limit: the number of bytes allowed for a path.
    """

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count and pass on, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = Counted(scope, receive, send, self.limit(scope["path"]))
        if body.is_announced_too_long():
            await body.refuse()
            return
        try:
            await self.app(scope, body.receive, body.send)
        except ClientDisconnect:
            if not body.refused:
                raise


class Counted:
    """One request's body on its way in, and the answer on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self.scope, self._receive, self._send, self.limit = scope, receive, send, limit
        self.length = 0
        self.refused = self.answered = False

    def is_announced_too_long(self) -> bool:
        """Whether the request says itself that it is too long, or says nonsense."""
        stated = header(self.scope, "content-length") or "0"
        return not stated.isascii() or not stated.isdigit() or int(stated[:20]) > self.limit

    async def receive(self) -> Message:
        """Hand a piece on; where it is one too many, refuse and pretend the client has gone."""
        message = await self._receive()
        self.length += len(message.get("body", b""))
        if self.length <= self.limit:
            return message
        if not self.refused:
            await self.refuse()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Hand the answer on, unless the request was refused meanwhile."""
        if not self.refused:
            self.answered = True
            await self._send(message)

    async def refuse(self) -> None:
        """Say what the limit is, once, and only where nothing was answered yet."""
        self.refused = True
        if self.answered:
            return
        size = (
            f"{self.limit // KILO**2} MB" if self.limit >= KILO**2 else f"{self.limit // KILO} kB"
        )
        text = f"That is too large; at most {size} can be sent here."
        await refuse(self.scope, self._receive, self._send, status=413, text=text)
