"""Programs that read, so many a second: `python -m bench.readers URL RATE SECONDS TOKEN…`.

A process of its own, so that the clock of whoever measures beside it is not disturbed. It prints
the seconds of each read as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING

import httpx

from bench import ledgers

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60  # seconds


@contextmanager
def reading(url: str, rate: int, seconds: int, tokens: list[str]) -> Iterator[list[float]]:
    """Have programs read while the block runs; afterwards the list has the seconds of each read."""
    taken: list[float] = []
    words = [sys.executable, "-m", "bench.readers", url, str(rate), str(seconds), *tokens]
    begun = time.monotonic()
    with subprocess.Popen(words, cwd=ledgers.ROOT, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(2)  # until it is at its pace
        yield taken
        if time.monotonic() - begun > seconds:
            raise RuntimeError("they had read everything before it was measured")
        said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError("a read was refused")
        taken += json.loads(said)


async def read(url: str, rate: int, seconds: int, tokens: list[str]) -> list[float]:
    """Read entries, each at its time whether or not those before are done."""
    taken: list[float] = []
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client:

        async def once(token: str) -> None:
            begun = time.perf_counter()
            headers = {"Authorization": f"Bearer {token}"}
            (await client.get("/entries", params={"size": 10}, headers=headers)).raise_for_status()
            taken.append(time.perf_counter() - begun)

        begun, turn = time.perf_counter(), cycle(tokens)
        async with asyncio.TaskGroup() as reads:
            for place in range(rate * seconds):
                await asyncio.sleep(max(0.0, begun + place / rate - time.perf_counter()))
                reads.create_task(once(next(turn)))
    return taken


if __name__ == "__main__":
    _, place, each, how_long, *known = sys.argv
    print(json.dumps(asyncio.run(read(place, int(each), int(how_long), known))))
