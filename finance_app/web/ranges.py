"""Parts of files: one at a time, for a download that goes on; whoever asks for more gets the whole.

Many ranges make a small question into a large answer, or into much work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finance_app.web.answers import header

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

NAME = b"range"
ONE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-\d{1,15})", re.ASCII)


class OneRange:
    """Passes on what asks for one part; other questions for parts are as if they were not there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http" and not is_one(header(scope, "range")):
            kept = [pair for pair in scope["headers"] if pair[0] != NAME]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


def is_one(asked: str) -> bool:
    """Say whether a Range header asks for one part that can be."""
    found = ONE.fullmatch(asked)
    if found is None:
        return False
    start, end = found[1] or "0", found[2] or found[1] or "0"
    return int(start) <= int(end)
