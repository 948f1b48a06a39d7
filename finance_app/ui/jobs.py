"""Work of seconds on a thread: how far it is, whether it is to stop, and following it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Event

from finance_app.errors import ConflictError

LOOK_EVERY = 0.2  # seconds between two looks at how far it is


class Job:
    """How far something is that runs on a thread, and whether it is to stop.

    Args:
        refusal: what is said once it has been stopped.
    """

    def __init__(self, refusal: str = "") -> None:
        self.percent = 0
        self.cancelled = Event()
        self.refusal = refusal

    def at(self, percent: int) -> None:
        """Note how far it is; for use cases that report their progress.

        Raises:
            ConflictError: it was cancelled; everything it wrote is rolled back.
        """
        if self.cancelled.is_set():
            raise ConflictError(self.refusal)
        self.percent = percent

    async def followed[T](self, work: Awaitable[T], show: Callable[[], Awaitable[None]]) -> T:
        """Wait for the work, and have every step of it shown."""
        task, shown = asyncio.ensure_future(work), self.percent
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK_EVERY)
            if self.percent != shown:
                shown = self.percent
                await show()
        return await task
