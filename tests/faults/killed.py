"""A process of `deeds.py` seen from outside: what it acknowledged before it was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEDS = Path(__file__).with_name("deeds.py")
ROOT = DEEDS.parents[2]


@dataclass
class Driver:
    """Has things done, and ends whoever does them.

    Args:
        acknowledged: the change sets that were said to be there.
        lasts: seconds that each deed took, the longest seen.
    """

    process: subprocess.Popen[str]
    acknowledged: int = 0
    lasts: dict[str, float] = field(default_factory=dict)

    def begin(self, what: str, since: int, settings: Mapping[str, str]) -> int:
        """Have a process begin; return which."""
        told = {"do": what, "since": since, "settings": dict(settings)}
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(told)}\n")
        self.process.stdin.flush()
        self.acknowledged = since
        return int(self.heard().removeprefix("began "))

    def heard(self) -> str:
        """Return the next that it says, and note what that acknowledges."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        if said.startswith("done "):
            self.acknowledged = int(said.removeprefix("done "))
        return said

    def until(self, deed: str) -> None:
        """Wait until a deed begins, noting how long those before it take."""
        name, began = "", time.monotonic()
        while (said := self.heard()) != f"at {deed}":
            assert said not in ("", "ended"), f"{deed} never began"
            if said.startswith("at "):
                name, began = said.removeprefix("at "), time.monotonic()
            elif name:
                self.lasts[name] = max(self.lasts.get(name, 0), time.monotonic() - began)

    def kill(self, pid: int) -> None:
        """Kill it, and hear what it said before."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        while self.heard() != "ended":
            pass


@contextmanager
def driver() -> Iterator[Driver]:
    """Start the process that forks."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, DEEDS],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Driver(process)
        assert process.stdin is not None
        process.stdin.close()
