"""Who is let in, how often, and what is done once."""

from __future__ import annotations

import asyncio
import gzip
import logging
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest

from finance_app import db
from finance_app.models import tables
from finance_app.services import api_tokens, callers
from tests.api.conftest import a_token, asking, now, served
from tests.conftest import somebody

if TYPE_CHECKING:
    from tests.api.conftest import Ada


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Basic YTpi"}, {"Cookie": f"{callers.COOKIE}={'a' * 43}"}],
    ids=["nothing", "a password", "a cookie"],
)
@pytest.mark.usefixtures("database")
async def test_without_a_token_nothing_is_said(headers: dict[str, str]) -> None:
    async with asking() as nobody:
        answer = await nobody.get("/books", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["detail"].startswith("Send a token")


async def test_one_that_was_revoked_lets_nobody_in(ada: Ada) -> None:
    assert (await ada.program.get("/books")).status_code == 200
    with db.write() as session:
        (kept,) = api_tokens.everything(session, ada.actor)
        api_tokens.revoke(session, ada.actor, kept.key)
    answer = await ada.program.get("/books")
    assert answer.status_code == 401
    assert answer.json()["detail"] == api_tokens.UNKNOWN


async def test_one_that_reads_writes_nothing(ada: Ada) -> None:
    async with asking(a_token(ada.actor, "read")) as reader:
        assert (await reader.get(f"{ada.book}/accounts")).status_code == 200
        answer = await reader.post(
            f"{ada.book}/accounts",
            json={"name": "Cash", "currency": "EUR", "opening_day": "2026-01-01"},
        )
        assert answer.status_code == 403
        assert "scope “write”" in answer.json()["detail"]
        assert (await reader.post("/books", json={"name": "Other"})).status_code == 403


async def test_one_for_a_book_opens_no_other_and_nothing_of_its_user(ada: Ada) -> None:
    other = (await ada.program.post("/books", json={"name": "Other"})).json()["id"]
    async with asking(a_token(ada.actor, book_id=ada.actor.book_id)) as limited:
        assert [one["name"] for one in (await limited.get("/books")).json()["items"]] == ["My book"]
        assert (await limited.get(f"/books/{other}/accounts")).status_code == 404
        assert (await limited.post("/books", json={"name": "Third"})).status_code == 403


async def test_somebody_elses_book_is_not_there(ada: Ada) -> None:
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
    async with asking(a_token(eve)) as program:
        for path in ("", "/accounts", "/entries", f"/accounts/{ada.account}"):
            assert (await program.get(ada.book + path)).status_code == 404


async def test_who_asks_too_often_waits(ada: Ada) -> None:
    app = served(each_minute=3)
    async with asking(a_token(ada.actor), app) as program:
        left = [(await program.get("/books")).headers["ratelimit-remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        late = await program.get("/books")
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= 20
    async with asking(a_token(ada.actor), app) as other:
        assert (await other.get("/books")).status_code == 200


async def test_the_same_write_is_done_once(ada: Ada) -> None:
    named = {"Idempotency-Key": "first"}
    first = await ada.program.post("/books", json={"name": "Holiday"}, headers=named)
    again = await ada.program.post("/books", json={"name": "Holiday"}, headers=named)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    other = await ada.program.post("/books", json={"name": "Another"}, headers=named)
    assert other.status_code == 422
    assert len((await ada.program.get("/books")).json()["items"]) == 2


async def test_of_two_at_the_same_time_one_waits_its_turn(ada: Ada) -> None:
    sent = [
        ada.program.post("/books", json={"name": "Twice"}, headers={"Idempotency-Key": "same"})
        for _ in range(2)
    ]
    found = {answer.status_code for answer in await asyncio.gather(*sent)}
    assert found == {201, 409}
    assert len((await ada.program.get("/books")).json()["items"]) == 2


async def test_what_was_refused_may_be_mended_under_the_same_key(ada: Ada) -> None:
    named = {"Idempotency-Key": "mended"}
    refused = await ada.program.post("/books", json={"name": ""}, headers=named)
    assert refused.status_code == 422
    mended = await ada.program.post("/books", json={"name": "Mended"}, headers=named)
    assert mended.status_code == 201


async def test_what_is_there_already_does_not_come_again(ada: Ada) -> None:
    first = await ada.program.get("/books")
    again = await ada.program.get("/books", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("coding", ["br", "gzip"])
async def test_a_long_answer_comes_short(ada: Ada, coding: str) -> None:
    for name in range(20):
        wanted = {"name": f"Account {name}", "currency": "EUR", "opening_day": "2026-01-01"}
        await ada.program.post(f"{ada.book}/accounts", json=wanted)
    asked = {"Accept-Encoding": coding}
    async with ada.program.stream("GET", f"{ada.book}/accounts", headers=asked) as answer:
        short = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == coding
    plain = {"br": brotli.decompress, "gzip": gzip.decompress}[coding](short)
    assert len(short) < len(plain) / 4
    assert plain.count(b'"name"') == 21


async def test_a_coding_that_is_refused_is_not_used(ada: Ada) -> None:
    entries = [
        {
            "account_id": ada.account,
            "day": "2026-11-23",
            "amount": {"amount": "1", "currency": "EUR"},
        }
    ] * 20
    await ada.program.post(f"{ada.book}/entries/bulk", json={"entries": entries})
    asked = {"Accept-Encoding": "br;q=0, gzip;q=0.0"}
    plain = await ada.program.get(f"{ada.book}/entries", headers=asked)
    assert len(plain.content) > 1000
    assert "content-encoding" not in plain.headers


async def test_its_last_use_is_written_down(ada: Ada) -> None:
    await ada.program.get("/books")
    for _ in range(100):
        with db.read() as session:
            (kept,) = api_tokens.everything(session, ada.actor)
        if kept.used_at:
            break
        await asyncio.sleep(0.05)
    assert kept.used_at is not None
    assert abs((now() - kept.used_at).total_seconds()) < 60


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/books/x", 422)])
async def test_every_refusal_is_a_problem(ada: Ada, path: str, status: int) -> None:
    answer = await ada.program.get(path)
    assert answer.status_code == status
    assert answer.json().keys() == {"type", "title", "status", "detail", "errors"}
    wrong_way = await ada.program.delete("/books")
    assert (wrong_way.status_code, wrong_way.json()["status"]) == (405, 405)


async def test_the_log_has_no_token(ada: Ada, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = a_token(ada.actor)
    async with asking(token) as program:
        await program.get("/books")
        await program.get("/nowhere")
    assert token not in caplog.text
    with db.read() as session:
        assert token not in repr(session.execute(tables.api_token.select()).all())
