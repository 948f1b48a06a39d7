"""The process that serves: one worker in it, so that it goes as a whole, also when it is killed.

Started by `python -m finance_app serve`, which has checked everything before.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from finance_app import db
from finance_app.config import settings
from finance_app.jobs.runner import Runner
from finance_app.web import logs
from finance_app.web.exporting import Exporter
from finance_app.web.recomputing import Recomputer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

APP = "finance_app.finance_app"  # by name: what Reflex is stays above this layer
EVERYWHERE = ("0.0.0.0", "127.0.0.1", "::", "::1")  # noqa: S104  only to show a name that works
STOPS = (signal.SIGINT, signal.SIGTERM)
LOGGING: dict[str, Any] = {
    "handlers": {},
    "formatters": {},
    "loggers": {"_granian": {}, "granian.access": {}},  # theirs go the way of ours
}
GRACE = 5  # seconds for open requests once the server is told to stop


def main() -> NoReturn:
    """Serve until told to stop: exit code 0 after that, 1 where the app could not be started."""
    for stop in STOPS:
        signal.signal(stop, lambda *_: sys.exit(0))  # until the loop takes over
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    logs.configure(settings().log_level, settings().log_format)
    logs.catch_all()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    stopped = loop.run_until_complete(_serve())
    db.dispose()
    sys.stdout.flush()
    os._exit(0 if stopped else 1)  # open websockets would hold a loop that closes tidily


async def _serve() -> bool:
    """Run the server; return whether it ended because it was told to."""
    server = Server(
        Announced(import_module(APP).app()),
        address=settings().host,
        port=settings().port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    )
    server.workers_kill_timeout = GRACE
    for stop in STOPS:
        asyncio.get_running_loop().add_signal_handler(stop, server.stop)
    beside = (Recomputer(), Exporter())
    watches = [asyncio.get_running_loop().create_task(each.watch()) for each in beside]
    runner = Runner()
    if settings().jobs == "on":
        runner.start()
    with suppress(TimeoutError):  # something was still at work after GRACE
        await server.serve()
    await runner.stop()
    for watch, each in zip(watches, beside, strict=True):
        watch.cancel()
        each.stop()
    return bool(server.interrupt_signal)


class Announced:
    """Says where to look, once the app answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; look at the life span alone."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def announcing(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                sys.stdout.write(greeting() + "\n")
                sys.stdout.flush()

        await self.app(scope, receive, announcing)


def greeting() -> str:
    """Return where to look, and where the data is."""
    chosen = settings()
    host = "localhost" if chosen.host in EVERYWHERE else chosen.host
    place = chosen.public_url or f"http://{f'[{host}]' if ':' in host else host}:{chosen.port}"
    data = chosen.data_dir.resolve() if chosen.is_sqlite else "PostgreSQL"
    return f"Open {place} in your browser. Data: {data}. Ctrl-C stops the app."


if __name__ == "__main__":
    main()
