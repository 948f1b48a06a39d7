"""How much of a file is read at all, and how far a reader has come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from finance_app.domain.statements import MAX_BYTES, MAX_ROWS, MAX_SECONDS, MAX_SKIPPED, Skipped
from finance_app.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EVERY = 4_096


class Pace:
    """Counts what a reader has done; tells its percentage, and stops it when it is too much.

    Args:
        total: what 100 percent are, in the reader's own unit.
        progress: is called with the percentage, 0 to 100.
    """

    def __init__(self, total: int, progress: Callable[[int], None] | None = None) -> None:
        self._total = max(total, 1)
        self._progress = progress
        self._until = time.monotonic() + MAX_SECONDS

    def at(self, done: int, rows: int) -> None:
        """Note how far the reader is.

        Raises:
            StatementError: when the file has too many rows or takes too long.
        """
        if rows > MAX_ROWS:
            raise StatementError(
                f"The file has more than {MAX_ROWS:,} transactions; divide it into shorter periods."
            )
        if time.monotonic() > self._until:
            raise StatementError(
                f"Reading the file took over {MAX_SECONDS} seconds; divide it into shorter periods."
            )
        if self._progress:
            self._progress(min(100, done * 100 // self._total))


def refuse_size(content: bytes) -> None:
    """Refuse a file that is empty or too large.

    Raises:
        StatementError: with what to do.
    """
    if not content.strip():
        raise StatementError("The file is empty; download it from your bank once more.")
    if len(content) > MAX_BYTES:
        raise StatementError(
            f"The file has {len(content) / 2**20:,.0f} MB and at most {MAX_BYTES // 2**20} MB "
            "are read; divide it into shorter periods."
        )


def listed(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """What was left out, at most MAX_SKIPPED of it, the rest as a number."""
    if len(skipped) <= MAX_SKIPPED:
        return tuple(skipped)
    more = len(skipped) - MAX_SKIPPED
    return (*skipped[:MAX_SKIPPED], Skipped(None, f"{more:,} more rows were left out."))
