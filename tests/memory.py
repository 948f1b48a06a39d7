"""Where tests keep what they drop again: in memory, where the machine has room for it.

Databases that wait for a disk at each commit are most of what the suite would wait for.
"""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path("/dev/shm")  # noqa: S108  names below it are made up by tempfile and pytest
ROOM = 6 * 1024**3  # bytes that must be free: thrice what a run has been seen to take at once


def has_room(folder: Path = SHARED) -> bool:
    """Say whether a folder can hold files, programs and everything that the tests make."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC


def use() -> None:
    """Let temporary files be made in memory, unless `TMPDIR` says where they belong."""
    if "TMPDIR" not in os.environ and has_room():
        os.environ["TMPDIR"] = str(SHARED)
