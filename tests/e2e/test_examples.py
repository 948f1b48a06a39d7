"""The examples do what they say, as programs of their own against a server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import api_tokens
from finance_app.services.api_tokens import Wanted
from tests.e2e.books import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

ROOT = Path(__file__).parents[2]
OFX = ROOT / "tests" / "fixtures" / "checking.ofx"


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as book:
        yield book


def run(server: Server, book: Book, scope: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run an example with a token of the book's owner."""
    with db.write() as session:
        token = api_tokens.make(session, book.actor, Wanted("Example", scope), right=True)
    return subprocess.run(
        [sys.executable, ROOT / "examples" / words[0], *words[1:]],
        env={**os.environ, "FINANCE_URL": server.url, "FINANCE_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_importer_brings_a_file_in_once(server: Server, book: Book, tmp_path: Path) -> None:
    book.account()
    broken = tmp_path / "broken.ofx"
    broken.write_bytes(b"\x00")
    first = run(server, book, "write", "import_statements.py", str(OFX), str(broken))
    assert first.returncode == 1
    assert first.stdout.startswith("checking.ofx: ")
    assert first.stdout.endswith(" were left out.\n")
    assert first.stderr.startswith("broken.ofx: ")
    again = run(server, book, "write", "import_statements.py", str(OFX))
    assert (again.returncode, again.stdout) == (0, "checking.ofx: nothing new.\n")


def test_the_sensor_says_what_the_dashboard_says(server: Server, book: Book) -> None:
    book.add(book.account(), "Bakery", -1250)
    done = run(server, book, "read", "sensor.py")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["net_worth"] == "-12.50"
    assert (shown["currency"], shown["missing"]) == ("EUR", False)


def test_what_the_server_refuses_is_said_in_its_words(server: Server, book: Book) -> None:
    refused = run(server, book, "read", "import_statements.py", str(OFX))
    assert refused.returncode == 1
    assert refused.stderr == "checking.ofx: This takes a token with the scope “write”.\n"
