"""What is said when the database cannot be used, and that nothing else is taken for it."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError  # noqa: A004  of the pool

from finance_app import db, outages
from finance_app.config import settings
from finance_app.errors import UnavailableError, whereabouts
from finance_app.outages import AWAY, BROKEN, BUSY, FULL, READ_ONLY, Outage
from tests.conftest import forget_settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


def error(said: str) -> OperationalError:
    return OperationalError("SELECT 1", {}, db.sqlite_driver().OperationalError(said))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("database or disk is full", FULL),
        ("attempt to write a readonly database", READ_ONLY),
        ("disk I/O error", BROKEN),
        ("unable to open database file", BROKEN),
        ("database is locked", BUSY),
        ("no such table: full", None),
    ],
)
def test_what_sqlite_says_is_understood(said: str, meant: Outage | None) -> None:
    assert outages.outage(error(said)) is meant


class Server(psycopg2.OperationalError):
    """What the driver raises, with a code."""

    pgcode: str | None = None


@pytest.mark.parametrize(
    ("code", "said", "meant"),
    [
        ("53100", "could not extend file", FULL),
        ("25006", "cannot execute INSERT in a read-only transaction", READ_ONLY),
        ("58030", "could not write", BROKEN),
        ("57P01", "terminating connection", AWAY),
        ("57P03", "the database system is starting up", AWAY),
        (None, "connection refused", AWAY),
        ("57014", "canceling statement due to user request", None),
        ("42P01", "relation does not exist", None),
    ],
)
def test_what_postgresql_says_is_understood(
    monkeypatch: pytest.MonkeyPatch, code: str | None, said: str, meant: Outage | None
) -> None:
    monkeypatch.setenv("FINANCE_DATABASE_URL", "postgresql://nowhere.invalid/finance")
    settings.cache_clear()
    raised = Server(said)
    raised.pgcode = code
    assert outages.outage(OperationalError("SELECT 1", {}, raised)) is meant
    settings.cache_clear()


def test_a_pool_that_has_no_connection_is_a_database_that_is_away() -> None:
    assert outages.outage(TimeoutError("QueuePool limit")) is AWAY


async def test_it_is_told_in_a_sentence_and_logged_once(
    sqlite: None,  # noqa: ARG001  it must be there
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(outages, "_said", {})

    def fail(_session: Session) -> None:
        raise error("database or disk is full")

    for _ in range(3):
        with caplog.at_level(logging.ERROR), pytest.raises(UnavailableError) as raised:
            await db.tell(fail)
        assert whereabouts(raised.value) == raised.value.message == FULL.told
    said = "the disk is full and nothing is saved until there is space again: free some for"
    assert [one.getMessage() for one in caplog.records] == [f"{said} {tmp_path}"]


async def test_a_mistake_in_a_statement_stays_one(sqlite: None) -> None:  # noqa: ARG001  as above
    with pytest.raises(DBAPIError):
        await asyncio.wait_for(db.ask(lambda session: session.execute(text("SELECT no"))), 10)


async def test_a_server_out_of_reach_is_tried_by_one_at_a_time(
    sqlite: None,  # noqa: ARG001  the settings are its own
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[float] = []

    def refused(*_args: object, **_named: object) -> None:
        tries.append(time.monotonic())
        raise psycopg2.OperationalError("connection refused")

    monkeypatch.setenv("FINANCE_DATABASE_URL", "postgresql://finance@127.0.0.1:1/finance")
    forget_settings()
    monkeypatch.setattr(psycopg2, "connect", refused)
    for _ in range(20):
        for asked in (db.ask, db.tell):
            with pytest.raises(UnavailableError, match="does not answer"):
                await asked(lambda session: session.execute(text("SELECT 1")))
    assert 1 <= len(tries) <= 2 + (time.monotonic() - tries[0]) / outages.SPARED


def test_whoever_tries_lets_the_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    rest = outages.Rest(6.0)
    rest.check()
    rest.begin()
    with pytest.raises(UnavailableError):
        rest.check()
    now += outages.SPARED
    rest.check()  # this one tries
    with pytest.raises(UnavailableError):
        rest.check()
    now += 6.0
    rest.check()  # the one before never said what came of it
    rest.end()
    for _ in range(3):
        rest.check()
