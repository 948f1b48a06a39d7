from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.cli import terminal
from tests import rate_server
from tests.conftest import forget_settings
from tests.rate_server import RateServer, ecb_xml, ok, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from tests.cli.conftest import Said

    type Run = Callable[..., Said]

PATHS = ("/eurofxref-daily.xml", "/eurofxref-hist-90d.xml")


@pytest.fixture
def today(database: str) -> date:
    """A day with a rate already, so that no history is asked for."""
    assert database
    found = terminal.now().date()
    with db.write() as session:
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', :day, '1.1', :now)"),
            {"day": found.isoformat(), "now": "2026-11-19 15:00:00"},
        )
    return found


@pytest.fixture
def server(today: date, monkeypatch: pytest.MonkeyPatch) -> Iterator[RateServer]:
    assert today
    with rate_server.serving() as running:
        monkeypatch.setenv("FINANCE_RATE_PROVIDERS", f"ecb={running.url}")
        forget_settings()
        yield running


def test_what_came_is_said(run: Run, server: RateServer, today: date) -> None:
    found = ecb_xml({today.isoformat(): {"USD": "1.15", "CHF": "0.93", "JPY": "0"}})
    server.replies |= dict.fromkeys(PATHS, ok(found))
    said = run("rates", "refresh")
    assert said.code == 0
    assert said.out == f"1 new rate, 1 corrected, {today} to {today}, of CHF, USD\n"
    assert "European Central Bank published a rate that does not count" in said.err
    again = run("rates", "refresh")
    assert again.out == "Nobody was asked: the last time was less than a minute ago.\n"
    known = run("rates", "status")
    assert known.code == 0
    assert known.out.startswith("European Central Bank (ecb)\n")
    assert f"newest rates   {today}, 0 days old" in known.out
    assert "last success   20" in known.out
    assert "asked next     20" in known.out
    assert f"refused        JPY of {today}, 0: It is not above zero." in known.out


def test_whoever_failed_is_named(run: Run, server: RateServer) -> None:
    server.replies |= dict.fromkeys(PATHS, status(500))
    said = run("rates", "refresh")
    assert (said.code, said.out) == (1, "There is nothing new.\n")
    assert said.err == "European Central Bank answered with status 500.\n"
    assert "trouble        European Central Bank answered with" in run("rates", "status").out


@pytest.mark.usefixtures("today")
def test_without_providers_it_says_so(run: Run) -> None:
    nobody = (
        "Nobody is asked for exchange rates: FINANCE_RATE_PROVIDERS is empty, or the administrator"
        " switched that off.\n"
    )
    assert run("rates", "refresh").out == nobody
    said = run("rates", "status").out
    assert said.startswith(nobody)
    assert "never: FINANCE_RATE_PROVIDERS does not name it" in said


def test_it_needs_a_verb_and_a_database(run: Run, sqlite: None) -> None:  # noqa: ARG001  it must be there
    assert run("rates").code == 2
    with db.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert run("rates", "status").code == 1
