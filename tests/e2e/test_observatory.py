"""The headers as the MDN HTTP Observatory grades them, from the sign-in page to refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import serving
from tests.e2e.tls import tls_proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
SCAN = Path(__file__).parents[1] / "observatory" / "scan.js"
NODE = Path(sysconfig.get_path("scripts")) / "node"
HOST = "money.localhost"
LEAST = 110  # of about 130; 100 is an A+


@pytest.fixture(scope="module")
def site(
    built: None,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], dict[str, Any]]]:
    """A function that grades a path of the app behind https."""
    folder = tmp_path_factory.mktemp("observatory")
    with (
        serving(folder, FINANCE_TRUSTED_PROXIES="127.0.0.1") as running,
        tls_proxy(running.port, folder) as port,
    ):
        yield lambda path: graded(path, port, folder / "certificate.pem")


def graded(path: str, port: int, certificate: Path) -> dict[str, Any]:
    done = subprocess.run(
        [NODE, SCAN, HOST, str(port), path],
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(certificate)},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/login", 200), ("/app.js", 200), ("/nothing-here", 404), ("/auth/sign-in", 405)],
)
def test_the_observatory_grades_every_answer_a_plus(
    site: Callable[[str], dict[str, Any]], path: str, status: int
) -> None:
    found = site(path)
    assert (found["status"], found["failed"], found["grade"]) == (status, [], "A+")
    assert found["score"] >= LEAST
