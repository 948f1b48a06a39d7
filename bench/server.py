"""The server itself: how long until it answers, and what it holds in memory when nobody asks."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import ledgers
from bench.timing import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 3
PATIENCE = 60  # seconds
QUIET = 5  # seconds before the memory is looked at
MIB = 1024  # KiB
ASKED = ("/login", "/healthz", "/readyz")
SIMPLEST = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1")


@dataclass(frozen=True)
class Served:
    """A server that answers.

    Args:
        seconds: how long it took to its first answer.
    """

    url: str
    seconds: float
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """Return the number of its first process."""
        return self.process.pid


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    return {
        "start": Work("start to first answer", "≤ 5 s"),
        "memory": Work("memory when idle, MB", "≤ 220 MB"),
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Start the built app on a ledger of so many entries."""
    starts, memories, floors = [], [], []
    with ledgers.copied(ledgers.kept(size)) as folder:
        for _ in range(RUNS):
            with serving(folder) as app:
                time.sleep(QUIET)
                starts.append(app.seconds)
                memories.append(memory(app.pid))
            with serving_files(ledgers.ROOT) as plain:
                floors.append(plain.seconds)
    found["start"].times[size] = sorted(starts)[RUNS // 2]
    found["start"].floors[size] = sorted(floors)[RUNS // 2]
    found["memory"].times[size] = sorted(memories)[RUNS // 2]


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve the app with a data folder on a free port."""
    with running((sys.executable, "-m", "finance_app", "serve"), "/login", folder) as app:
        for path in ASKED:
            _wait(f"{app.url}{path}", app.process)
        yield app


@contextmanager
def serving_files(folder: Path) -> Iterator[Served]:
    """Serve the files of a folder by the simplest server."""
    with running((*SIMPLEST, "--directory", str(folder)), "/") as plain:
        yield plain


@contextmanager
def running(program: tuple[str, ...], path: str, data: Path | None = None) -> Iterator[Served]:
    """Run a server on a free port until it is done with.

    Args:
        path: what it has to answer before it counts as started.
        data: the app's data folder; any other program takes the port as its last word.
    """
    port = _free_port()
    environment = {**os.environ, "PORT": str(port), "FINANCE_RATE_PROVIDERS": ""}
    if data:
        environment["FINANCE_DATA_DIR"] = str(data)
    quiet, start = subprocess.DEVNULL, time.perf_counter()
    process = subprocess.Popen(
        program if data else (*program, str(port)),
        cwd=ledgers.ROOT,
        env=environment,
        stdout=quiet,
        stderr=quiet,
    )
    try:
        url = f"http://localhost:{port}"
        _wait(f"{url}{path}", process)
        yield Served(url, time.perf_counter() - start, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def memory(pid: int) -> float:
    """Return what a process and its children hold, shared pages counted in parts, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    own = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    held = next(line for line in own.splitlines() if line.startswith("Pss:"))
    return int(held.split()[1]) / MIB + sum(memory(int(child)) for child in children)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError("the server did not start; is the browser's part built?")
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):  # noqa: S310  our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"{url} did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
