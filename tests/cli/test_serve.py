from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app.cli import frontend, serve
from finance_app.config import Settings
from finance_app.errors import ConfigurationError, ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

HOLDER = """
import sys
from pathlib import Path
from finance_app.cli.serve import lock
lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_server_runs_without_what_is_for_development() -> None:
    given = frontend.serving_environment()
    assert given["REFLEX_ENV_MODE"] == "prod"
    assert given["__REFLEX_SKIP_COMPILE"] == "true"


def test_a_free_port_may_be_used() -> None:
    serve.require_free("127.0.0.1", 0)


def test_a_port_in_use_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"Port {port} is taken; .* PORT={port + 1}."):
            serve.require_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_a_host_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ConfigurationError, match=f"FINANCE_HOST={host} is not an address"):
        serve.require_free(host, 0)


def test_who_serves_is_noted_beside_the_database(tmp_path: Path) -> None:
    mine = Settings(data_dir=tmp_path)
    assert serve.lock_path(mine) == tmp_path / "finance.lock"
    elsewhere = Settings(data_dir=tmp_path, database_url="sqlite:////srv/money/book.db")
    assert serve.lock_path(elsewhere) == Path("/srv/money/book.lock")
    shared = Settings(data_dir=tmp_path, database_url="postgresql://db/finance")
    assert serve.lock_path(shared) == tmp_path / "serve.lock"


def test_a_database_is_served_once(tmp_path: Path) -> None:
    path = tmp_path / "finance.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(ConflictError, match=f"process {holder.pid}"):
        serve.lock(path)
    holder.kill()
    holder.communicate()
    os.close(serve.lock(path))
    assert path.read_text() == str(os.getpid())


def test_a_server_gives_memory_back_unless_the_machine_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert frontend.serving_environment()["MALLOC_ARENA_MAX"] == "2"
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    assert frontend.serving_environment()["MALLOC_ARENA_MAX"] == "4"


@pytest.mark.parametrize(
    ("variable", "value"), [("FINANCE_FLAG_EVERYTHING", "on"), ("FINANCE_FLAG_DEMO_BOOKS", "maybe")]
)
def test_a_flag_that_is_none_is_refused_at_the_start(
    run: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    refused = run("serve")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(variable)
    assert refused.err.count("\n") == 1
