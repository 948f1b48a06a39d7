"""The app without a browser: a tab's websocket and plain requests, driven in this process."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from httpx import ASGITransport, AsyncClient
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message

HOST = "localhost:8000"
ORIGIN = f"http://{HOST}"
PATIENCE = 10  # seconds
SOON = 0.05  # seconds: an event that is dropped gets no answer
TURNS = 100  # of the event loop without work: more than a frame takes from socket to queue
ROOT = "reflex___state____state"
SESSION = f"{ROOT}.finance_app___ui___session____session_state"
HYDRATE = f"{ROOT}.hydrate_and_load"

# Else the first test that imports the app has its events for itself, and no other finds them.
RegistrationContext.ensure_context()


@asynccontextmanager
async def served() -> AsyncIterator[ASGIApp]:
    """Start the whole app, its armour included, without its built pages."""
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    from finance_app import finance_app as root

    app = root.app()
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    outbox: asyncio.Queue[Message] = asyncio.Queue()
    life = asyncio.ensure_future(app({"type": "lifespan", "state": {}}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield app
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await life


def browser(app: ASGIApp, token: str = "", scheme: str = "http") -> AsyncClient:
    """Return a client for plain requests as a page of the app makes them."""
    name = "__Host-finance" if scheme == "https" else "finance"
    headers = {"origin": f"{scheme}://{HOST}"} | ({"cookie": f"{name}={token}"} if token else {})
    return AsyncClient(transport=ASGITransport(app), base_url=f"{scheme}://{HOST}", headers=headers)


class Tab:
    """A browser's tab: its websocket, what it sends and every frame that it gets.

    Args:
        token: the session's, "" for nobody.
        client: the tab's own name, which is all that the state is found by.
    """

    def __init__(self, app: ASGIApp, token: str = "", client: str = "", page: str = "/") -> None:
        self.app, self.token, self.page = app, token, page
        self.client = client or str(uuid4())
        self.frames: list[str] = []
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.came = asyncio.Event()
        self.query = ""

    async def __aenter__(self) -> Self:
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "scheme": "ws",
            "path": "/_event/",
            "raw_path": b"/_event/",
            "query_string": f"EIO=4&transport=websocket&token={self.client}".encode(),
            "root_path": "",
            "headers": [(key.encode(), value.encode()) for key, value in self.headers().items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8000),
            "subprotocols": [],
            "state": {},
        }
        self.task = asyncio.ensure_future(self.app(scope, self.inbox.get, self.take))
        await self.inbox.put({"type": "websocket.connect"})
        await self.until("0{")
        await self.put("40/_event,{}")
        await self.until("40/_event")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.inbox.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, PATIENCE)

    def headers(self) -> dict[str, str]:
        """Return what a browser sends along."""
        sent = {"host": HOST, "origin": ORIGIN, "accept-language": "de-AT"}
        sent |= {"connection": "Upgrade", "upgrade": "websocket"}
        return sent | ({"cookie": f"finance={self.token}"} if self.token else {})

    async def take(self, message: Any) -> None:
        """Keep what the server sends."""
        self.frames.append(str(message.get("text") or message["type"]))
        self.came.set()

    async def put(self, text: str) -> None:
        """Send a frame."""
        await self.inbox.put({"type": "websocket.receive", "text": text, "bytes": None})

    async def until(self, start: str) -> None:
        """Wait for a frame; fail at once where the server has closed."""
        async with asyncio.timeout(PATIENCE):
            while not any(frame.startswith(start) for frame in self.frames):
                if "websocket.close" in self.frames:
                    raise ConnectionRefusedError
                self.came.clear()
                await self.came.wait()

    async def until_told(self, **known: Any) -> None:
        """Wait until the page knows some vars so, also while something is at work."""
        async with asyncio.timeout(PATIENCE):
            while any(self.vars().get(name) != value for name, value in known.items()):
                self.came.clear()
                await self.came.wait()

    async def load(self) -> list[dict[str, Any]]:
        """Open the page: hydrate it and run its load events."""
        answers = await self.send(HYDRATE, {}, PATIENCE)
        assert answers, f"{self.page} was not answered"
        return answers

    async def call(self, handler: Any, **payload: Any) -> list[dict[str, Any]]:
        """Call a state's handler, such as `SessionState.undo`, and return what came of it."""
        return await self.send(format_event_handler(handler), payload)

    async def begin(self, handler: Any, **payload: Any) -> None:
        """Call a state's handler without waiting for what comes of it."""
        await self._send(format_event_handler(handler), payload)

    async def _send(self, name: str, payload: Any) -> None:
        router = {"pathname": self.page, "asPath": self.page + self.query}
        event = {"name": name, "payload": payload, "router_data": router}
        await self.put(f"42/_event,{json.dumps(['event', event])}")

    async def send(self, name: str, payload: Any, wait: float = SOON) -> list[dict[str, Any]]:
        """Send any event and return what the server answers until it has nothing left to do.

        Args:
            wait: seconds for the first answer, where there may be none.
        """
        before = len(self.frames)
        await self._send(name, payload)
        await self.answered(before, wait)
        await self.rest()
        return [update(frame) for frame in self.frames[before:] if frame.startswith("42")]

    async def answered(self, before: int, wait: float) -> None:
        """Wait until the server has begun to answer; a busy machine takes the event up late."""
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                while len(self.frames) <= before:
                    self.came.clear()
                    await self.came.wait()

    async def rest(self) -> None:
        """Wait until the server has worked everything off."""
        from finance_app.finance_app import app

        processor = app.event_processor
        idle = 0
        async with asyncio.timeout(PATIENCE):
            while idle < TURNS:
                busy = processor._tasks or processor._token_queues
                waiting = not self.inbox.empty() or not processor._queue.empty()  # type: ignore[union-attr]  # it runs
                idle = 0 if busy or waiting else idle + 1
                await asyncio.sleep(0 if idle else 0.001)

    def vars(self) -> dict[str, Any]:
        """Return what the tab's page knows by now, by the vars' short names.

        Of the session's states only: those that other tests declare come along with every page.
        """
        known: dict[str, Any] = {}
        for frame in self.frames:
            if frame.startswith("42"):
                for state, changes in update(frame).get("delta", {}).items():
                    if state == ROOT or state.startswith(SESSION):
                        known |= {
                            name.removesuffix("_rx_state_"): changes[name] for name in changes
                        }
        return known

    def shows(self, *texts: str) -> bool:
        """Say whether any of some texts was sent to the tab."""
        return any(text in frame for text in texts for frame in self.frames)


def update(frame: str) -> dict[str, Any]:
    """Return the update in a frame: `delta` and `events`."""
    found: dict[str, Any] = json.loads(frame.partition(",")[2])[1]
    return found


def goes_to(updates: list[dict[str, Any]]) -> list[str]:
    """Return where updates lead the browser."""
    events = [event for one in updates for event in one.get("events", [])]
    return [event["payload"]["path"] for event in events if event["name"] == "_redirect"]


def chain(app: Any) -> list[Any]:
    """Return an app and what it wraps, from outside to inside."""
    found = []
    while app is not None:
        found.append(app)
        app = getattr(app, "app", None) or getattr(getattr(app, "router", None), "default", None)
    return found
