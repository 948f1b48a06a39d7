from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from finance_app import __version__, db
from finance_app.adapters import machine
from finance_app.domain.entries import EntryDraft
from finance_app.domain.health import MB, FeedHealth, Health
from finance_app.domain.jobs import LATE
from finance_app.services import administration, entries, health, mail
from tests.conftest import NOW, an_account, somebody
from tests.services.administrators import administrator
from tests.services.books import DAY

if TYPE_CHECKING:
    from typing import Any

    from finance_app.domain.actors import Actor


DAY_LONG = timedelta(days=1)


@pytest.fixture
def admin(database: str) -> Actor:
    """An administrator, and somebody with three entries."""
    assert database
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
        account = an_account(session, eve)
        for amount in (-1, -2, -3):
            entries.add(session, eve, EntryDraft(account, DAY, amount, "Bakery"))
        return administrator(session)


def look(admin: Actor) -> Health:
    with db.read() as session:
        return health.look(session, admin)


def test_how_the_server_is_is_said_without_reading_an_entry(admin: Actor, database: str) -> None:
    asked: list[str] = []

    def noted(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(db.reader(), "before_cursor_execute", noted)
    found = look(admin)
    event.remove(db.reader(), "before_cursor_execute", noted)
    assert (found.users, found.books, found.lines) == (2, 2, 3)
    assert (found.version, found.database.lower()) == (__version__, database)
    assert found.is_schema_right
    assert min(found.size, found.free, found.memory) > 0
    assert asked
    assert [one for one in asked if " line" in one or "FROM entry" in one] == []


def test_what_needs_attention_is_said(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "memory", lambda: 100 * MB)  # not that of all tests
    assert look(admin).troubles.keys() == {"address"}
    with db.write() as session:
        administration.disable(session, admin, somebody(session).user_id)
        mail.post(session, "eve@example.org", "known", NOW, link="x", lasts=DAY_LONG)
        mail.post(session, "kim@example.org", "known", NOW - LATE, link="x")
    assert look(admin).late == 1
    mail.deliver(NOW + DAY_LONG)
    found = look(admin)
    assert (found.disabled, found.given_up, found.late) == (1, 1, 0)
    assert found.troubles.keys() == {"address", "mail"}


@pytest.mark.usefixtures("database")
def test_limits_are_those_of_a_small_machine(admin: Actor) -> None:
    good = replace(look(admin), has_public_url=True, size=10 * MB, free=2000 * MB, memory=MB)
    assert good.troubles == {}
    for name, otherwise in {
        "free": {"free": 999 * MB},
        "memory": {"memory": 701 * MB},
        "schema": {"is_schema_right": False},
        "http": {"allows_http": True},
        "work": {"stuck": 1},
        "mail": {"failed": 1},
    }.items():
        assert replace(good, **otherwise).troubles.keys() == {name}  # type: ignore[arg-type]  # by name
    assert "jobs" in replace(good, late=1).troubles["mail"]
    assert "copy" in replace(good, size=1500 * MB).troubles["free"]


def test_a_publisher_that_is_not_asked_needs_no_attention(admin: Actor) -> None:
    found = look(admin)
    feed = FeedHealth("ECB", is_asked=True, newest_day=None, succeeded_at=NOW, trouble="")
    assert found.trouble_of(feed) == ""
    assert found.trouble_of(replace(feed, trouble="It was silent.")) == "It was silent."
    assert "days" in found.trouble_of(replace(feed, succeeded_at=NOW - timedelta(days=5)))
    assert found.trouble_of(replace(feed, trouble="Broken.", is_asked=False)) == ""
