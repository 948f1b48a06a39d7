"""Every request has an id: in its answer, in each of its lines, on the page that says it failed."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest
from starlette.responses import PlainTextResponse

from finance_app import db
from finance_app.errors import UnavailableError
from finance_app.outages import AWAY
from finance_app.services import callers
from finance_app.web.proxies import Proxies
from finance_app.web.traced import Traced
from tests.logs import configured
from tests.ui.diary import Diary, signed_in
from tests.web.asking import ask
from tests.websocket import Tab, browser, chain, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Receive, Scope, Send

FRESH = re.compile(r"[0-9a-f]{12}")
ID = "X-Request-Id"
PROXY, STRANGER = "10.1.2.3", "203.0.113.5"

log = logging.getLogger("finance_app.test")


async def noted(scope: Scope, receive: Receive, send: Send) -> None:
    """Write a line here and one on a thread, and answer."""
    log.info("asked")
    await db.compute(log.info, "asked on a thread")
    await PlainTextResponse("yes")(scope, receive, send)


def traced(app: ASGIApp) -> ASGIApp:
    return Proxies(Traced(app), {PROXY})


async def test_each_answer_has_an_id_of_its_own_and_so_have_its_lines() -> None:
    with configured() as said:
        answers = [await ask(traced(noted)) for _ in range(2)]
        log.info("afterwards")
    ids = [one.headers[ID] for one in answers]
    assert len(set(ids)) == 2
    assert all(FRESH.fullmatch(one) for one in ids)
    lines = said.getvalue().splitlines()
    assert [line.rpartition("request_id=")[2] for line in lines[:4]] == [
        each for each in ids for _ in range(2)
    ]
    assert "request_id" not in lines[4]


async def test_a_trusted_proxy_may_bring_an_id_along() -> None:
    given = "0b1f7e9a-5c52-4b1c-8a77-1f1e3c0f2d11"
    answer = await ask(traced(noted), headers={ID: given}, client=PROXY)
    assert answer.headers.get_list(ID) == [given]
    for odd in ("short", "x" * 65, "with space", 'a"b=c level=error', "täglich-1"):
        answer = await ask(traced(noted), headers={ID: odd.encode()}, client=PROXY)
        assert FRESH.fullmatch(answer.headers[ID])
    twice = [(ID, given), (ID, f"{given}0")]
    assert FRESH.fullmatch((await ask(traced(noted), headers=twice, client=PROXY)).headers[ID])  # type: ignore[arg-type]  # httpx takes pairs


async def test_nobody_else_may() -> None:
    answer = await ask(traced(noted), headers={ID: "0123456789ab"}, client=STRANGER)
    assert answer.headers[ID] != "0123456789ab"


@pytest.fixture
async def app(sqlite: None) -> AsyncIterator[ASGIApp]:  # noqa: ARG001  it must be there
    callers.forget_all()
    async with served() as served_app:
        yield served_app


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise RuntimeError("canary")


async def test_whatever_layer_fails_the_answer_has_its_headers_and_a_reference(
    app: ASGIApp,
) -> None:
    found = [one for one in chain(app) if type(one).__module__.startswith("finance_app.web")]
    names = [type(one).__name__ for one in found]
    assert names[:4] == ["Proxies", "Traced", "SecureHeaders", "LastDoor"]
    assert names[-2:] == ["Gate", "Limits"]
    for layer in found[3:]:
        holder, name = (layer.router, "default") if hasattr(layer, "router") else (layer, "app")
        kept = getattr(holder, name)
        setattr(holder, name, broken)
        try:
            with configured("debug") as said:
                async with browser(app) as client:
                    answer = await client.get("/login?text=canary")
        finally:
            setattr(holder, name, kept)
        assert answer.status_code == 500
        assert answer.headers["content-security-policy"]
        reference = answer.headers[ID]
        assert f"(reference {reference})" in answer.text
        line = next(one for one in said.getvalue().splitlines() if reference in one)
        assert f"unexpected error {reference} at /login" in line
        assert "error=RuntimeError at=" in line
        assert "canary" not in said.getvalue() + answer.text


async def test_a_form_that_fails_is_answered_with_a_page_that_shows_the_reference(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_session: object, *_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(db, "tell", fail)
    with configured() as said:
        async with browser(app) as client:
            form = {"email": "ada@example.org", "password": "canary canary"}
            headers = {"accept": "text/html,*/*"}
            answer = await client.post("/auth/sign-in", data=form, headers=headers)
    assert answer.status_code == 500
    shown = re.search(r'<code id="reference">(\w+)</code>', answer.text)
    assert shown is not None
    assert shown[1] == answer.headers[ID]
    assert f"unexpected error {shown[1]} at /auth/sign-in" in said.getvalue()
    assert "canary" not in said.getvalue() + answer.text


async def test_what_an_event_writes_has_the_reference_that_its_notice_shows(app: ASGIApp) -> None:
    with configured() as said:
        async with Tab(app, signed_in("ada@example.org")) as ada:
            await ada.load()
            await ada.call(Diary.break_down)
            notice = ada.vars()["notice"]
    shown = re.search(r"\(reference ([0-9a-f]{12})\)", notice)
    assert shown is not None
    lines = [line for line in said.getvalue().splitlines() if shown[1] in line]
    assert len(lines) == 1
    assert f"unexpected error {shown[1]}: RuntimeError at diary.py" in lines[0]
    assert lines[0].endswith(f"event_id={shown[1]}")


async def test_what_an_event_is_refused_has_its_id_in_the_line(app: ASGIApp) -> None:
    with configured() as said:
        async with Tab(app, signed_in("vic@example.org", "viewer")) as viewer:
            await viewer.load()
            await viewer.call(Diary.write, text="canary")
            await viewer.call(Diary.reach)
    ids = re.findall(r"event_id=(\w+)", said.getvalue())
    assert len(set(ids)) == len(said.getvalue().splitlines()) == 2
    assert "canary" not in said.getvalue()


async def test_a_page_that_cannot_be_read_comes_by_itself_later(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise UnavailableError(AWAY.told)

    token = signed_in("ada@example.org")
    monkeypatch.setattr(db, "ask", away)
    async with browser(app, token) as client:
        page = await client.get("/", headers={"accept": "text/html,*/*"})
        script = await client.get("/", headers={"accept": "*/*"})
        form = await client.post("/auth/sign-out", headers={"accept": "text/html,*/*"})
    assert {one.status_code for one in (page, script, form)} == {503}
    assert page.headers["content-security-policy"]
    assert '<script src="/offline.js" data-asks="/readyz">' in page.text
    assert script.text.strip() == form.text.strip() == AWAY.told
