"""What is secret or private passes through every door, and stands in no line and no error's page.

Every fourth handler at each run, all with `--soak`.
"""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app import finance_app as root
from finance_app.adapters import oidc as adapter
from finance_app.adapters.mail import resend
from finance_app.adapters.outbound import Address
from finance_app.cli import main
from finance_app.config import settings
from finance_app.domain.identities import Attempt
from finance_app.domain.jobs import Result
from finance_app.domain.schedules import Every
from finance_app.errors import OutboundError
from finance_app.jobs.runs import Job, Run, perform
from finance_app.services import jobs, mail, oidc, rate_feeds
from tests import mail_server, oidc_server, rate_server
from tests.canaries import CANARIES, SEED, found, in_files
from tests.logs import configured
from tests.sweep import World, a_world, arguments, own_handlers, with_key
from tests.sweep_arguments import BODIES
from tests.websocket import Tab, browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SHARE = 4
PLACES = {
    "password": ("password", "new password"),
    "current_password": ("password",),
    "email": ("mail address",),
    "typed_email": ("mail address",),
    "link": ("mail token",),
    "see": ("mail token",),
    "form_mark": ("cookie",),
    "code": ("TOTP code", "backup code"),
    "credential": ("session token",),
    "next": ("search",),
}
WORDS = ("note", "payee", "memo", "IBAN", "account name", "search", "name")
STATEMENT = (
    "Date,Payee,Amount,Note,IBAN\n"
    f"2026-11-02,{CANARIES['payee']},-12.50,{CANARIES['note']},{CANARIES['IBAN']}\n"
)


@pytest.fixture
async def world(sqlite: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:  # noqa: ARG001  it must be there
    for name, kind in (
        ("OIDC_CLIENT_SECRET", "client secret"),
        ("SMTP_PASSWORD", "SMTP password"),
        ("RESEND_KEY", "Resend key"),
        ("OPENEXCHANGERATES_KEY", "rate key"),
        ("SIGNUP", ""),
    ):
        monkeypatch.setenv(f"FINANCE_{name}", CANARIES.get(kind, "open"))
    monkeypatch.setenv("FINANCE_RATE_PROVIDERS", "")
    settings.cache_clear()
    async with a_world() as one:
        yield one
    settings.cache_clear()


@pytest.fixture
def said() -> Any:
    """What the server writes, at its loudest."""
    with configured("debug") as lines:
        yield lines


def check(said: StringIO, lines: int = 1) -> None:
    """Find lines, and nothing of anybody's in them."""
    written = said.getvalue()
    assert written.count("\n") >= lines
    assert found(written) == [], [line for line in written.splitlines() if found(line)]
    assert all(len(line.encode()) < 2000 for line in written.splitlines())


def bodies(path: str) -> list[dict[str, Any]]:
    """Return a route's form once for each secret that its fields are for."""
    form = BODIES[path].get("data")
    if form is None:
        return [BODIES[path]]
    most = max(len(PLACES.get(name, ("name",))) for name in form or {"": ""})
    return [
        {
            "data": {
                name: CANARIES[kinds[min(place, len(kinds) - 1)]]
                for name in form
                for kinds in [PLACES.get(name, ("name",))]
            }
        }
        for place in range(most)
    ]


async def test_what_is_sent_to_plain_routes_is_nowhere(world: World, said: StringIO) -> None:
    before, folder = time.time(), settings().data_dir
    cookies = (world.token, "", CANARIES["session token"])
    for token in cookies:
        async with browser(world.app, token) as client:
            client.cookies.set("other", CANARIES["cookie"])
            for route in root.ROUTES:
                asked = [{"params": {"text": CANARIES["search"], "link": CANARIES["mail token"]}}]
                for body in asked if route.method == "GET" else bodies(route.path):
                    answer = await client.request(route.method, route.path, **body)
                    refused = answer.status_code >= 400
                    places = answer.headers.get("location", "") + (answer.text if refused else "")
                    assert found(places, but=["mail token"]) == [], route.path
            for name in ("GET", "PUT", "HEAD"):
                await client.request(name, f"/{CANARIES['payee']}?q={CANARIES['note']}")
            await client.get("/entries", params={"text": CANARIES["search"]})
            headers = {"X-Filename": CANARIES["file name"], "Referer": f"/?{CANARIES['note']}"}
            for content in (STATEMENT, STATEMENT[:30], CANARIES["note"] * 9, "%PDF-" + STATEMENT):
                await client.post("/files/statements", content=content.encode(), headers=headers)
    check(said, 50)
    assert in_files(folder, before) == []


async def test_what_is_typed_on_pages_is_nowhere(
    world: World, said: StringIO, request: pytest.FixtureRequest
) -> None:
    share = 1 if request.config.getoption("--soak") else SHARE
    before, folder = time.time(), settings().data_dir
    chosen = list(own_handlers().items())[::share]
    async with Tab(world.app, world.token) as tab:
        await tab.load()
        tab.query = f"?text={CANARIES['search']}&key={CANARIES['IBAN']}"
        for place, (name, handler) in enumerate(chosen):
            word = CANARIES[WORDS[place % len(WORDS)]]
            given = with_key(arguments(handler), world.keys[-1])
            await tab.send(name, typed(given, word))
            await tab.send(name, dict.fromkeys(given, word))
        with db.write() as session:
            session.execute(text('ALTER TABLE "entry" RENAME TO gone'))
            session.execute(text('ALTER TABLE "account" RENAME TO lost'))
        for place, (name, handler) in enumerate(chosen):
            word = CANARIES[WORDS[place % len(WORDS)]]
            await tab.send(name, typed(with_key(arguments(handler), world.keys[-1]), word))
            assert found(str(tab.vars().get("notice", ""))) == [], name
    assert "unexpected error" in said.getvalue()
    check(said)
    assert in_files(folder, before) == []


def typed(value: Any, word: str) -> Any:
    """Return arguments with a word in the place of what was typed."""
    if isinstance(value, dict):
        return {name: typed(each, word) for name, each in value.items()}
    return word if value in ("Mine now", "Mine too", "", "1.00", "ada") else value


def posted(now: datetime) -> None:
    with db.write() as session:
        link = f"{mail.address('/join')}#{CANARIES['mail token']}"
        mail.post(session, CANARIES["mail address"], "known", now, link=link)


@pytest.mark.usefixtures("world")
def test_what_others_answer_is_nowhere(said: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    monkeypatch.setenv("FINANCE_PUBLIC_URL", "https://money.example")
    with mail_server.serving(asks_who=True) as smtp, rate_server.serving() as rates:
        for name, value in {
            "MAIL": "smtp",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(smtp.port),
            "SMTP_SECURITY": "none",
            "SMTP_USER": CANARIES["name"],
            "RATE_PROVIDERS": f"openexchangerates={rates.url}",
        }.items():
            monkeypatch.setenv(f"FINANCE_{name}", value)
        settings.cache_clear()
        refusal = f"550 <{CANARIES['mail address']}> says {CANARIES['note']}"
        for step, answers in enumerate(("", refusal)):
            smtp.to_recipients = answers
            smtp.to_mails = [refusal]
            later = now + timedelta(days=step)
            posted(later)
            mail.deliver(later)
        past = [f"/historical/{now.date() - timedelta(days=ago)}.json" for ago in range(9)]
        for reply in (
            rate_server.status(401, f"key {CANARIES['rate key']} is wrong"),
            rate_server.redirect(f"https://elsewhere.example/?app_id={CANARIES['rate key']}"),
            rate_server.ok(CANARIES["note"]),
        ):
            rates.replies = dict.fromkeys(("/latest.json", *past), reply)
            rate_feeds.refresh(now, anyway=True)
        assert {one.query.get("app_id") for one in rates.asked} == {CANARIES["rate key"]}
    check(said)


@pytest.mark.usefixtures("world")
def test_keys_that_others_refuse_are_nowhere(
    said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, now = CANARIES["Resend key"], datetime.now(UTC)
    monkeypatch.setenv("FINANCE_MAIL", "resend")
    monkeypatch.setenv("FINANCE_PUBLIC_URL", "https://money.example")
    with rate_server.serving() as server, oidc_server.serving() as provider:
        place = Address("Resend", f"{server.url}/emails", is_named=True, whole=5)
        monkeypatch.setattr(resend, "deliver", partial(resend.deliver, place=place))
        monkeypatch.setenv("FINANCE_OIDC_ISSUER", provider.url)
        settings.cache_clear()
        for step, code in enumerate((401, 500, 422)):
            server.replies = {"/emails": rate_server.status(code, f"key {key} is wrong")}
            posted(now + timedelta(days=step))
            mail.deliver(now + timedelta(days=step))
        assert {one.headers["authorization"] for one in server.asked} == {f"Bearer {key}"}
        attempt = Attempt("state", "nonce", "v" * 43)
        with pytest.raises(OutboundError) as refused:
            adapter.identity(oidc.client(), attempt, CANARIES["mail token"])
    assert found(str(refused.value)) == []
    check(said)


@pytest.mark.usefixtures("world")
def test_a_job_that_fails_tells_its_place_alone(said: StringIO) -> None:
    def work(run: Run) -> Result:
        with run.write() as session:
            values = {"a": CANARIES["payee"], "b": CANARIES["IBAN"]}
            session.execute(text("INSERT INTO nowhere VALUES (:a, :b)"), values)
        return Result()

    job = Job("canary", "Canary", "Sings.", Every(60), work)
    with db.write() as session:
        held = jobs.claim(session, job.name, job.rule, "the test")
    assert held is not None
    perform(job, replace(held), None)
    check(said)
    assert "error" in said.getvalue()


@pytest.mark.usefixtures("world")
def test_commands_log_nothing_of_it(
    said: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "statement.csv"
    file.write_text(STATEMENT)
    logging.getLogger("finance_app").info("a line to look at")
    for words in (
        ["user", "add", CANARIES["mail address"]],
        ["inspect", str(file)],
        ["jobs", "run", "mail"],
        ["rates", "refresh"],
    ):
        monkeypatch.setattr(sys, "stdin", StringIO(f"{CANARIES['new password']}\n"))
        main(words)
    lines = [line for line in said.getvalue().splitlines() if line.startswith("timestamp=")]
    assert lines
    assert [line for line in lines if found(line)] == []


def test_a_canary_is_found_in_every_form() -> None:
    assert found("GET /?q=Kanari%20note%2066") == ["note"]
    assert found("q=Kanari+note+66") == ["note"]
    assert found(SEED) == ["seed"]
    assert found("nothing") == []
