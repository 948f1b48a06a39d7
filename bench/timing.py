"""Medians of several runs, and what they are held against."""

from __future__ import annotations

import gc
import math
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 20  # runs, from which on one in twenty means something


@dataclass(slots=True)
class Work:
    """Something measured, by size of the ledger; seconds.

    Args:
        name: as the table shows it.
        target: what it should be, in words.
        rows: what one run handles, where the table is to show rows a second.
        times: of the app.
        floors: of the least that has to be done anyhow, in the same run.
        label: what its line in the plot is called; nothing for no line.
        tails: what 95 of 100 runs stayed within.
    """

    name: str
    target: str = ""
    rows: int = 0
    times: dict[int, float] = field(default_factory=dict)
    floors: dict[int, float] = field(default_factory=dict)
    label: str = ""
    tails: dict[int, float] = field(default_factory=dict)

    def keep(self, size: int, taken: list[float]) -> None:
        """Keep the median of several runs, of many also what 95 of 100 stayed within."""
        self.times[size] = statistics.median(taken)
        if len(taken) >= MANY:
            self.tails[size] = sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


def median(run: Callable[[], object], runs: int, *, warm: int = 1) -> float:
    """Return the median of some runs in seconds, after some that do not count."""
    times = []
    gc.collect()
    for place in range(runs + warm):
        start = time.perf_counter()
        run()
        if place >= warm:
            times.append(time.perf_counter() - start)
    return statistics.median(times)
