"""How far the file of all of one's data is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from finance_app.domain.exports import ExportStatus
from finance_app.domain.formatting import count_text, day_text, time_text

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from finance_app.domain.exports import Export

KILO = 1000


def said(found: Export | None, actor: Actor) -> str:
    """Say what there is to know; nothing where there is nothing."""
    if found is None or found.is_running:
        return ""
    if found.status is ExportStatus.FAILED:
        return "The file could not be written. Try again; the log has the reason."
    if not found.is_here:
        return "Another browser asked for a file; only that one can download it."
    local = found.expires_at.astimezone(ZoneInfo(actor.time_zone)).date()
    at = time_text(found.expires_at, actor.time_zone, actor.region)
    return (
        f"Your file is ready. This browser can download it until {day_text(local, actor.region)}, "
        f"{at}, while it stays signed in."
    )


def label(found: Export | None, actor: Actor) -> str:
    """Name the file, or say how far it is."""
    if found is None:
        return ""
    if found.is_running:
        return f"Preparing your file: {found.percent} %"
    return f"Download it ({size_text(found.size, actor.region)})"


def size_text(size: int, region: str) -> str:
    """Write a number of bytes, not too exactly: `12 MB`."""
    small = size < KILO**2
    count = -(-size // (KILO if small else KILO**2))
    return f"{count_text(count, region)} {'kB' if small else 'MB'}"
