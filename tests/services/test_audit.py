from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError

from finance_app import db
from finance_app.domain.audit import AuditFilter, What
from finance_app.domain.devices import Browser
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.queries import audit as queries
from finance_app.services import audit, audit_views, auth, sessions, verify
from tests.conftest import NOW, somebody
from tests.services.administrators import administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

LAPTOP = Browser("Firefox", "192.0.2.77", "")
MANY = 20_000


def signed_in(session: Session, actor: Actor) -> str:
    attempt = auth.begin(session, actor.email, LAPTOP.address, NOW)
    return auth.finish(session, attempt, NOW, right=True, device=LAPTOP)


def kinds(session: Session, admin: Actor, **wanted: Any) -> list[str]:
    return [one.what for one in audit.page(session, admin, AuditFilter(**wanted))]


def test_who_came_and_went_is_told_with_the_network(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, "eve@example.org")
    token = signed_in(session, eve)
    here = auth.caller(session, token, NOW)
    other = signed_in(session, eve)
    sessions.end(session, here.actor, auth.digest(other)[: sessions.KEY])
    auth.sign_out(session, token, NOW)
    found = audit.page(session, admin, AuditFilter(person=eve.user_id))
    assert [one.what for one in found] == [
        What.SIGNED_OUT,
        What.SESSION_ENDED,
        What.SIGNED_IN,
        What.SIGNED_IN,
        What.BOOK_MADE,
        What.USER_ADDED,
    ]
    assert {(one.by, one.network) for one in found[:4]} == {(eve.email, "192.0.2.0/24")}
    assert found[2].after == '{"by":"password"}'
    assert verify.verify(session) == ()


def test_what_is_rolled_back_is_told_nowhere(database: str) -> None:
    assert database
    with db.write() as session:
        admin = administrator(session)

    def fails() -> None:
        with db.write() as session:
            audit.note(session, admin, What.PASSKEY_ADDED)
            raise InvalidInputError

    with pytest.raises(InvalidInputError):
        fails()
    with db.read() as session:
        assert kinds(session, admin) == [What.BOOK_MADE, What.USER_ADDED]


def test_a_thousand_guesses_are_few_events(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, "eve@example.org")
    for number in range(1000):
        at = NOW + timedelta(seconds=number)
        audit.refused(session, What.REFUSED, f"192.0.2.{number % 250}", at, eve.user_id)
        audit.refused(session, What.REFUSED, f"192.0.2.{number % 250}", at)
    assert 2 <= len(kinds(session, admin, what=What.REFUSED)) <= 6


@pytest.mark.usefixtures("database")
def test_all_who_write_at_once_are_linked_in_one_chain() -> None:
    with db.write() as session:
        admin, barrier = administrator(session), Barrier(4)

    def write(number: int) -> None:
        barrier.wait()
        for _ in range(5):
            with db.write() as session:
                audit.note(session, admin, What.TEST_MAIL, subject=str(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with db.read() as session:
        assert kinds(session, admin).count(What.TEST_MAIL) == 20
        assert verify.verify(session) == ()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", ["audit_event", "change", "change_set"])
def test_nothing_is_emptied(table: str) -> None:
    with db.write() as session:
        administrator(session)
        is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = f"DELETE FROM {table}" if is_sqlite else f"TRUNCATE {table} CASCADE"  # noqa: S608  of the list above
    with pytest.raises(DatabaseError, match="append-only"), db.write() as session:
        session.execute(text(statement))


def test_the_log_is_narrowed_down_and_turned_over(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, "eve@example.org")
    for day in range(4):
        audit.note(session, replace(eve, now=NOW + timedelta(days=day)), What.TEST_MAIL)
    audit.note(session, admin, What.DISABLE, target_id=eve.user_id)
    asked = {"person": " EVE@example.org", "what": "test mail", "since": "2026-11-24"}
    wanted = audit_views.wanted(session, admin, {**asked, "until": "2026-11-25"})
    found = audit.page(session, admin, wanted)
    assert [one.at for one in found] == [NOW + timedelta(days=2), NOW + timedelta(days=1)]
    everything = audit.page(session, admin)
    further = audit.page(session, admin, before=everything[2].sequence)
    assert further == everything[3:]
    assert What.DISABLE in kinds(session, admin, person=eve.user_id)
    for wrong in ({"what": "x"}, {"since": "2026-13-01"}):
        with pytest.raises(InvalidInputError):
            audit_views.wanted(session, admin, wrong)
    with pytest.raises(NotFoundError, match="Nobody"):
        audit_views.wanted(session, admin, {"person": "nobody@example.org"})
    with pytest.raises(NotFoundError):
        audit_views.wanted(session, eve, {})


def test_what_is_taken_along_computes_nothing(session: Session) -> None:
    admin = administrator(session)
    audit.note(session, admin, What.COMMAND, subject="=1+1", after={"n": 1})
    rows = audit_views.cells(audit.page(session, admin))
    read = list(csv.DictReader(io.StringIO(audit_views.csv_rows([audit_views.COLUMNS, *rows]))))
    assert (read[0]["subject"], read[0]["by"], read[0]["after"]) == (
        "'=1+1",
        admin.email,
        '{"n":1}',
    )
    assert '"subject": "=1+1"' in audit_views.json_lines(audit_views.COLUMNS, rows)


@pytest.mark.parametrize("wanted", ["nothing", "person", "what", "days", "all"])
def test_no_page_reads_the_whole_log(session: Session, database: str, wanted: str) -> None:
    admin = administrator(session)
    fill(session, admin)
    since = NOW + timedelta(minutes=100)
    filters = {
        "nothing": AuditFilter(),
        "person": AuditFilter(person=admin.user_id),
        "what": AuditFilter(what=What.TEST_MAIL),
        "days": AuditFilter(since=since, until=since + timedelta(minutes=9)),
        "all": AuditFilter(admin.user_id, What.TEST_MAIL, since, since + timedelta(days=1)),
    }
    statement = queries.wanted(session, filters[wanted], audit.AT_ONCE, 10_000)
    bound = statement.compile(session.get_bind(), compile_kwargs={"render_postcompile": True})
    explain = "EXPLAIN QUERY PLAN" if database == "sqlite" else "EXPLAIN"
    connection = session.connection()
    plan = connection.exec_driver_sql(f"{explain} {bound}", _values(bound))
    told = "\n".join(str(tuple(row)) for row in plan)
    assert "Seq Scan" not in told
    assert "SCAN audit_event'" not in told
    assert "ix_audit_event" in told


def _values(bound: Any) -> Any:
    """Return the values of a compiled statement as the driver takes them."""
    processed = bound.construct_params()
    for name, process in bound._bind_processors.items():
        processed[name] = process(processed[name])
    return tuple(processed[name] for name in bound.positiontup) if bound.positional else processed


def fill(session: Session, admin: Actor) -> None:
    """Put very many events into the log, past its chain."""
    audit.settle(session)
    others = [{"what": What.TEST_MAIL.value}, {"what": What.SIGNED_IN.value}]
    rows = [
        {
            **others[number % 2],
            "sequence": 100 + number,
            "at": NOW + timedelta(minutes=number),
            "user_id": admin.user_id + number % 50,
            "target_id": admin.user_id + number % 50,
            "network": "",
            "subject": "",
            "before": "",
            "after": "",
            "hash": "",
        }
        for number in range(MANY)
    ]
    session.execute(insert(tables.audit_event), rows)
    session.execute(text("ANALYZE"))
