"""Files sent to the app: what can be read is kept to be looked at, everything else is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import auth, callers, users
from tests.websocket import browser, served

if TYPE_CHECKING:
    from httpx import Response

OFX = (Path(__file__).parents[1] / "fixtures" / "checking.ofx").read_bytes()
UPLOAD = "/files/statements"
DEEP = b"<?xml version='1.0'?><OFX>" + b"<A>" * 200_000


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def token(sqlite: None) -> str:  # noqa: ARG001  the database must be there
    """Somebody signed in, with an empty book."""
    callers.forget_all()
    new = users.NewUser("ada@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
    with db.write() as session:
        return auth.sign_up(session, new, datetime.now(UTC))


def written() -> dict[str, int]:
    """Return how many rows there are of what an import writes."""
    with db.read() as session:
        return {
            name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608  names of our own
            for name in ("statement_import", "statement_layout", "account", "entry", "line")
        }


async def sent(token: str, content: Any, name: str = "file.csv") -> Response:
    async with served() as app, browser(app, token) as client:
        return await client.post(UPLOAD, content=content, headers={"x-filename": quote(name)})


async def test_a_statement_is_kept_and_its_page_named(token: str) -> None:
    answer = await sent(token, OFX, "Kontoauszug März.ofx")
    assert answer.status_code == 201
    path, _, key = answer.json()["location"].partition("?batch=")
    with db.read() as session:
        row = session.execute(text("SELECT id, filename, status FROM statement_import")).one()
    assert (path, int(key)) == ("/import", row.id)
    assert (row.filename, row.status) == ("Kontoauszug März.ofx", "staged")
    assert written()["entry"] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \r\n\t\n", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a picture"),
        (bytes(range(256)) * 40, "is not text"),
        (b"<!DOCTYPE html><html><body>Please sign in</body></html>", "is a web page"),
        (OFX[:300], "breaks off"),
        (zipped("statement.ofx", OFX), "zip archive; unpack it"),
        (zipped("xl/workbook.xml", b"<x/>"), "Excel workbook"),
        (zipped("zeros.csv", bytes(50_000_000)), "zip archive; unpack it"),
        (DEEP, "breaks off"),
        (b"Date,Payee\n2026-11-03,Bakery\n", "No rows with a date and an amount"),
        ("Datum;Betrag\n03.11.2026;1,00\n".encode("utf-16")[:-1], "damaged|No rows|once more"),
        (b"Date,Amount\n2026-11-03,1e2000000\n", "No rows with a date and an amount"),
        (b"Date,Amount\n2026-11-03,NaN\n", "No rows with a date and an amount"),
        ("Date,Amount\n2026-11-03,１２\n".encode(), "No rows with a date and an amount"),
        (b'{"transactions": []}', "is JSON"),
        (b"%PDF-1.7\n", "is a PDF"),
    ],
)
async def test_what_is_no_statement_gets_one_sentence_and_writes_nothing(
    token: str, content: bytes, sentence: str
) -> None:
    before = written()
    answer = await sent(token, content)
    assert answer.status_code == 422
    said = answer.json()["error"]
    assert any(part in said for part in sentence.split("|")), said
    assert said.endswith(".")
    assert len(said) < 200
    assert written() == before


async def test_two_hundred_megabytes_are_refused_before_they_are_read(token: str) -> None:
    async def many() -> Any:
        for _ in range(200):
            yield bytes(1024 * 1024)

    answer = await sent(token, many())
    assert answer.status_code == 413
    assert "at most 64 MB" in answer.text
    assert written()["statement_import"] == 0


async def test_a_name_is_a_name_and_no_path(token: str) -> None:
    await sent(token, OFX, "../../etc/\x00pass\x1bwd\n.ofx")
    with db.read() as session:
        name = session.execute(text("SELECT filename FROM statement_import")).scalar_one()
    assert name == "pass wd .ofx"


async def test_nobody_signed_out_leaves_a_file(token: str) -> None:
    assert token
    assert (await sent("", OFX)).status_code == 401
    assert written()["statement_import"] == 0


async def test_a_viewer_leaves_no_file(token: str) -> None:
    with db.write() as session:
        session.execute(text("UPDATE membership SET role = 'viewer'"))
    assert (await sent(token, OFX)).status_code == 403
    assert written()["statement_import"] == 0


async def test_another_site_leaves_no_file(token: str) -> None:
    async with served() as app, browser(app, token) as client:
        headers = {"origin": "https://elsewhere.example", "x-filename": "a.ofx"}
        assert (await client.post(UPLOAD, content=OFX, headers=headers)).status_code == 403
    assert written()["statement_import"] == 0
