from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.cli import frontend, serve
from finance_app.config import Settings
from finance_app.errors import ConfigurationError, ConflictError
from finance_app.jobs.runner import worker
from finance_app.jobs.schedule import find
from finance_app.services import jobs, mail

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


def test_servers_share_a_data_folder_where_the_database_is_postgresql(tmp_path: Path) -> None:
    shared = Settings(data_dir=tmp_path, database_url="postgresql://db/finance")
    assert serve.claim(shared) == serve.claim(shared) == ""
    assert list(tmp_path.iterdir()) == []


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
    held, before = serve.lock(path)
    os.close(held)
    assert before.endswith(f"process {holder.pid}")
    assert path.read_text() == worker()


class KilledError(BaseException):
    """The process was killed here."""


@pytest.mark.usefixtures("sqlite")
def test_what_a_killed_server_was_at_goes_on_at_the_start_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hand_over(_: object) -> None:
        raise KilledError

    def claimed(name: str) -> bool:
        with db.write() as session:
            job = find(name)
            return jobs.claim(session, name, job.rule, "box, process 9") is not None

    for name, process in (("mail", "box, process 7"), ("tidy", "box, process 8")):
        with db.write() as session:
            job = find(name)
            jobs.claim(session, name, job.rule, process, anyway=True)
    with db.write() as session:
        now = jobs.now(session)
        mail.post(session, "ada@example.org", "reset", now, link="x", duration="an hour")
        mail.post(session, "eve@example.org", "known", now, link="x")
    with monkeypatch.context() as until_killed:
        until_killed.setattr(mail, "hand_over", hand_over)
        with pytest.raises(KilledError):
            mail.deliver(now)
    serve.take_over("")
    assert mail.deliver(now) == 1
    assert not claimed("mail")
    serve.take_over("box, process 7")
    assert mail.deliver(now + timedelta(seconds=1)) == 1
    assert claimed("mail")
    assert not claimed("tidy")


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
