"""Real processes to be harmed: the app as users start it, and a PostgreSQL that can be stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import ROOT, answers
from tests.postgresql import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE = 180  # seconds until an app answers, on a machine that has much to do
SHIM = Path(__file__).with_name("disk.c")


@dataclass(frozen=True)
class App:
    """A running app whose log is a file."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def logged(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines()

    def memory(self) -> float:
        """Return how much of the machine's memory it holds, in MB."""
        told = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in told if line.startswith("VmRSS:")) / 1024


@contextmanager
def app(folder: Path, **settings: str) -> Iterator[App]:
    """Run the app on a free port until the block ends; it is killed then."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("FINANCE_")}
    quick = {"FINANCE_RATE_PROVIDERS": "", "FINANCE_EVENTS_PER_SECOND": "100000"}
    port, log = free_port(), folder.with_suffix(".log")  # not on a disk that may be full
    where = {"FINANCE_DATA_DIR": str(folder), "PORT": str(port)}
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "finance_app", "serve"],
            cwd=ROOT,
            env={**clean, **quick, **where, **settings},
            stdout=told,
            stderr=told,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"The server did not start: {log.read_text('utf-8')}")
            time.sleep(0.05)
        yield App(process, port, log)
    finally:
        process.kill()
        process.wait()


class Disk:
    """A disk that fails on command, for processes that are started with its `settings`."""

    def __init__(self, library: Path, under: Path, word: Path) -> None:
        self.word = word
        self.settings = {
            "LD_PRELOAD": str(library),
            "FAULTS_UNDER": f"{under}/",
            "FAULTS_FILE": str(word),
        }

    def fail(self, how: str) -> None:
        """Fail from here on: `full`, `readonly` or `fsync`."""
        self.word.write_text(how)
        self.word.chmod(0o644)

    def mend(self) -> None:
        """Be as usual."""
        self.word.unlink()


def compiled(folder: Path) -> Path:
    """Return the library that lets a disk fail."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("Install a C compiler, which makes the disk that fails.")
    library = folder / "disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SHIM, "-ldl"], check=True)
    library.chmod(0o755)  # whoever the server runs as reads it
    return library


class PostgreSQL:
    """A server of its own, which syncs to its disk as one that counts does."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not programs:
            pytest.skip("Install PostgreSQL's server; one that is elsewhere cannot be stopped.")
        self.programs, self.folder, self.port = programs[-1], folder, free_port()
        self.environment = {**os.environ, **environment}
        self.url = f"postgresql://finance@127.0.0.1:{self.port}"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-U", "finance", "-A", "trust", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        told = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-w", "-l", self.folder / "log", "-o", told, "start")

    def stop(self, how: str) -> None:
        """Stop it: `fast`, or `immediate` as a crash does."""
        self.run("pg_ctl", "-w", "-m", how, "stop")

    def is_up(self) -> bool:
        """Say whether its process is there."""
        return self.run("pg_ctl", "status", check=False) == 0

    def run(self, program: str, *arguments: str | Path, check: bool = True) -> int:
        """Run one of its programs, as user postgres where the tests run as root."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, self.programs / program, "-D", self.folder / "data", *arguments]
        done = subprocess.run(
            command,
            check=check,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env=self.environment,
        )
        return done.returncode
