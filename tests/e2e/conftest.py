"""A server started as a user starts it, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
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

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """A running app."""

    process: subprocess.Popen[str]
    port: int
    data_dir: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Stop it; return the exit code and what it said on stdout and stderr."""
        self.process.send_signal(how)
        said, complained = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, complained


def command(*words: str, **settings: str) -> subprocess.Popen[str]:
    """Start `python -m finance_app` with settings, as from a terminal."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("FINANCE_")}
    clean["FINANCE_RATE_PROVIDERS"] = ""
    return subprocess.Popen(
        [sys.executable, "-m", "finance_app", *words],
        cwd=ROOT,
        env={**clean, **settings},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  our own server
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[Server]:
    """Run the app on a free port until the block ends."""
    port = free_port()
    process = command("serve", FINANCE_DATA_DIR=str(data_dir), PORT=str(port), **settings)
    server = Server(process, port, data_dir)
    end = time.monotonic() + PATIENCE
    while not answers(f"http://127.0.0.1:{port}/healthz"):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            pytest.fail(f"The server did not start: {process.communicate()}")
        time.sleep(0.05)
    try:
        yield server
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="session")
def built() -> None:
    """The browser's part, built from the code as it is."""
    process = command("build")
    said, complained = process.communicate(timeout=600)
    assert process.returncode == 0, said + complained


@pytest.fixture
def serve(built: None) -> Callable[..., AbstractContextManager[Server]]:  # noqa: ARG001  it must be
    """A function that runs a server of the test's own: `with serve(folder, FINANCE_…=…)`."""
    return serving


@pytest.fixture(scope="session")
def used_once(built: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    """A data folder as the first start leaves it: with rates, without people. To be copied."""
    folder = tmp_path_factory.mktemp("once")
    with serving(folder) as running:
        running.stop()
    return folder


@pytest.fixture
def own_server(used_once: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own that nobody has signed up at."""
    with serving(shutil.copytree(used_once, tmp_path / "data")) as running:
        yield running


@pytest.fixture(scope="session")
def server(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:  # noqa: ARG001
    """A server that several tests share."""
    with serving(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser without a past."""
    with browser.new_context(base_url=server.url) as fresh:
        yield fresh


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; the test fails where the page reports an error or the policy stops something."""
    tab = context.new_page()
    troubles = watched(tab)
    yield tab
    assert troubles == []


def watched(tab: Page) -> list[str]:
    """Return a list that fills with what goes wrong in a tab."""
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            troubles.append(message.text)

    tab.on("console", heard)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles
