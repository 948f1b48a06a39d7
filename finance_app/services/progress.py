"""How far something long is: who wants to know hands over a function that takes the percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    type Progress = Callable[[int], None]


def ignore(_percent: int) -> None:
    """Report to nobody."""
