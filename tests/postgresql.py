"""A real PostgreSQL for tests: the one that is named, or one started from the server's programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg2
import pytest

from finance_app.services import maintenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_numbers = count()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server whose user may create databases, up to the database's name."""
    if named := os.environ.get("FINANCE_TEST_POSTGRES"):
        yield named.rstrip("/")
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    program = programs[-1] if programs else shutil.which("postgres")
    if program is None:
        pytest.skip("Install PostgreSQL's server, or name one in FINANCE_TEST_POSTGRES.")
    with TemporaryDirectory(prefix="finance-postgresql-") as folder:
        yield from started(Path(program).parent, Path(folder))


def started(programs: Path, folder: Path) -> Iterator[str]:
    """Run a server of its own on a free port, as user postgres where the tests run as root."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"

    def run(program: str, *arguments: str | Path) -> None:
        command = [*as_user, programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run("initdb", "-U", "finance", "-A", "trust", "-E", "UTF8")
    run("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://finance@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgresql_template(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with the newest schema, to be copied."""
    from tests.conftest import forget_settings

    name = f"finance_template_{uuid4().hex[:8]}"
    execute(postgresql_server, f"CREATE DATABASE {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINANCE_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("FINANCE_DATABASE_URL", f"{postgresql_server}/{name}")
        forget_settings()
        maintenance.migrate()
        forget_settings()
    yield name
    execute(postgresql_server, f"DROP DATABASE {name}")


@pytest.fixture
def postgresql_database(
    postgresql_server: str, postgresql_template: str
) -> Iterator[Callable[[], str]]:
    """A function that makes a database with the newest schema and returns its URL."""
    made: list[str] = []

    def make() -> str:
        name = f"{postgresql_template}_{next(_numbers)}"
        copied = f"TEMPLATE {postgresql_template} STRATEGY FILE_COPY"  # the log would cost more
        execute(postgresql_server, f"CREATE DATABASE {name} {copied}")
        made.append(name)
        return f"{postgresql_server}/{name}"

    yield make
    for name in made:
        execute(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server: str, statement: str) -> None:
    """Run a statement that PostgreSQL allows outside a transaction only."""
    connection = psycopg2.connect(f"{server}/postgres")
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()
