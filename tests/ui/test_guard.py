from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, update

from finance_app import db
from finance_app.domain.access import Access
from finance_app.models import tables
from finance_app.services import auth, callers, sessions
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState
from tests.ui.diary import Diary, name, signed_in
from tests.websocket import Tab, goes_to

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_everyone_sees_their_own(app: ASGIApp) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.call(Diary.load)
        assert ada.vars()["rows"] == ["secret of ada@example.org"]
        assert ada.vars()["email"] == "ada@example.org"
        assert ada.vars()["can_edit"]
        assert not ada.shows(ada.token, "a secret")


@pytest.mark.parametrize("method", ["load", "write", "rule", "choose", "fail", "work", "count"])
async def test_nobody_gets_nothing_but_the_way_in(app: ASGIApp, method: str) -> None:
    async with Tab(app) as nobody:
        assert goes_to(await nobody.load()) == ["/login?ended=here"]
        assert goes_to(await nobody.send(name(method), {})) == ["/login?ended=here"]
        assert not nobody.shows("secret of", "no hash")


@pytest.mark.parametrize("page", ["/login", "/signup"])
async def test_nobody_gets_the_pages_for_signing_in_and_up(app: ASGIApp, page: str) -> None:
    async with Tab(app, page=page) as nobody:
        await nobody.load()
        assert nobody.vars()["is_hydrated"] is True
        assert nobody.vars()["email"] == ""
        await nobody.call(Diary.greet)
        assert nobody.vars()["text"] == "hello"


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        ("undeclared", {}),
        ("plain", {}),
        ("plain", {"text": "again"}),
        ("setvar", {"var_name": "text", "value": "pwned"}),
    ],
)
async def test_what_was_not_declared_cannot_be_called(
    app: ASGIApp, method: str, payload: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    async with Tab(app, signed_in("ada@example.org", is_admin=True)) as ada:
        await ada.load()
        with caplog.at_level(logging.WARNING, "finance_app.ui.guard"):
            await ada.send(name(method), payload)
        assert ada.vars()["text"] == "nothing"
        number = ada.vars()["notice"].rstrip(").").split()[-1]
        assert f"refused {number}" in caplog.text
        assert "again" not in caplog.text


@pytest.mark.parametrize("method", ["_helper", "_actor", "_say", "__init__", "nothing", "set_text"])
async def test_what_is_private_is_not_there_at_all(
    app: ASGIApp, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        assert await ada.send(name(method), {"text": "my secret"}) == []
        assert ada.vars()["text"] == "nothing"
    assert "an event could not be processed" in caplog.text
    assert "my secret" not in caplog.messages


async def test_the_frameworks_other_events_cannot_be_called(app: ASGIApp) -> None:
    internal = "reflex___state____state.reflex___state____update_vars_internal_state"
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.send(f"{internal}.update_vars_internal", {"vars": {name("text"): "pwned"}})
        await ada.send(
            "reflex___state____state.hydrate_and_load", {"vars": {name("text"): "pwned"}}
        )
        await ada.send("reflex___state____state.set_is_hydrated", {"value": {"a": "pwned"}})
        assert not ada.shows("pwned")


async def test_a_viewer_may_look_and_not_write(app: ASGIApp) -> None:
    async with Tab(app, signed_in("vic@example.org", "viewer")) as viewer:
        await viewer.load()
        await viewer.call(Diary.load)
        assert viewer.vars()["rows"] == ["secret of vic@example.org"]
        await viewer.call(Diary.write, text="x")
        assert viewer.vars()["text"] == "nothing"
        assert viewer.vars()["notice"] == "You may look at this book but not change it."
        assert viewer.vars()["notice_trouble"]
        assert not viewer.vars()["can_edit"]


async def test_what_is_refused_is_in_the_log_and_whose_it_was(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    token = signed_in("vic@example.org", "viewer")
    async with Tab(app, token) as viewer:
        await viewer.load()
        await viewer.call(Diary.write, text="a secret")
        await viewer.call(Diary.reach)
    async with Tab(app) as nobody:
        await nobody.call(Diary.load)
    with db.read() as session:
        user_id = auth.actor(session, token, datetime.now(UTC)).user_id
    assert f"refused to user {user_id}: {name('write')}" in caplog.messages
    key = auth.digest(token)[: sessions.KEY]
    assert f"NotFoundError in Diary of session {key}" in caplog.messages
    assert f"led to the way in: {name('load')}" in caplog.messages
    assert "a secret" not in caplog.text


async def test_only_administrators_rule(app: ASGIApp) -> None:
    async with (
        Tab(app, signed_in("ada@example.org")) as ada,
        Tab(app, signed_in("root@example.org", is_admin=True)) as root,
    ):
        for tab in (ada, root):
            await tab.load()
            await tab.call(Diary.rule)
        assert ada.vars()["text"] == "nothing"
        assert root.vars()["text"] == "ruled"


async def test_an_ended_session_ends_at_its_next_event(app: ASGIApp) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.call(Diary.load)
        with db.write() as session:
            session.execute(delete(tables.auth_session))
        callers.forget_all()
        assert goes_to(await ada.call(Diary.write, text="x")) == ["/login?ended=elsewhere"]
        assert (ada.vars()["rows"], ada.vars()["text"], ada.vars()["email"]) == ([], "nothing", "")


@pytest.mark.parametrize(
    ("page", "query", "wanted"),
    [
        ("/entries", "?text=x&period=2026-11", "%2Fentries%3Ftext%3Dx%26period%3D2026-11"),
        ("/entries", "?text=<x>", "%2Fentries"),
        ("/", "?period=2026-11", "%2F%3Fperiod%3D2026-11"),
        ("//evil.example", "?x=1", ""),
        ("/entries", "#//evil.example", "%2Fentries"),
    ],
)
async def test_it_leads_back_to_the_page_that_was_open(
    app: ASGIApp, page: str, query: str, wanted: str
) -> None:
    async with Tab(app, signed_in("ada@example.org"), page=page) as ada:
        ada.query = query
        await ada.load()
        with db.write() as session:
            session.execute(update(tables.auth_session).values(seen_at=LONG_AGO))
        callers.forget_all()
        back = f"next={wanted}&" if wanted else ""
        assert goes_to(await ada.load()) == [f"/login?{back}ended=time"]


async def test_what_a_use_case_refuses_stands_beside_its_field_or_in_the_notice(
    app: ASGIApp,
) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.call(Diary.fail, field="text")
        assert ada.vars()["errors"] == {"text": "It is there already."}
        await ada.call(Diary.fail, field="elsewhere")
        assert ada.vars()["errors"] == {}
        assert ada.vars()["notice"] == "It is there already."
        await ada.call(SessionState.close_notice)
        assert ada.vars()["notice"] == ""
        await ada.call(Diary.count)
        assert (ada.vars()["text"], ada.vars()["notice"]) == ("2", "No further.")
        await ada.call(Diary.stumble)
        assert ada.vars()["notice"] == "The work is done already."


async def test_the_unforeseen_is_told_as_a_number_and_logged_without_what_was_sent(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.call(Diary.break_down)
        number = ada.vars()["notice"].rstrip(").").split()[-1]
    assert f"unexpected error {number}: RuntimeError at diary.py" in caplog.text
    assert "a secret" not in caplog.text


async def test_a_database_that_is_gone_is_told_once(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        with db.write() as session:
            session.execute(tables.auth_session.delete())
            session.connection().exec_driver_sql("ALTER TABLE auth_session RENAME TO gone")
        callers.forget_all()
        await ada.call(Diary.load)
        assert ada.vars()["notice"].startswith("Something went wrong on our side")
    assert caplog.text.count("unexpected error") == 1


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"key": 5},
        {"key": None},
        {"key": ""},
        {"key": "5; DROP TABLE entry"},
        {"key": "-5"},
        {"key": "٣"},
        {"key": "9" * 30},
        {"key": ["5"]},
        {"key": {"__proto__": "5"}},
        {"key": "5", "more": "5"},
        {"self": "5"},
        {"kee": "5"},
    ],
)
async def test_other_arguments_than_expected_are_refused(
    app: ASGIApp, payload: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with Tab(app, signed_in("ada@example.org")) as ada:
        await ada.load()
        await ada.send(name("choose"), payload)
        assert ada.vars()["text"] == "nothing"
        assert ada.vars()["notice"] == "This page is out of date; load it again."
        await ada.send(name("choose"), {"key": "5"})
        assert ada.vars()["text"] == "chose 5"
    assert "unexpected" not in caplog.text


def test_a_handler_has_no_arguments_that_the_browser_may_leave_out() -> None:
    def forgetful(self: Any, key: str = "") -> None: ...

    with pytest.raises(TypeError, match="without a default"):
        handler(Access.ANYONE)(forgetful)
