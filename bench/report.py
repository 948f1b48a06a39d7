"""The table of what was measured, in the terminal and in `docs/performance.md`."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from bench.ledgers import ROOT
from finance_app.db import sqlite_driver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from pathlib import Path

    from bench.timing import Work

PAGE = ROOT / "docs" / "performance.md"
SMALL, LARGE = 10_000, 1_000_000

INTRODUCTION = """# How fast it is

Written by `make bench`. Medians of several runs of service calls on seeded ledgers (`demo`), on
SQLite, in one process, with `synchronous=FULL` and foreign keys on. The floor is SQLite alone doing
the least that the same work needs, in the same run: the ratio to it says more than any single time.
Nothing else should run on the machine meanwhile.
"""


def write(found: Iterable[Work], sizes: Collection[int], today: date) -> Path:
    """Write the page anew."""
    text = f"{INTRODUCTION}\nMeasured on {today} with {machine()}.\n\n{table(found, sizes)}"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")
    return PAGE


def machine() -> str:
    """Return what it was measured with, in neutral words."""
    driver = sqlite_driver()
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {driver.sqlite_version}"
    )


def table(found: Iterable[Work], sizes: Collection[int]) -> str:
    """Return the table as Markdown."""
    named = [f"{_short(size)} entries" for size in sizes]
    head = ["work", *named, "1 M / 10 k", f"floor, {_short(max(sizes))}", "target"]
    rows = [head, ["---"] * len(head), *(_row(work, sizes) for work in found)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(work: Work, sizes: Collection[int]) -> list[str]:
    ratio = ""
    if SMALL in work.times and LARGE in work.times:
        ratio = f"{work.times[LARGE] / work.times[SMALL]:.1f}"
    largest = max((size for size in sizes if size in work.floors), default=0)
    floor = _written(work, work.floors[largest]) if largest else ""
    times = [_written(work, work.times[size]) if size in work.times else "" for size in sizes]
    return [work.name, *times, ratio, floor, work.target]


def _written(work: Work, seconds: float) -> str:
    if work.name.endswith("MB"):
        return f"{seconds:.0f}"
    if work.rows:
        return f"{seconds:.1f} s, {work.rows / seconds / 1000:.0f} k rows/s"
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms"


def _short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= LARGE else f"{size // 1000} k"
