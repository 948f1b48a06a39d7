"""Sparklines: how an amount went, as the points of a small line; whole numbers throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 960, 240
EDGE = 20  # above and below, so that the line is not cut


def points(amounts: Sequence[int]) -> str:
    """Return a line through amounts, the first at the left: `0,220 480,20 960,120`.

    Nothing for fewer than two; where all are the same the line runs in the middle.
    """
    if len(amounts) < 2:  # noqa: PLR2004  a line has two ends
        return ""
    low, high = min(amounts), max(amounts)
    across, up = len(amounts) - 1, HEIGHT - 2 * EDGE
    return " ".join(
        f"{WIDTH * place // across},{HEIGHT - EDGE - up * (amount - low) // (high - low)}"
        if high > low
        else f"{WIDTH * place // across},{HEIGHT // 2}"
        for place, amount in enumerate(amounts)
    )
