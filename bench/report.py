"""The table of what was measured, in the terminal and in `docs/performance.md`."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from bench import drawing
from bench.ledgers import ROOT
from finance_app.db import sqlite_driver

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from pathlib import Path

    from bench.timing import Work

PAGE = ROOT / "docs" / "performance.md"
PLOT = PAGE.with_suffix(".svg")
SMALL, LARGE = (10_000, 100_000), 1_000_000

INTRODUCTION = """# How fast it is

Written by `make bench`. Medians of several runs of service calls on seeded ledgers (`demo`), on
SQLite, in one process, with `synchronous=FULL` and foreign keys on. The floor is SQLite alone doing
the least that the same work needs, in the same run: the ratio to it says more than any single time.
Nothing else should run on the machine meanwhile.

What is below the server's start is seen by a headless Chromium, by the page's own clock: from the
navigation, or from the click or key, to the change in the DOM. Floors there are a static page with
50 rows and one such chart, and a bare websocket that echoes.

![Times against the size of the ledger](performance.svg)
"""


def write(found: Collection[Work], sizes: Collection[int], today: date) -> Path:
    """Write the page anew."""
    text = f"{INTRODUCTION}\nMeasured on {today} with {machine()}.\n\n{table(found, sizes)}"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")
    PLOT.write_text(drawing.plot(found, sizes), "utf-8")
    return PAGE


def mend(found: Iterable[Work], sizes: Collection[int]) -> Path:
    """Put rows that were measured in the place of those that the page has; new ones at its end."""
    rows = {row[0]: row for row in (_row(work, sizes) for work in found)}
    lines = PAGE.read_text("utf-8").splitlines(keepends=True)
    names = [line.split(" | ")[0].removeprefix("| ") for line in lines]
    kept = [
        _line(rows[name]) if name in rows else line for name, line in zip(names, lines, strict=True)
    ]
    page = "".join([*kept, *(_line(row) for name, row in rows.items() if name not in names)])
    PAGE.write_text(page, "utf-8")
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
    head = ["work", *named, "1 M / 10 k", "1 M / 100 k", f"floor, {_short(max(sizes))}", "target"]
    rows = [head, ["---"] * len(head), *(_row(work, sizes) for work in found)]
    return "".join(map(_line, rows))


def _line(row: list[str]) -> str:
    return f"| {' | '.join(row)} |\n"


def _row(work: Work, sizes: Collection[int]) -> list[str]:
    ratios = [_ratio(work, small) for small in SMALL]
    largest = max((size for size in sizes if size in work.floors), default=0)
    floor = _written(work, work.floors[largest]) if largest else ""
    times = [_taken(work, size) if size in work.times else "" for size in sizes]
    return [work.name, *times, *ratios, floor, work.target]


def _ratio(work: Work, small: int) -> str:
    both = small in work.times and LARGE in work.times
    return f"{work.times[LARGE] / work.times[small]:.2f}" if both else ""


def _taken(work: Work, size: int) -> str:
    tail = f", p95 {_written(work, work.tails[size])}" if size in work.tails else ""
    return _written(work, work.times[size]) + tail


def _written(work: Work, seconds: float) -> str:
    if work.name.endswith(("MB", "kB")):
        return f"{seconds:.0f}"
    if work.rows:
        return f"{seconds:.1f} s, {work.rows / seconds / 1000:.0f} k rows/s"
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms"


def _short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= LARGE else f"{size // 1000} k"
