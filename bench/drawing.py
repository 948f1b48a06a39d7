"""The plot of what was measured: time against the size of the ledger, one line a work."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from math import log10
from typing import TYPE_CHECKING

from finance_app.domain.palette import HUES, INK_3, LINE, SURFACE

if TYPE_CHECKING:
    from collections.abc import Collection

    from bench.timing import Work
    from finance_app.domain.palette import Shade

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 24, 44
APART = 16  # pixels between two labels
TICKS = {0.001: "1 ms", 0.01: "10 ms", 0.1: "100 ms", 1: "1 s", 10: "10 s"}


def plot(found: Collection[Work], sizes: Collection[int]) -> str:
    """Return the SVG."""
    drawn = [work for work in found if work.label and work.times]
    lines = [_line(work, place, sizes) for place, work in enumerate(drawn)]
    ends = [_y(work.times[max(work.times)]) for work in drawn]
    labels = [
        f'<text class="h{place % len(HUES)}" x="{WIDTH - RIGHT + 10}" y="{y + 4:.1f}">'
        f"{escape(drawn[place].label)}</text>"
        for place, y in enumerate(spread(ends))
    ]
    parts = (_style(), f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="12"/>')
    inside = "\n".join((*parts, *_grid(sizes), *lines, *labels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="Times against the size of the ledger">\n{inside}\n</svg>\n'
    )


def spread(places: list[float]) -> list[float]:
    """Return where labels go: in their order, far enough apart, as near as that allows."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for _ in range(100):
        for upper, lower in pairwise(order):
            lacking = APART - (moved[lower] - moved[upper])
            if lacking > 0:
                moved[upper] -= lacking / 2
                moved[lower] += lacking / 2
    return moved


def _x(size: int, sizes: Collection[int]) -> float:
    span = log10(max(sizes)) - log10(min(sizes)) or 1
    share = (log10(size) - log10(min(sizes))) / span
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(seconds: float) -> float:
    low, high = log10(min(TICKS)), log10(max(TICKS))
    share = (log10(max(seconds, min(TICKS))) - low) / (high - low)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _line(work: Work, place: int, sizes: Collection[int]) -> str:
    points = " ".join(
        f"{_x(size, sizes):.1f},{_y(work.times[size]):.1f}" for size in sizes if size in work.times
    )
    return f'<polyline class="s{place % len(HUES)}" points="{points}"/>'


def _grid(sizes: Collection[int]) -> list[str]:
    end = WIDTH - RIGHT
    across = [
        f'<path class="grid" d="M{LEFT} {_y(seconds):.1f}H{end}"/>'
        f'<text x="{LEFT - 10}" y="{_y(seconds) + 4:.1f}" text-anchor="end">{text}</text>'
        for seconds, text in TICKS.items()
    ]
    below = [
        f'<text x="{_x(size, sizes):.1f}" y="{HEIGHT - 18}" text-anchor="middle">{size:,}</text>'
        for size in sizes
    ]
    return [*across, *below]


def _style() -> str:
    def theme(which: str) -> str:
        def colour(shade: Shade) -> str:
            found: str = getattr(shade, which)
            return found

        hues = "".join(
            f".s{place}{{stroke:{colour(hue)}}}.h{place}{{fill:{colour(hue)}}}"
            for place, hue in enumerate(HUES)
        )
        return (
            f".paper{{fill:{colour(SURFACE)};stroke:{colour(LINE)}}}.grid{{stroke:{colour(LINE)}}}"
            f"text{{fill:{colour(INK_3)}}}{hues}"
        )

    shape = "text{font:13px system-ui,sans-serif}polyline{fill:none;stroke-width:2}"
    dark = f"@media (prefers-color-scheme:dark){{{theme('dark')}}}"
    return f"<style>{shape}{theme('light')}{dark}</style>"
