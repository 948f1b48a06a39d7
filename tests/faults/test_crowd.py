"""Hundreds of pages at one server that look, filter and add: it stays quick and does not grow.

500 websockets of 50 users for ten minutes with `--soak` (`make soak`), 20 for seconds at every run.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

import pytest

from finance_app.pages.dashboard.state.figures import DashboardState
from tests.conftest import forget_settings
from tests.faults.people import Page, Person, closed, lost, people
from tests.faults.servers import App, app
from tests.figures import CROWD

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

    from tests.figures import Figure

SOCKETS, USERS, SECONDS = 500, 50, 600.0
FEW, SHORT = 20, 6.0
THINKING = 120.0  # seconds at most between two events of a page; half of it on the average
QUICK, LARGE, GROWTH = 0.5, 700.0, 1.0  # seconds; MB; MB a minute
WARM = 0.2  # of the time, until memory is compared
OPENED = 20  # pages that open at once

pytestmark = [
    pytest.mark.browser,  # not the browser itself, but what is built for it
    pytest.mark.timeout(2400),
    pytest.mark.usefixtures("built", "sqlite"),
]


class Reader(Page):
    """A page whose user looks around, filters, and now and then adds an entry."""

    async def arrive(self) -> None:
        """Open the page, and be everywhere once: memory is compared from there on."""
        await self.__aenter__()
        await self.look()
        await self.filter()
        await self.turn()

    async def look(self) -> None:
        """Open the dashboard."""
        before = len(self.frames)
        await self.begin(DashboardState.load)
        await self.heard(before, '"places_rx_state_"')

    async def turn(self) -> None:
        """Open the list."""
        self.query = ""
        await self.see()

    async def filter(self) -> None:
        """Search in the list."""
        self.query = "?text=market"
        await self.see()

    async def write(self) -> None:
        """Add an entry."""
        assert "Added" in await self.add()

    async def stay(
        self, until: float, thinking: float, dice: random.Random, taken: list[float]
    ) -> None:
        """Do something again and again; note how long each answer takes."""
        while (wait := dice.uniform(0, thinking)) < until - time.monotonic():
            await asyncio.sleep(wait)
            verb: Callable[[], Coroutine[Any, Any, None]] = dice.choice(
                (*(self.look, self.turn, self.filter) * 3, self.write)
            )
            began = time.perf_counter()
            await verb()
            taken.append(time.perf_counter() - began)
            self.frames.clear()


async def crowd(
    running: App, everybody: list[Person], count: int, seconds: float, taken: list[float]
) -> list[tuple[float, float]]:
    """Have pages stay for so long; return the server's memory at moments, in MB."""
    pages = [Reader(running.port, everybody[at % len(everybody)]) for at in range(count)]
    for at in range(0, count, OPENED):
        await asyncio.gather(*(each.arrive() for each in pages[at : at + OPENED]))
    end, memory = time.monotonic() + seconds, []
    staying = [
        asyncio.ensure_future(each.stay(end, min(THINKING, seconds), random.Random(at), taken))  # noqa: S311  no secret
        for at, each in enumerate(pages)
    ]
    while time.monotonic() < end:
        memory.append((time.monotonic(), running.memory()))
        await asyncio.sleep(min(5.0, seconds / 20))
    await asyncio.gather(*staying)
    await closed(pages)
    return memory


def growth(memory: list[tuple[float, float]]) -> float:
    """Return how many MB a minute it grew once it was warm: the slope of the best line."""
    warm = memory[int(len(memory) * WARM) :]
    mean_at = sum(at for at, _ in warm) / len(warm)
    mean = sum(size for _, size in warm) / len(warm)
    spread = sum((at - mean_at) ** 2 for at, _ in warm)
    return 60 * sum((at - mean_at) * (size - mean) for at, size in warm) / spread


async def test_a_crowd_is_answered_quickly_and_the_server_does_not_grow(
    tmp_path: Path, figure: Figure, *, is_whole: bool
) -> None:
    everybody = people(USERS if is_whole else FEW // 10, entries=200)
    forget_settings()
    count = SOCKETS if is_whole else FEW
    seconds = SECONDS if is_whole else SHORT
    taken: list[float] = []
    with app(tmp_path, FINANCE_SOCKETS_PER_ADDRESS=str(2 * SOCKETS)) as running:
        memory = await crowd(running, everybody, count, seconds, taken)
        most = max(size for _, size in memory)
    p95 = sorted(taken)[int(0.95 * len(taken))]
    grown = growth(memory)
    assert lost(everybody) == []
    figure(
        CROWD,
        f"{count} sockets of {len(everybody)} users, {seconds:.0f} s, {len(taken)} events (each "
        f"page one a minute, and its news): p95 {p95 * 1000:.0f} ms, "
        f"RSS {most:.0f} MB, growth {grown:.2f} MB/min",
    )
    assert most <= LARGE
    if is_whole:  # a few seconds on a busy machine prove nothing about these
        assert p95 <= QUICK
        assert grown <= GROWTH
