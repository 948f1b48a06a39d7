"""Medians of several runs, and what they are held against."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Work:
    """Something measured, by size of the ledger; seconds.

    Args:
        name: as the table shows it.
        target: what it should be, in words.
        rows: what one run handles, where the table is to show rows a second.
        times: of the app.
        floors: of the least that has to be done anyhow, in the same run.
    """

    name: str
    target: str = ""
    rows: int = 0
    times: dict[int, float] = field(default_factory=dict)
    floors: dict[int, float] = field(default_factory=dict)


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
