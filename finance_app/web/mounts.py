"""Where programs ask, beside the browser's addresses: without its cookies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finance_app.web.answers import API, is_api
from finance_app.web.bodies import KILO, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

FILES = re.compile(rf"{API}/books/([0-9]{{1,19}})/imports", re.ASCII)  # take banks' files
LARGE = 4 * KILO * KILO  # bytes of JSON: a thousand entries of ten lines each


class Mounted:
    """Hands what programs ask to the API, everything else to the app inside."""

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self.app, self.api = app, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http" and is_api(scope["path"]):
            kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            await self.api({**scope, "headers": kept, "root_path": API}, receive, send)
        else:
            await self.app(scope, receive, send)


def limit(other: Callable[[str], int]) -> Callable[[str], int]:
    """Return how many bytes may be sent to an address.

    Args:
        other: the same for what programs do not ask.
    """

    def most(path: str) -> int:
        if FILES.fullmatch(path):
            return STATEMENT
        return LARGE if is_api(path) else other(path)

    return most
