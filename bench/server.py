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
            with serving(folder) as (seconds, process):
                time.sleep(QUIET)
                starts.append(seconds)
                memories.append(memory(process.pid))
            with _serving_files() as seconds:
                floors.append(seconds)
    found["start"].times[size] = sorted(starts)[RUNS // 2]
    found["start"].floors[size] = sorted(floors)[RUNS // 2]
    found["memory"].times[size] = sorted(memories)[RUNS // 2]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[float, subprocess.Popen[bytes]]]:
    """Serve a data folder on a free port; yield the seconds to the first page."""
    port = _free_port()
    environment = {**os.environ, "FINANCE_DATA_DIR": str(folder), "PORT": str(port)}
    program = (sys.executable, "-m", "finance_app", "serve")
    start = time.perf_counter()
    with _running(program, environment) as process:
        _wait(f"http://127.0.0.1:{port}/login", process)
        seconds = time.perf_counter() - start
        for path in ASKED:
            _wait(f"http://127.0.0.1:{port}{path}", process)
        yield seconds, process


@contextmanager
def _serving_files() -> Iterator[float]:
    port = _free_port()
    start = time.perf_counter()
    with _running((*SIMPLEST, str(port)), dict(os.environ)) as process:
        _wait(f"http://127.0.0.1:{port}/", process)
        yield time.perf_counter() - start


@contextmanager
def _running(
    program: tuple[str, ...], environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        program, cwd=ledgers.ROOT, env=environment, stdout=quiet, stderr=quiet
    )
    try:
        yield process
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
