"""What the machine says of this process and its disk."""

from __future__ import annotations

import resource
import shutil
import sys
import time
from pathlib import Path

_STARTED = time.monotonic()  # this module is read as the app starts
KIB = 1024


def running_for() -> int:
    """Return for how many seconds this process has been running."""
    return int(time.monotonic() - _STARTED)


def memory() -> int:
    """Return how many bytes this process holds; where that is not said, how many at most so far."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * KIB
    return pages * resource.getpagesize()


def free_disk(folder: Path) -> int:
    """Return how many bytes are free where a folder is."""
    return shutil.disk_usage(folder).free


def size(path: Path) -> int:
    """Return how many bytes a SQLite database takes, with what is beside it."""
    beside = (path.with_name(path.name + end) for end in ("", "-wal", "-shm"))
    return sum(each.stat().st_size for each in beside if each.exists())
