"""The browser's part as built by Reflex: where it is, whether it is current, how it is made.

Reflex runs as a program of its own here; neither it nor Node is needed to serve what it built.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / ".web" / "build"
CLIENT = BUILT / "client"
STAMP = BUILT / "fingerprint"  # Reflex empties the folder first: a failed build leaves none
SOURCES = (
    "assets",
    "finance_app/domain",
    "finance_app/finance_app.py",
    "finance_app/pages",
    "finance_app/ui",
    "reflex.lock",
    "rxconfig.py",
)
QUIET = {"REFLEX_TELEMETRY_ENABLED": "false", "REFLEX_CHECK_LATEST_VERSION": "false"}
MEMORY = {"MALLOC_ARENA_MAX": "2"}  # glibc gives each thread its own, and hardly any of it back
SERVING = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}
NPM = {
    "REFLEX_USE_NPM": "true",
    "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",  # pins name versions, not servers
    "NPM_CONFIG_FETCH_RETRIES": "3",
    "NPM_CONFIG_AUDIT": "false",
    "NPM_CONFIG_FUND": "false",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
}


def is_current() -> bool:
    """Whether what is built was made from the code that is here."""
    return STAMP.is_file() and STAMP.read_text("utf-8") == fingerprint()


def fingerprint() -> str:
    """Return a hash over everything the browser's part is made from."""
    digest = hashlib.sha256(version("reflex").encode())
    for path in sorted(_sources()):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build() -> None:
    """Build the browser's part, one build at a time.

    Raises:
        ConfigurationError: Node is missing or the build failed; the output went to stderr.
    """
    with _alone(), _unshuffled(ROOT / "reflex.lock" / "package.json"):
        made_from = fingerprint()
        made = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=ROOT,
            env=_build_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode or not (CLIENT / "index.html").is_file():
            sys.stderr.write(made.stdout + made.stderr)
            message = "The browser's part could not be built; the reason stands above."
            raise ConfigurationError(message)
        STAMP.write_text(made_from, "utf-8")


def serving_environment() -> dict[str, str]:
    """Return the environment of a process that serves what is built."""
    return {**MEMORY, **os.environ, **QUIET, **SERVING, "REFLEX_DIR": _reflex_dir()}


def _sources() -> Iterator[Path]:
    """Walk the files that the build reads."""
    for name in SOURCES:
        top = ROOT / name
        for path in (top, *top.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "external" not in path.parts:
                yield path


def _build_environment() -> dict[str, str]:
    """Return the environment of a build: Node of this Python environment, no downloads of Bun."""
    scripts = sysconfig.get_path("scripts")
    path = os.pathsep.join((scripts, os.environ.get("PATH", os.defpath)))
    npm = shutil.which("npm", path=path)
    if npm is None:
        message = "npm is missing; install requirements.txt into this Python environment."
        raise ConfigurationError(message)
    given = {key: value for key, value in os.environ.items() if key not in SERVING}
    environment = {**given, **QUIET, **NPM, "REFLEX_DIR": _reflex_dir(), "PATH": path}
    # Reflex would otherwise ask several registries which of them is the fastest.
    environment.setdefault("NPM_CONFIG_REGISTRY", _registry(npm, environment))
    return environment


def _registry(npm: str, environment: dict[str, str]) -> str:
    """Return the package registry npm is configured with."""
    asked = subprocess.run(  # noqa: S603  found on PATH, fixed arguments
        [npm, "config", "get", "registry"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def _reflex_dir() -> str:
    """Return where Reflex keeps its own things: beside Node, not in the home folder."""
    return str(Path(sysconfig.get_path("data")) / "reflex")


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other build of this folder runs."""
    with (ROOT / "rxconfig.py").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _unshuffled(path: Path) -> Iterator[None]:
    """Keep a JSON file as it is, byte for byte, where only the order of its keys was changed."""
    before = path.read_bytes() if path.is_file() else b"null"
    yield
    if path.is_file() and json.loads(path.read_bytes()) == json.loads(before):
        path.write_bytes(before)
