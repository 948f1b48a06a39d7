"""The gallery, built and served, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app.cli import frontend
from finance_app.services import callers
from tests.websocket import served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import ASGIApp

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery, built with what the app's own build has installed."""
    modules = ".web/node_modules"
    if not (ROOT / modules).is_dir():
        frontend.build()
    folder = tmp_path_factory.mktemp("gallery") / "app"
    shutil.copytree(ROOT / "tests/ui/gallery", folder)
    shutil.copytree(ROOT / "reflex.lock", folder / "reflex.lock")
    shutil.copy(ROOT / "requirements.txt", folder)
    shutil.copy(ROOT / ".gitignore", folder)
    (folder / "assets").symlink_to(ROOT / "assets")
    shutil.copytree(ROOT / modules, folder / modules, symlinks=True, copy_function=_link)
    paths = os.pathsep.join((str(ROOT), str(folder)))
    build = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    environment = {**frontend._build_environment(), "PYTHONPATH": paths}
    subprocess.run(build, cwd=folder, env=environment, check=True, capture_output=True)
    port = _free_port()
    serve = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", port]
    server = subprocess.Popen(
        [*serve, "--host", "127.0.0.1", "gallery.gallery:app"],
        cwd=folder,
        env={**frontend.serving_environment(), "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait(int(port))
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = f"The gallery does not answer on port {port}."
    raise TimeoutError(message)


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    """The whole app on a fresh database."""
    callers.forget_all()
    async with served() as served_app:
        yield served_app
