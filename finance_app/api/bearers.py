"""Who a program speaks for: nothing of a request's body is read until its token is known.

A cookie never counts here. Each token has a pace of its own; who comes without one that is known
counts by the address they come from.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from finance_app import db, errors
from finance_app.api.errors import answer, problem
from finance_app.api.paces import Paces
from finance_app.domain import api_tokens as rules
from finance_app.domain.entries import LARGEST_KEY
from finance_app.services import api_tokens
from finance_app.web.answers import client, header
from finance_app.web.bodies import SLOWEST, whole
from finance_app.web.mounts import FILES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from finance_app.services.api_tokens import Bearer

TOKEN = "finance.token"  # noqa: S105  the place of a token in a scope
OPEN = frozenset({"/openapi.json", "/docs"})  # below the API's own address
SCHEME = "bearer "
FILES_AT_ONCE = 2  # banks' files, each up to 64 MB in memory
FILE_SLOWEST = 8 * SLOWEST  # bytes a second, since it keeps others waiting
ROOM = 30.0  # seconds until there has to be room for one
MISSING = "Send a token, “Authorization: Bearer fin_…”; make one on the Security page."

log = logging.getLogger(__name__)


class Bearers:
    """Lets programs in.

    Args:
        each_minute: how many requests a token has.
    """

    def __init__(self, app: ASGIApp, each_minute: int) -> None:
        self.app = app
        self.paces = Paces(each_minute)
        self.noted: dict[int, datetime] = {}  # when a token's use was written down last
        self.noting = set[asyncio.Task[None]]()
        self.sending = set[int]()  # users whose files are on their way
        self.room = asyncio.Semaphore(FILES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whose token is known; answer everybody else."""
        if scope["path"].removeprefix(scope["root_path"]) in OPEN:
            await self.app(scope, receive, send)
            return
        token, now = bearer_token(header(scope, "authorization")), datetime.now(UTC)
        who: Bearer | None = None
        refusal: errors.AppError = errors.SignInRequiredError(MISSING)
        try:
            who = await db.ask(api_tokens.bearer, token, now) if token else None
        except errors.SignInRequiredError as error:
            refusal = error
        address = client(scope)
        may, headers = self.paces.take(f"token {who.key}" if who else address)
        if not may:
            said = "This is more than the server takes at a time; wait a moment."
            await problem(429, said, headers=headers)(scope, receive, send)
        elif who is None:
            await answer(refusal)(scope, receive, send)
        else:
            self.note(who, address)
            known = {**scope, TOKEN: token}
            found = FILES.fullmatch(scope["path"])
            if found and scope["method"] == "POST":
                await self.file(who, int(found[1]), known, receive, _with(headers, send))
            else:
                await self.passed(known, receive, _with(headers, send))

    async def file(
        self, who: Bearer, book: int, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Pass a bank's file on, which is large: of whoever may send one, and one at a time."""
        try:
            who.require(rules.Scope.WRITE)
            place = book if book <= LARGEST_KEY else 0
            (await db.ask(api_tokens.in_book, who, place)).require_editor()
        except errors.AppError as error:
            await answer(error)(scope, receive, send)
            return
        if who.actor.user_id in self.sending:
            said = "Another file of yours is on its way; wait until it is there."
            await problem(429, said, headers={"Retry-After": "5"})(scope, receive, send)
            return
        self.sending.add(who.actor.user_id)
        try:
            async with asyncio.timeout(ROOM):
                await self.room.acquire()
        except TimeoutError:
            said = "Other files are on their way; try again in a moment."
            await problem(503, said, headers={"Retry-After": "30"})(scope, receive, send)
        else:
            try:
                await self.passed(scope, receive, send, FILE_SLOWEST)
            finally:
                self.room.release()
        finally:
            self.sending.discard(who.actor.user_id)

    async def passed(
        self, scope: Scope, receive: Receive, send: Send, slowest: int = SLOWEST
    ) -> None:
        """Wait for the whole body, and pass on; what only reads has none.

        Args:
            slowest: bytes a second.
        """
        if scope["method"] in ("GET", "HEAD"):
            nothing: Message = {"type": "http.request", "body": b""}
            await self.app(scope, _received(nothing, receive), send)
            return
        request = Request(scope, receive)
        try:
            await whole(request, slowest=slowest)
        except errors.TooSlowError as error:
            await answer(error)(scope, receive, send)
            return
        body: Message = {"type": "http.request", "body": await request.body()}
        await self.app(scope, _received(body, receive), send)

    def note(self, who: Bearer, address: str) -> None:
        """Have a token's use written down, meanwhile and now and then."""
        now = who.actor.now
        last = self.noted.get(who.key)
        if last is None or now - last >= api_tokens.USED_EVERY:
            self.noted[who.key] = now
            task = asyncio.create_task(self.written(who, address))
            self.noting.add(task)
            task.add_done_callback(self.noting.discard)

    async def written(self, who: Bearer, address: str) -> None:
        """Write a token's use down; the program's request does not hang on it."""
        try:
            await db.tell(api_tokens.used, who, address)
        except errors.UnavailableError:
            log.warning("the last use of token %d was not written down", who.key)


def bearer_token(authorization: str) -> str:
    """Return the token of an Authorization header, "" where there is none."""
    is_bearer = authorization[: len(SCHEME)].lower() == SCHEME
    return authorization[len(SCHEME) :].strip() if is_bearer else ""


def _received(body: Message, receive: Receive) -> Receive:
    """Return what gives a body first, and then what comes after."""
    told = iter([body])

    async def received() -> Message:
        return next(told, None) or await receive()

    return received


def _with(headers: dict[str, str], send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return dressed
